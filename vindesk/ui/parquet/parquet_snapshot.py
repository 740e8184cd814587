"""A Parquet file as a paged table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from vindesk.domain.fields import NO_DATA, shown
from vindesk.domain.monitor import Monitor
from vindesk.store.parquet_pages import ParquetColumn, ParquetFile
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.paging.row_cache import Row

_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
_LONGEST = 500
"""What is kept of a cell for the screen: rows in memory have a limit."""


@dataclass(frozen=True, slots=True)
class ParquetSnapshot:
    """The rows of a file in their own order."""

    file: ParquetFile

    @property
    def row_count(self) -> int:
        return self.file.row_count

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        page = self.file.page(start, size, monitor)
        return [tuple(cell(value, _LONGEST) for value in row) for row in page]

    def whole_rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        """As ``rows``, with all there is in each cell."""
        return [tuple(map(cell, row)) for row in self.file.page(start, size, monitor)]


def cell(value: object, longest: int | None = None) -> str:
    """The text of a cell; a null is a dash, so it is never taken for an empty text."""
    if value is None:
        return NO_DATA
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, bytes):
        return value[:longest].hex(" ")
    return shown(value)[:longest]


def columns_of(file: ParquetFile) -> tuple[Column, ...]:
    """The columns with widths for what they are likely to hold."""
    return tuple(map(_column, file.columns))


def _column(column: ParquetColumn) -> Column:
    kind = column.type.upper().removeprefix("U")
    number = kind.startswith(_NUMBERS) and not kind.endswith("]")
    code = column.name.casefold() == "vin"
    look = Look.CODE if code else Look.NUMBER if number else Look.TEXT
    width = 240 if code else max(110, min(len(column.name) * 11 + 30, 260))
    return Column(column.name, column.name, look, f"{column.name}: {column.type}", width)
