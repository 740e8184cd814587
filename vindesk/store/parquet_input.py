"""A Parquet file whose cells are read as texts: numbered rows, in the order of the file."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import UNWATCHED, Monitor, Progress
from vindesk.domain.vin_text import Reject
from vindesk.store.engine import translated
from vindesk.store.input_tables import MOST_ROWS, batches, numbered
from vindesk.store.parquet_columns import ParquetColumn
from vindesk.store.parquet_faults import words_for
from vindesk.store.parquet_pages import ParquetFile

_MOST_COLUMNS: Final = 400
"""In one query: what DuckDB takes for it grows faster than they do."""

_BROKEN: Final = ("FLOAT", "DOUBLE")


class ParquetInput(ParquetFile):
    """As ``DelimitedFile``, with columns that have names; rows count from 1."""

    takes_folders = False
    rejects: Sequence[Reject] = ()

    @property
    def width(self) -> int:
        return len(self.columns)

    def head(
        self, count: int, monitor: Monitor = UNWATCHED
    ) -> Sequence[tuple[int, Sequence[str | None]]]:
        """The first rows; raises as ``batches``."""
        columns: list[Sequence[str | None]] = []
        rows: Sequence[int] = ()
        for start in range(0, self.width, _MOST_COLUMNS):
            places = range(start, min(start + _MOST_COLUMNS, self.width))
            table = self._texts(places, 0, count, monitor)
            rows, *some = (column.to_pylist() for column in table.columns)
            columns += some
        return list(zip(rows, map(list, zip(*columns, strict=True)), strict=True))

    def batches(
        self, columns: Sequence[int], after_row: int, monitor: Monitor = UNWATCHED
    ) -> Iterator[Any]:
        """The rows after ``after_row``, in the order of the file, as Arrow.

        Raises:
            FileUnreadable: the file was damaged, replaced or deleted since it was opened.
            Cancelled: the monitor was cancelled.

        """
        for start in range(after_row, self.row_count, MOST_ROWS):
            yield from batches(self._texts(columns, start, MOST_ROWS, monitor), 0)
            monitor.report(Progress(min(start + MOST_ROWS, self.row_count), self.row_count))

    def _texts(self, columns: Sequence[int], start: int, count: int, monitor: Monitor) -> Any:
        self.files.refuse_if_changed()
        wanted = [self.patterns[0], start, start + count]
        try:
            with translated(words_for(self.path), monitor), self._engine.cursor(monitor) as cursor:
                found = cursor.sql(self._query(columns), params=wanted).to_arrow_table()
        except FileUnreadable:
            self.files.refuse_if_changed()
            raise
        self.files.refuse_if_changed()
        return numbered(found, start + 1)

    def _query(self, columns: Sequence[int]) -> str:
        aliases = ", ".join(f"c{place}" for place in range(self.width))
        texts = ", ".join(_text(f"c{place}", self.columns[place]) for place in columns)
        return (
            f"SELECT {texts} "  # noqa: S608 - names of ours
            f"FROM read_parquet(?, hive_partitioning = false) AS file({aliases}) "
            "WHERE file_row_number >= ? AND file_row_number < ? ORDER BY file_row_number"
        )


def _text(alias: str, column: ParquetColumn) -> str:
    """A whole number that was kept as a broken one is written as a whole one: a year, often."""
    text = f"CAST({alias} AS VARCHAR)"
    if column.type in _BROKEN:
        text = f"regexp_replace({text}, '\\.0$', '')"
    return f"NULLIF({text}, '')"
