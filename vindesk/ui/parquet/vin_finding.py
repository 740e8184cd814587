"""Finds out whether a Parquet file holds VINs, in whichever of its columns, seen or not."""

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from vindesk.domain.column_filter import ColumnKind
from vindesk.domain.errors import FileChanged, FileUnreadable
from vindesk.domain.monitor import Monitor
from vindesk.domain.vin import LENGTH
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.parquet.vin_shapes import hold_vins

_ROWS: Final = 50
_COLUMNS_AT_ONCE: Final = 200
"""A file may have thousands, and the first of them often tells."""


class VinFinding(QObject):
    """Looks at the first rows of the file itself: those on the screen have what is in view."""

    known = Signal(bool)
    failed = Signal(Exception)
    """The file is not the one any more."""

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._job: Job[bool] | None = None

    def begin(self, file: ParquetFile) -> None:
        """Look into ``file``; what is looked at meanwhile is of no interest any more."""
        self.cancel()

        def work(monitor: Monitor) -> bool:
            return any(map(hold_vins, _first_rows(file, monitor)))

        job = Job("look for VINs", work).on_success(self.known.emit).on_failure(self.failed.emit)
        job.finished.connect(self._end)
        self._job = job
        self._runner.start(job, Lane.FILES)

    def cancel(self) -> None:
        """The file is about to be closed."""
        if self._job is not None:
            self._job.cancel()

    def _end(self) -> None:
        self._job = None


def _first_rows(file: ParquetFile, monitor: Monitor) -> Iterator[Sequence[Sequence[str | None]]]:
    """Those of the columns of text, some columns at a time.

    What is damaged is left out: whoever looks at it is told.
    """
    texts = [place for place, each in enumerate(file.columns) if each.kind is ColumnKind.TEXT]
    for start in range(0, len(texts), _COLUMNS_AT_ONCE):
        yield from _readable(file, texts[start : start + _COLUMNS_AT_ONCE], monitor)


def _readable(
    file: ParquetFile, columns: Sequence[int], monitor: Monitor
) -> Iterator[Sequence[Sequence[str | None]]]:
    """One that is damaged spoils all that are read with it: then each is read alone."""
    try:
        yield file.page(0, _ROWS, monitor, columns=columns, longest=LENGTH + 1)
    except FileChanged:
        raise
    except FileUnreadable:
        if len(columns) > 1:
            for column in columns:
                yield from _readable(file, [column], monitor)
