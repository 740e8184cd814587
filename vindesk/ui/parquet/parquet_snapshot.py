"""Rows of a Parquet table in some order, of which only the columns in view are read."""

from collections.abc import Sequence

from msgspec import Struct

from vindesk.domain.column_filter import ColumnKind
from vindesk.domain.fields import NO_DATA
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.store.parquet_columns import ParquetColumn
from vindesk.store.parquet_order import RowNumbers
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.paging.drawn_rows import LOADING
from vindesk.ui.paging.row_cache import Row

LONGEST_READ = 501
"""What is read of a cell for the screen, which draws 500: rows in memory have a limit."""

_WIDTHS = (
    *(("TIMESTAMP", 360), ("TIME", 220), ("UUID", 460)),
    *(("VARCHAR", 180), ("STRUCT", 320), ("MAP", 320), ("DATE", 150)),
)
"""For what is likely to stand there, by the beginning of the type."""

MOST_ROWS = 75_000_000
"""Qt counts the pixels of a table in 32 bits."""


class ParquetSnapshot(Struct, frozen=True):
    """The rows from position ``first`` of ``order`` on; other columns than ``read`` wait."""

    file: ParquetFile
    order: RowNumbers
    read: Sequence[int]
    first: int = 0
    most: int = MOST_ROWS

    @property
    def row_count(self) -> int:
        return min(self.order.count - self.first, self.most)

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        numbers = self.order.at(self.first + start, min(size, self.row_count - start))
        found = self.file.rows(numbers, monitor, columns=self.read, longest=LONGEST_READ)
        empty = [LOADING] * len(self.file.columns)
        return [self._spread(empty, row) for row in found]

    def whole_rows(
        self, start: int, size: int, columns: Sequence[int], monitor: Monitor
    ) -> Sequence[Row]:
        """All there is in each cell of ``columns``."""
        numbers = self.order.at(self.first + start, size)
        return [tuple(_cells(row)) for row in self.file.rows(numbers, monitor, columns=columns)]

    def _spread(self, empty: Sequence[str], row: Sequence[str | None]) -> Row:
        cells = list(empty)
        for place, text in zip(self.read, _cells(row), strict=True):
            cells[place] = text
        return tuple(cells)


def _cells(row: Sequence[str | None]) -> list[str]:
    """The texts of cells; a null is a dash, so it is never taken for an empty text."""
    return [NO_DATA if text is None else text for text in row]


def columns_of(file: ParquetFile) -> tuple[Column, ...]:
    """The columns with widths for what they are likely to hold; their keys are their places."""
    return tuple(_column(str(place), column) for place, column in enumerate(file.columns))


def _column(key: str, column: ParquetColumn) -> Column:
    code = column.name.casefold() == "vin" or column.kind is ColumnKind.BYTES
    number = column.kind is ColumnKind.NUMBER
    look = Look.CODE if code else Look.NUMBER if number else Look.TEXT
    title = max(110, min(len(column.name) * 11 + 30, 260))
    width = max(title, next((w for kind, w in _WIDTHS if column.type.startswith(kind)), 0))
    width = 240 if code else width
    name, told = column.name, f"{column.name}: {column.type}"
    if column.approximate:
        name = say("{name} (approximate)", name=name)
        told = say("{column}. The file has decimals of more digits than can be shown.", column=told)
    return Column(key, name, look, told, width)
