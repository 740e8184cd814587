"""The sheets of a workbook as tables, and the one that most likely holds the list."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from vindesk.domain.errors import FileUnreadable
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
        """As ``Input.main_sheet``."""
        found = self._first(_lack_of_vins, monitor)
        if found is None:
            raise FileUnreadable(say("{path} has no sheet with cells.", path=self._path))
        return found

    def sheet_with(self, columns: Sequence[str], monitor: Monitor) -> str:
        """As ``Input.sheet_with``."""

        def lack(table: InputTable) -> int | None:
            has_all = all(table.place_of(name) is not None for name in columns)
            return int(not table.preview(1)) if has_all else None

        return (self._first(lack, monitor) if columns else None) or self.main_sheet(monitor)

    def _first(self, lack: Callable[[InputTable], int | None], monitor: Monitor) -> str | None:
        """The first of the sheets with cells that lack least; None is no choice at all."""
        found: dict[int, str] = {}
        for sheet in self._book.sheets:
            grid = self._grid(sheet, monitor)
            lacking = lack(InputTable(grid)) if grid.width else None
            if lacking is not None:
                found.setdefault(lacking, sheet)
            if lacking == 0:
                break
        return found[min(found)] if found else None

    def _grid(self, sheet: str, monitor: Monitor) -> SheetGrid:
        if self._unfolded is None or self._unfolded[0] != sheet:
            self._unfolded = None
            self._unfolded = sheet, SheetGrid(self._book.sheet(sheet, monitor))
        return self._unfolded[1]


def _lack_of_vins(table: InputTable) -> int:
    """A sheet with a header alone may be there to be filled in."""
    if table.shows_vins:
        return 0
    return 2 if table.is_text or table.suggestion.vin is None else 1
