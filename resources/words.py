"""Collects what the program says into ``words/vindesk.pot``; brings the translations up to date.

    python resources/words.py          after a text was changed, or a translation
    python resources/words.py fr       begins a translation into French

What translators write is ``words/<language>/LC_MESSAGES/vindesk.po``; what the program reads
is the ``.mo`` beside it. A test looks whether this was forgotten.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
WORDS = ROOT / "resources" / "words"
TEMPLATE = WORDS / "vindesk.pot"
SAID = ("say", "say_many", "phrase")
PHRASES = {"about": (1, 2), "ErrorCode": (3, 4), "ActionSpec": (2, 3), "Spec": (2, 3)}
"""Whose arguments at these places are phrases: what they make is a table of them."""
_BY_WHICH_BABEL = re.compile(rb'"Generated-By: .*\n')
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""One that stays, so that a file changes only when its words do."""


def new(language: str | None = None) -> Catalog:
    return Catalog(
        language,
        project="vindesk",
        header_comment="# What vindesk says. Made by resources/words.py; licence: MIT.",
        creation_date=_NO_DAY,
        revision_date=_NO_DAY,
        charset="utf-8",
        fuzzy=False,
    )


def messages(called: str, arguments: Sequence[str | None]) -> Iterator[str | tuple[str, str]]:
    """The texts among what ``called`` is called with; what is made by other code is None there."""
    if called in PHRASES:
        places = [place - 1 for place in PHRASES[called] if place <= len(arguments)]
        yield from filter(None, (arguments[place] for place in places))
    elif called == "say_many":
        one, many = arguments[:2]
        if one and many:
            yield (one, many)
    elif arguments[0]:
        yield arguments[0]


def collected() -> Catalog:
    """Every text of the code, and the labels of vPIC's fields."""
    catalog = new()
    for file in sorted((ROOT / "vindesk").rglob("*.py")):
        place = (file.relative_to(ROOT).as_posix(), None)
        with file.open("rb") as source:
            for _, called, given, comments in extract_python(source, [*SAID, *PHRASES], (), {}):
                arguments = given if isinstance(given, tuple) else (given,)
                for message in messages(called, arguments):
                    catalog.add(message, locations=[place], auto_comments=comments)
    for field in json.loads((ROOT / "resources" / "fields.json").read_text("utf-8")):
        for text in (field["label"], *field["group"].split(" / ")):
            catalog.add(text, locations=[("resources/fields.json", None)])
    return catalog


def written(catalog: Catalog) -> bytes:
    """``catalog`` as the text of its file, which has no numbers of lines: they change daily."""
    target = BytesIO()
    write_po(target, catalog, width=100, include_lineno=False, sort_by_file=True)
    return _BY_WHICH_BABEL.sub(b"", target.getvalue())


def updated(po: Path, template: Catalog) -> Catalog:
    """The translation in ``po`` with the texts of ``template``; what nobody says any more goes."""
    with po.open("rb") as file:
        catalog = read_po(file, locale=po.parent.parent.name)
    catalog.update(template, no_fuzzy_matching=True, keep_user_comments=True)
    catalog.obsolete.clear()
    catalog.revision_date = _NO_DAY
    return catalog


def compiled(catalog: Catalog) -> bytes:
    target = BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def is_whole(message: Message) -> bool:
    """Whether it is translated, in each of its numbers."""
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return bool(message.id) and all(said)


def main(begun: list[str]) -> None:
    template = collected()
    TEMPLATE.write_bytes(written(template))
    for language in begun:
        folder = WORDS / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "vindesk.po").write_bytes(written(new(language)))
    for po in sorted(WORDS.glob("*/LC_MESSAGES/vindesk.po")):
        catalog = updated(po, template)
        po.write_bytes(written(catalog))
        po.with_suffix(".mo").write_bytes(compiled(catalog))
        done = sum(map(is_whole, catalog))
        sys.stdout.write(f"{po.relative_to(ROOT)}: {done} of {len(catalog)} texts\n")


if __name__ == "__main__":
    main(sys.argv[1:])
