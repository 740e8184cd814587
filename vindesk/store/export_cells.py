"""Names and cells of a file that others read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from vindesk.domain.export_plan import ExportFormat
from vindesk.store.identifiers import quoted

TEXT: Final = "VARCHAR"
MOMENT: Final = "TIMESTAMP"

_FORMULA: Final = r"^[=+\-@\t\r\n\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
"""How a text begins that a spreadsheet takes for a formula, or for what precedes one."""

_NUMBER: Final = r"[+-]?[0-9]+([.,][0-9]+)*([eE][+-]?[0-9]+)?"


@dataclass(frozen=True, slots=True)
class FileColumn:
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


def harmless(expression: str, number: str = _NUMBER) -> str:
    """Text as it is, unless a spreadsheet would calculate it: then an apostrophe precedes it.

    ``number`` is the pattern of what begins like a formula and is none.
    """
    return f"""CASE WHEN regexp_matches({expression}, '{_FORMULA}')
        AND NOT regexp_full_match({expression}, '{number}')
        THEN '''' || {expression} ELSE {expression} END"""


def harmless_name(name: str) -> str:
    return f"'{name}" if name[0] in "=+-@\t\r\n＝＋－＠" else name  # noqa: RUF001 - they are meant


def told_apart(own: Sequence[str], ours: Sequence[str]) -> Sequence[str]:
    """Names that differ, also for who does not tell capitals from small letters."""
    taken = {name.casefold() for name in ours}
    result: list[str] = []
    for place, written in enumerate(own, start=1):
        name = written.replace("\0", " ").strip() or f"column {place}"
        free = next(each for each in _variants(name) if each.casefold() not in taken)
        taken.add(free.casefold())
        result.append(free)
    return result


def _variants(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in count(2))
