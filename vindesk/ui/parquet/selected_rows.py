"""The selected rows of a Parquet window, for copying."""

from collections.abc import Sequence
from typing import Final

from vindesk.domain.monitor import Monitor
from vindesk.ui.paging.columns import Column
from vindesk.ui.parquet.parquet_snapshot import ParquetSnapshot

_CHUNK: Final = 10_000
"""Rows read at a time: in another order than that of the file, each reading costs."""


class SelectedRows:
    """Used by one job, on one thread."""

    def __init__(
        self, snapshot: ParquetSnapshot, ranges: Sequence[range], columns: Sequence[Column]
    ) -> None:
        self.ranges = ranges
        self.columns = columns
        self._snapshot = snapshot
        self._places = [int(column.key) for column in columns]
        self._first = 0
        self._chunk: Sequence[Sequence[str]] = ()

    @property
    def count(self) -> int:
        return sum(map(len, self.ranges))

    def rows(self, part: range, monitor: Monitor) -> Sequence[Sequence[str]]:
        if not self._first <= part.start <= part.stop <= self._first + len(self._chunk):
            end = next(rows.stop for rows in self.ranges if part.start in rows)
            size = min(_CHUNK, end - part.start)
            chunk = self._snapshot.whole_rows(part.start, size, self._places, monitor)
            self._first, self._chunk = part.start, chunk
        begin = part.start - self._first
        return self._chunk[begin : begin + len(part)]

    def vins(self, monitor: Monitor) -> Sequence[str]:
        """There may be none: nothing asks for them here."""
        del monitor
        return ()
