"""The sheets of a workbook as tables, and the one that most likely holds the list."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import Monitor
from vindesk.domain.vin_text import Reject
from vindesk.domain.words import say
from vindesk.files.workbook import Sheet, Workbook
from vindesk.services.input_table import InputTable, Row
from vindesk.store.input_tables import batches, collected

_Lack = tuple[int, int, int]
"""Whether a sheet lacks a column that is named, how much of VINs, and whether of rows."""

_NOTHING: Final[_Lack] = (0, 0, 0)


class SheetGrid:
    """A sheet as a ``Grid``."""

    rejects: Sequence[Reject] = ()

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.width = sheet.width

    def head(self, count: int, monitor: Monitor) -> Sequence[Row]:
        monitor.raise_if_cancelled()
        return self._sheet.head(count)

    def batches(self, columns: Sequence[int], after_row: int, monitor: Monitor) -> Iterator[Any]:
        for rows, texts in self._sheet.chunks(columns, after_row, monitor):
            yield from batches(collected(rows, texts), after_row)


class WorkbookTables:
    """One sheet at a time is in memory. What unfolds a sheet raises as ``Workbook.sheet``."""

    def __init__(self, path: Path, book: Workbook) -> None:
        self._path = path
        self._book = book
        self._unfolded: tuple[str, SheetGrid] | None = None

    def table(self, sheet: str, header: bool | None, monitor: Monitor) -> InputTable:
        grid = self._grid(sheet, monitor)
        if not grid.width:
            raise FileUnreadable(
                say("The sheet {sheet} of {path} is empty.", sheet=sheet, path=self._path)
            )
        return InputTable(grid, header=header, monitor=monitor)

    def sheet_with(self, vin: str | None, year: str | None, monitor: Monitor) -> str:
        """As ``Input.sheet_with``."""
        named = [name for name in (vin, year) if name is not None]

        def lack(table: InputTable) -> _Lack:
            if any(table.place_of(name) is None for name in named):
                return 1, _lack_of_vins(table), 0
            place = None if vin is None else table.place_of(vin)
            return 0, _lack_of_vins(table, place), int(bool(named) and not table.preview(1))

        found: dict[_Lack, str] = {}
        for sheet in self._book.sheets:
            grid = self._grid(sheet, monitor)
            if grid.width:
                found.setdefault(lack(InputTable(grid)), sheet)
            if _NOTHING in found:
                break
        if not found:
            raise FileUnreadable(say("{path} has no sheet with cells.", path=self._path))
        return found[min(found)]

    def _grid(self, sheet: str, monitor: Monitor) -> SheetGrid:
        if self._unfolded is None or self._unfolded[0] != sheet:
            self._unfolded = None
            self._unfolded = sheet, SheetGrid(self._book.sheet(sheet, monitor))
        return self._unfolded[1]


def _lack_of_vins(table: InputTable, named: int | None = None) -> int:
    """In the column ``named``, by default in the one to begin with.

    A sheet with a header alone may be there to be filled in.
    """
    if named is not None:
        return int(not table.has_vins(named))
    vin = table.suggestion.vin
    if vin is not None and table.has_vins(vin.column):
        return 0
    return 2 if table.is_text or vin is None else 1
