"""Keeps an eye on the file of a Parquet window, and reads it anew when it is told to."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.parquet_pages import ParquetFile


class Reloading(QObject):
    """Another program may replace the file, or delete it, at any moment."""

    told = Signal(str)
    reloaded = Signal(ParquetFile)
    """What stands now where the file stood; the other is still open."""

    failed = Signal(Exception)

    def __init__(
        self, runner: JobRunner, shown: Callable[[], ParquetFile], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._shown = shown
        self._job: Job[ParquetFile] | None = None
        self._checking: Job[None] | None = None

    def reload(self) -> None:
        """Read what stands now where the file stood."""
        if self._job is not None:
            return
        file = self._shown()
        job = Job(f"reload {file.path.name}", file.open_again)
        job.on_success(self.reloaded.emit).on_failure(self._fail)
        job.finished.connect(self._end)
        self._job = job
        self.told.emit(say("Reloading the file…"))
        self._runner.start(job, Lane.FILES)

    def tell_kept(self) -> None:
        """What stands there now is not shown."""
        self.told.emit(say("The file was not reloaded."))

    def _fail(self, error: Exception) -> None:
        self.tell_kept()
        self.failed.emit(error)

    def check(self) -> None:
        """Find out, off the GUI thread, whether the file is still the same."""
        files = self._shown().files

        def work(_monitor: Monitor) -> None:
            files.refuse_if_changed()

        self.stop_checking()
        self._checking = Job("check the file", work).on_failure(self.failed.emit)
        self._checking.finished.connect(self._end_checking)
        self._runner.start(self._checking, Lane.FILES)

    def cancel(self) -> None:
        """The window is about to go."""
        if self._job is not None:
            self._job.cancel()
        self.stop_checking()

    def stop_checking(self) -> None:
        """The file is about to be closed: whether it is still the same is of no interest."""
        if self._checking is not None:
            self._checking.cancel()

    def _end_checking(self) -> None:
        self._checking = None

    def _end(self) -> None:
        self._job = None
