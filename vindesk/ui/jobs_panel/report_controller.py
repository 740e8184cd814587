"""The report of an import, and its lists as files."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QDir, QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from vindesk import __version__
from vindesk.domain.endings import without_ending
from vindesk.domain.import_job import ImportRecord
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.store.export_place import Exported
from vindesk.store.import_export import Format, ImportFiles
from vindesk.ui.exporting.telling import rows_line
from vindesk.ui.first_folder import first_folder
from vindesk.ui.jobs_panel.job_model import JobModel
from vindesk.ui.jobs_panel.questions import target_dialog
from vindesk.ui.jobs_panel.report_dialog import MOST_LISTED, MOST_OWN, Details, ReportDialog

Write = Callable[[ImportFiles, int, Path, Monitor], Exported]

_EXPORTING: Final = Lane.NETWORK
"""Not behind an import, which may take hours."""


class _List(NamedTuple):
    """One of an import's lists, as a file."""

    title: str
    name: str
    form: Format
    write: Write


_REJECTS: Final = _List(
    phrase("Export Rejects"), phrase("{name} rejects"), Format.CSV, ImportFiles.rejects
)
_ANSWERS: Final = _List(
    phrase("Export All with Answers"),
    phrase("{name} with answers"),
    Format.PARQUET,
    ImportFiles.answers,
)


class ReportController(QObject):
    told = Signal(str)
    failed = Signal(Exception)
    retry_requested = Signal(int)

    def __init__(
        self,
        model: JobModel,
        services: Callable[[], Services],
        runner: JobRunner,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._model = model
        self._services = services
        self._runner = runner
        self._window = window
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = QStandardPaths.writableLocation(documents) or QDir.homePath()

    def show(self, number: int) -> None:
        """Show what came of an import so far."""

        def work(monitor: Monitor) -> Details:
            imports = self._services().importer.imports
            report = imports.report(number)
            monitor.raise_if_cancelled()
            rejected = imports.rejected(number, MOST_LISTED, MOST_OWN)
            return Details(report, rejected, imports.failed(number, MOST_LISTED))

        job = Job("report an import", work).on_success(self._open).on_failure(self.failed.emit)
        self._runner.start(job, Lane.COUNTS)

    def _open(self, details: Details) -> None:
        record = details.report.record
        above = _topmost(self._window)
        dialog = ReportDialog(details, self._model.activity(record.id), above)
        dialog.retry_requested.connect(lambda: self.retry_requested.emit(record.id))
        dialog.rejects_wanted.connect(lambda: self._ask(_REJECTS, record, dialog))
        dialog.answers_wanted.connect(lambda: self._ask(_ANSWERS, record, dialog))
        dialog.open()

    # -- files ---------------------------------------------------------------

    def _ask(self, wanted: _List, record: ImportRecord, over: QWidget) -> None:
        name = say(wanted.name, name=without_ending(record.plan.name))
        folder = first_folder(self._folder)
        dialog = target_dialog(say(wanted.title), name, folder, over, wanted.form)

        def export(path: str) -> None:
            self.export(record.id, Path(path), wanted.write)

        dialog.fileSelected.connect(export)
        dialog.open()

    def export(self, number: int, target: Path, write: Write) -> None:
        """Write one of an import's lists to ``target``."""
        self._folder = str(target.parent)

        def work(monitor: Monitor) -> Exported:
            files = ImportFiles(self._services().database, {"vindesk.version": __version__})
            return write(files, number, target, monitor)

        job = Job("export an import", work).on_success(self._tell).on_failure(self.failed.emit)
        self.told.emit(say("Exporting to {name}…", name=target.name))
        self._runner.start(job, _EXPORTING)

    def _tell(self, done: Exported) -> None:
        self.told.emit(rows_line(done))


def _topmost(part: QWidget) -> QWidget:
    """The main window, also of what lies in a dock that floats.

    It gives its dialogs the key of the help, and keeps their sizes; those of its parts it
    does not see.
    """
    while (above := part.parentWidget()) is not None:
        part = above
    return part
