"""File > Open Parquet: from a file to a window of its own."""

from pathlib import Path

from PySide6.QtCore import QDir, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.database import EngineLimits
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.failures import ToldBugs
from vindesk.ui.parquet.parquet_window import ParquetWindow


def open_dialog(folder: str, parent: QWidget) -> QFileDialog:
    dialog = QFileDialog(parent, "Open Parquet", folder, "Parquet files (*.parquet *.pq);;All (*)")
    dialog.setObjectName("open_dialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return dialog


class ParquetController(QObject):
    """Opens Parquet files, reads them off the GUI thread, and keeps their windows."""

    opened = Signal(ParquetWindow)
    told = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self, limits: EngineLimits, runner: JobRunner, window: QWidget, bugs: ToldBugs
    ) -> None:
        super().__init__(window)
        self._bugs = bugs
        self._limits = limits
        self._runner = runner
        self._window = window
        self._windows: list[ParquetWindow] = []
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = QStandardPaths.writableLocation(documents) or QDir.homePath()

    def ask(self) -> None:
        dialog = open_dialog(self._folder, self._window)
        dialog.filesSelected.connect(self._open_all)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: Path) -> None:
        self._folder = str(path.parent)

        def work(monitor: Monitor) -> ParquetFile:
            return ParquetFile.open(path, self._limits, monitor)

        self.told.emit(f"Opening {path.name}…")
        job = Job(f"open {path.name}", work).on_success(self._show).on_failure(self.failed.emit)
        self._runner.start(job, Lane.COUNTS)

    def close_all(self) -> None:
        for window in tuple(self._windows):
            window.close()

    def _open_all(self, names: list[str]) -> None:
        for name in names:
            self.open(Path(name))

    def _show(self, file: ParquetFile) -> None:
        window = ParquetWindow(file, self._runner, self._bugs)
        window.closed.connect(self._windows.remove)
        self._windows.append(window)
        window.show()
        self.told.emit(f"Opened {file.path.name}.")
        self.opened.emit(window)
