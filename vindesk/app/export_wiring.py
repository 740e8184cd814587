"""Builds what exports vehicles, and connects it with the table and the viewer."""

from pathlib import Path

from PySide6.QtGui import QGuiApplication

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear, hear_under_way
from vindesk.domain.words import say
from vindesk.ui.exporting.choices import Subject
from vindesk.ui.exporting.export_bar import ExportBar
from vindesk.ui.exporting.export_controller import ExportController
from vindesk.ui.exporting.export_memory import ExportMemory
from vindesk.ui.exporting.running import RunningExport
from vindesk.ui.file_manager import FileManager


def make_exports(desk: Desk) -> ExportController:
    """What is exported is what the table shows."""

    def subject() -> Subject:
        table = desk.table
        return Subject(
            table.wanted, desk.filters.text.strip(), desk.columns.chosen.order, table.selected()
        )

    bar = ExportBar()
    desk.window.add_line(bar)
    running = RunningExport(desk.services, desk.runner, bar, desk.open_in_viewer)
    memory = ExportMemory(desk.given.state)
    exports = ExportController(running, desk.services, desk.runner, memory, desk.window)
    exports.subject = subject
    _connect_bar(desk, bar)
    hear(desk, exports.told, exports.failed, say("Export"))
    hear_under_way(desk, exports.under_way)
    return exports


def _connect_bar(desk: Desk, bar: ExportBar) -> None:
    """The file can be gone on with."""

    def copy_path(path: Path) -> None:
        QGuiApplication.clipboard().setText(str(path))
        desk.window.status.tell(say("Copied {path}.", path=path))

    bar.open_requested.connect(desk.parquet.open)
    bar.folder_requested.connect(FileManager(desk.window).show)
    bar.copy_requested.connect(copy_path)
