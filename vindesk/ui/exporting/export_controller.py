"""File > Export: from the question where to, to the file."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.services.export import ExportReport
from vindesk.ui.wording import duration, size, vehicles

_ENDING = "parquet"


def export_dialog(folder: str, parent: QWidget) -> QFileDialog:
    """Asks where to write; the dialog itself asks before a file is replaced."""
    dialog = QFileDialog(parent, "Export to Parquet", folder, "Parquet files (*.parquet)")
    dialog.setObjectName("export_dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(_ENDING)
    dialog.selectFile(f"vehicles {datetime.now(UTC).astimezone():%Y-%m-%d}.{_ENDING}")
    return dialog


class ExportController(QObject):
    """Writes the whole cache to a Parquet file, off the GUI thread."""

    told = Signal(str)
    exported = Signal(Path)
    failed = Signal(Exception)

    def __init__(
        self, services: Callable[[], Services], runner: JobRunner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._services = services
        self._runner = runner
        self._window = window
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = QStandardPaths.writableLocation(documents) or QDir.homePath()

    def ask(self) -> None:
        dialog = export_dialog(self._folder, self._window)
        dialog.fileSelected.connect(self._export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _export_to(self, name: str) -> None:
        self.export(Path(name))

    def export(self, target: Path) -> None:
        self._folder = str(target.parent)

        def work(monitor: Monitor) -> ExportReport:
            return self._services().exporter.to_parquet(target, monitor)

        job = Job("export", work).on_success(self._tell).on_failure(self.failed.emit)
        self.told.emit(f"Exporting to {target.name}…")
        self._runner.start(job, Lane.BULK)

    def _tell(self, report: ExportReport) -> None:
        self.told.emit(
            f"Exported {vehicles(report.rows)} to {report.path.name}: "
            f"{size(report.size_bytes)}, {duration(report.elapsed_s)}."
        )
        self.exported.emit(report.path)
