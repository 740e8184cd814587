"""Builds what exports vehicles, and connects it with the table and the viewer."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from vindesk.app.desk import Desk
from vindesk.config.paths import Paths
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.services.once import Once
from vindesk.ui.exporting.choices import Subject
from vindesk.ui.exporting.export_bar import ExportBar
from vindesk.ui.exporting.export_controller import ExportController
from vindesk.ui.exporting.export_memory import ExportMemory
from vindesk.ui.exporting.running import OpenFiles, RunningExport, nothing_open
from vindesk.ui.file_manager import FileManager


class Exports:
    """The parts, until they are connected."""

    def __init__(
        self,
        services: Once[Services],
        runner: JobRunner,
        paths: Paths,
        open_in_viewer: OpenFiles = nothing_open,
    ) -> None:
        self.bar = ExportBar()
        self._services = services
        self._runner = runner
        self._memory = ExportMemory(paths.state)
        self._running = RunningExport(services, runner, self.bar, open_in_viewer)

    def controller(self, window: QWidget) -> ExportController:
        return ExportController(self._running, self._services, self._runner, self._memory, window)


def connect_exports(desk: Desk, bar: ExportBar) -> None:
    """What is exported is what the table shows, and the file can be gone on with."""

    def subject() -> Subject:
        table = desk.table
        return Subject(
            table.wanted, desk.filters.text.strip(), desk.columns.chosen.order, table.selected()
        )

    def copy_path(path: Path) -> None:
        QGuiApplication.clipboard().setText(str(path))
        desk.window.status.tell(f"Copied {path}.")

    desk.exports.subject = subject
    bar.open_requested.connect(desk.parquet.open)
    bar.folder_requested.connect(FileManager(desk.window).show)
    bar.copy_requested.connect(copy_path)
