"""The topics of the help: which there are, and their text with its tables filled in."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from vindesk.bundled import bundled
from vindesk.domain.words import spoken
from vindesk.ui.help.shortcut_sheet import native
from vindesk.ui.help.tables import TABLES

START: Final = "start"
SHORTCUTS: Final = "shortcuts"
TOPICS: Final = (
    START,
    "lookup",
    "vin",
    "quality",
    "codes",
    "sources",
    "table",
    "filter",
    "summary",
    "compare",
    "details",
    "imports",
    "exports",
    "parquet",
    "backups",
    "preferences",
    "fields",
    SHORTCUTS,
)
"""In the order of the list; each is a file in resources/help, and in its folders by language."""

_GAP = re.compile(r"\{\{(?:(key|fixed):)?([^{}]+)\}\}")


class Topic(Struct, frozen=True):
    """One page, in Markdown; its first line is its title."""

    name: str
    text: str

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0].removeprefix("# ")

    def rank(self, words: Sequence[str]) -> int | None:
        """How near the folded ``words`` are to what it is about, 0 nearest; None: one is missing.

        What is said in the title or in a heading counts for more than what is only mentioned.
        """
        lines = self.text.casefold().split("\n")
        headings = [line for line in lines if line.startswith("#")]
        for rank, places in enumerate((lines[:1], headings, ["\n".join(lines)])):
            if any(all(word in place for word in words) for place in places):
                return rank
        return None


def read_topics(keys: Mapping[str, str], sheet: str) -> Sequence[Topic]:
    """All topics; ``keys`` are those of the actions by id, ``sheet`` is the table of them.

    It reads files, so never on the GUI thread.

    Raises:
        FileNotFoundError: the installation is incomplete.
        KeyError: a text names a table or an action that there is not.

    """
    tables = {**{name: make() for name, make in TABLES.items()}, SHORTCUTS: sheet}

    def filled(found: re.Match[str]) -> str:
        kind, name = found.groups()
        if kind == "fixed":
            return f"**{native(name)}**"
        return f"**{keys[name]}**" if kind == "key" else tables[name]

    return [Topic(name, _GAP.sub(filled, _page(name).read_text("utf-8"))) for name in TOPICS]


def _page(name: str) -> Path:
    """In the language of the program; in English as long as nobody has translated it."""
    try:
        return bundled(f"help/{spoken().language}/{name}.md")
    except FileNotFoundError:
        return bundled(f"help/{name}.md")
