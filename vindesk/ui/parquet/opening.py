"""A Parquet file on its way to the screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.parquet_engines import ParquetEngines
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.parquet.parquet_window import ParquetWindow

_PATIENCE_MS: Final = 200
"""Rows that take longer come into a window that is there, and says that it reads."""


class Opening(QObject):
    """The window appears when it has rows.

    Once the columns are known, three things go on at once: the window is built, its first
    rows are read, and the footers are seen to agree.
    """

    ready = Signal(ParquetWindow)
    failed = Signal(Exception)

    def __init__(
        self,
        path: Path,
        build: Callable[[ParquetFile], ParquetWindow],
        runner: JobRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.path = path
        self._build = build
        self._runner = runner
        self._window: ParquetWindow | None = None
        self._jobs: list[Job[Any]] = []
        self._proved = self._has_rows = self._given_up = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._stop_waiting)

    def start(self, engines: ParquetEngines) -> None:
        path = self.path

        def work(monitor: Monitor) -> ParquetFile:
            return ParquetFile.begin(path, engines, monitor)

        job = Job(f"open {path.name}", work).on_success(self._go_on).on_failure(self._fail)
        self._begin(job)

    def give_up(self) -> None:
        """Nobody wants it any more: neither ``ready`` nor ``failed`` comes.

        It goes of itself once nothing is read of the file.
        """
        self._given_up = True
        for job in self._jobs:
            job.stop()
        self._close_window()
        if not self._jobs:
            self.deleteLater()

    def _begin(self, job: Job[Any]) -> None:
        """What is stopped brings its file all the same, if it had it: so that it is closed."""
        job.finished.connect(lambda: self._end(job))
        self._jobs.append(job)
        self._runner.start(job, Lane.FILES)

    def _end(self, job: Job[Any]) -> None:
        self._jobs.remove(job)
        if self._given_up and not self._jobs:
            self.deleteLater()

    def _go_on(self, file: ParquetFile) -> None:
        if self._given_up:
            self._runner.start(Job("close file", lambda _monitor: file.close()), Lane.STORE)
            return
        proof = Job(f"check the footer of {self.path.name}", file.prove)
        proof.on_success(self._believe).on_failure(self._fail)
        self._begin(proof)
        window = self._window = self._build(file)
        window.filled.connect(self._stop_waiting)
        window.closed.connect(self._forget)
        self._patience.start()

    def _forget(self) -> None:
        """It was closed before anybody saw it, as the program is."""
        self._window = None

    def _believe(self, _nothing: object) -> None:
        self._proved = True
        self._show()

    def _stop_waiting(self) -> None:
        self._has_rows = True
        self._show()

    def _show(self) -> None:
        window = self._window
        if self._proved and self._has_rows and window is not None:
            window.closed.disconnect(self._forget)
            self._window = None
            self.ready.emit(window)

    def _fail(self, error: Exception) -> None:
        if not self._given_up:
            self._close_window()
            self.failed.emit(error)

    def _close_window(self) -> None:
        window, self._window = self._window, None
        if window is not None:
            window.close()
