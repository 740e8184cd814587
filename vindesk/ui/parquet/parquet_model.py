"""The model of a Parquet window: reads the columns in view, and numbers rows from anywhere."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.paging.paged_table_model import PagedTableModel, Role
from vindesk.ui.paging.row_cache import Row
from vindesk.ui.parquet.parquet_snapshot import ParquetSnapshot, columns_of

AT_FIRST: Final = 16
"""Columns that are read before anybody knows which are in view."""

_Pages = dict[int, Sequence[Row]]


class ParquetModel(PagedTableModel):
    """As any paged table; columns that come in view are read for the rows in view."""

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(runner, parent, lane=Lane.FILE_PAGES)
        self._jobs = runner
        self.snapshot: ParquetSnapshot | None = None
        self._reading: Job[_Pages] | None = None

    def show_rows(self, snapshot: ParquetSnapshot, first: Sequence[Row] | None = None) -> None:
        """``first`` are those of the first page, if they are here."""
        self._stop_reading()
        self.snapshot = snapshot
        pages = None if first is None else {0: first}
        self.show(snapshot, columns_of(snapshot.file), pages)

    def read_columns(self, wanted: Sequence[int], rows: range) -> None:
        """Have the columns ``wanted`` read, at once for the ``rows`` in view."""
        present = self.snapshot
        if present is None or set(wanted) <= set(present.read):
            return
        self._stop_reading()
        snapshot = ParquetSnapshot(
            present.file, present.order, tuple(wanted), present.first, present.most
        )
        size = self.page_size
        numbers = range(rows.start // size, (max(rows.stop, rows.start + 1) - 1) // size + 1)

        def work(monitor: Monitor) -> _Pages:
            return {n: snapshot.rows(n * size, size, monitor) for n in numbers}

        def take(pages: _Pages) -> None:
            self._reading = None
            self.snapshot = snapshot
            self.exchange(snapshot, pages)

        def give_up(error: Exception) -> None:
            self._reading = None
            self.give_up_cells()
            self.load_failed.emit(error)

        job = Job("read columns", work).on_success(take).on_failure(give_up)
        self._reading = job
        self._jobs.start(job, Lane.FILE_PAGES)

    @override
    def forget(self) -> None:
        self._stop_reading()
        super().forget()

    def _stop_reading(self) -> None:
        job, self._reading = self._reading, None
        if job is not None:
            job.cancel()

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Vertical and role == Role.DisplayRole:
            first = self.snapshot.first if self.snapshot else 0
            return f"{first + section + 1}"
        return super().headerData(section, orientation, role)
