"""The selected rows of a Parquet window, for copying."""

from collections.abc import Sequence

from vindesk.domain.monitor import Monitor
from vindesk.ui.paging.columns import Column
from vindesk.ui.parquet.parquet_snapshot import ParquetSnapshot


class SelectedRows:
    """Used by one job, on one thread."""

    def __init__(
        self, snapshot: ParquetSnapshot, ranges: Sequence[range], columns: Sequence[Column]
    ) -> None:
        self.ranges = ranges
        self.columns = columns
        self._snapshot = snapshot
        self._places = [int(column.key) for column in columns]

    @property
    def count(self) -> int:
        return sum(map(len, self.ranges))

    def rows(self, part: range, monitor: Monitor) -> Sequence[Sequence[str]]:
        return self._snapshot.whole_rows(part.start, len(part), self._places, monitor)

    def vins(self, monitor: Monitor) -> Sequence[str]:
        """There may be none: nothing asks for them here."""
        del monitor
        return ()
