"""Names and cells of a file that others read."""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from vindesk.domain.distinct_names import told_apart
from vindesk.domain.export_plan import CALCULATED, ExportFormat
from vindesk.store.identifiers import quoted

TEXT: Final = "VARCHAR"
MOMENT: Final = "TIMESTAMP"

_FORMULA: Final = "^[" + "".join(rf"\x{{{ord(mark):X}}}" for mark in CALCULATED) + "]"
_NUMBER: Final = r"[+-]?[0-9]+([.,][0-9]+)*([eE][+-]?[0-9]+)?"


class FileColumn(Struct, frozen=True):
    """A column of a file: what it holds, in SQL, of which type, under which name."""

    expression: str
    type: str
    name: str

    def selected(self, form: ExportFormat) -> str:
        """As an entry of a SELECT; a workbook takes texts, numbers and moments only."""
        expression, name = self.expression, self.name
        if form is ExportFormat.XLSX:
            if self.type.startswith("MAP"):
                expression = f"CAST({expression} AS VARCHAR)"
        elif self.type == MOMENT:
            expression = f"timezone('UTC', {expression})"
        if form is ExportFormat.CSV:
            name = harmless_name(name)
            if self.type == TEXT:
                expression = harmless(expression)
        return f"{expression} AS {quoted(name)}"


def own_columns(held: str, names: Iterable[str], taken: Iterable[str]) -> Sequence[FileColumn]:
    """The user's own columns, whose cells are the list ``held``, each under a name of its own."""
    told = told_apart(map(_plain_name, names), taken)
    return [FileColumn(f"{held}[{place}]", TEXT, name) for place, name in enumerate(told, 1)]


def harmless(expression: str, number: str = _NUMBER) -> str:
    """Text as it is, unless a spreadsheet would calculate it: then an apostrophe precedes it.

    ``number`` is the pattern of what begins like a formula and is none.
    """
    return f"""CASE WHEN regexp_matches({expression}, '{_FORMULA}')
        AND NOT regexp_full_match({expression}, '{number}')
        THEN '''' || {expression} ELSE {expression} END"""


def harmless_name(name: str) -> str:
    return f"'{name}" if name[0] in CALCULATED else name


def _plain_name(name: str) -> str:
    """A name from elsewhere, as a file can hold it; it may be empty."""
    return name.replace("\0", " ").strip()
