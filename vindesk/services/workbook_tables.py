"""The sheets of a workbook as tables, and the one that most likely holds the list."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from vindesk.domain.errors import FileUnreadable
from vindesk.domain.input_columns import is_vin
from vindesk.domain.monitor import Monitor
from vindesk.domain.vin_text import Reject
from vindesk.domain.words import say
from vindesk.files.workbook import Sheet, Workbook
from vindesk.services.input_table import InputTable, Row
from vindesk.store.input_tables import batches, collected


class SheetGrid:
    """A sheet as a ``Grid``."""

    size_bytes = 0
    rejects: Sequence[Reject] = ()

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self.width = sheet.width
        self.row_count = sheet.row_count

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

    def main_sheet(self, monitor: Monitor) -> str:
        """The first sheet with VINs or a column named so, otherwise the first with cells.

        Raises:
            FileUnreadable: none has cells.

        """
        filled: str | None = None
        for sheet in self._book.sheets:
            grid = self._grid(sheet, monitor)
            if grid.width:
                filled = filled or sheet
                if _has_vins(InputTable(grid)):
                    return sheet
        if filled is None:
            raise FileUnreadable(say("{path} has no sheet with cells.", path=self._path))
        return filled

    def _grid(self, sheet: str, monitor: Monitor) -> SheetGrid:
        if self._unfolded is None or self._unfolded[0] != sheet:
            self._unfolded = None
            self._unfolded = sheet, SheetGrid(self._book.sheet(sheet, monitor))
        return self._unfolded[1]


def _has_vins(table: InputTable) -> bool:
    if table.is_text:
        return any(is_vin(cell) for cells in table.preview() for cell in cells)
    return table.suggestion.vin is not None
