"""The report of an import, and its lists as files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vindesk.domain.endings import is_workbook, without_ending
from vindesk.domain.export_plan import ExportFormat
from vindesk.domain.import_job import ImportRecord
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.words import phrase, say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.store.export_place import Exported, Files, Target
from vindesk.store.import_export import Part
from vindesk.ui.exporting.telling import progress_line, rows_line
from vindesk.ui.jobs_panel.job_model import JobModel
from vindesk.ui.jobs_panel.questions import file_name
from vindesk.ui.jobs_panel.report_dialog import MOST_LISTED, MOST_OWN, Details, ReportDialog
from vindesk.ui.saving import KINDS, PlaceAsker, SaveDialog
from vindesk.ui.wording import ESCAPE


class _List(NamedTuple):
    """One of an import's lists, as a file."""

    title: str
    name: str
    form: ExportFormat
    part: Part

    def form_for(self, record: ImportRecord) -> ExportFormat:
        """Who keeps a list in a workbook goes on in one."""
        came_from = PurePath(record.plan.path or record.plan.name)
        return ExportFormat.XLSX if is_workbook(came_from) else self.form


_REJECTS: Final = _List(
    phrase("Export Rejects"), phrase("{name} rejects"), ExportFormat.CSV, Part.REJECTS
)
_ANSWERS: Final = _List(
    phrase("Export All with Answers"),
    phrase("{name} with answers"),
    ExportFormat.PARQUET,
    Part.ANSWERS,
)


class ReportController(QObject):
    told = Signal(str)
    under_way = Signal(str)
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
        self._exports: list[Job[Exported]] = []
        self._in_use: Files = tuple
        self._folder = ""
        self._places = PlaceAsker(runner, self)
        self._places.failed.connect(self.failed)

    def keep(self, in_use: Files) -> None:
        """Never replace one of these files."""
        self._in_use = in_use

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
        dialog = ReportDialog(details, self._model.activity(record.id), self.cancel, above)
        dialog.retry_requested.connect(lambda: self.retry_requested.emit(record.id))
        dialog.rejects_wanted.connect(lambda: self._ask(_REJECTS, record, dialog))
        dialog.answers_wanted.connect(lambda: self._ask(_ANSWERS, record, dialog))
        dialog.open()

    # -- files ---------------------------------------------------------------

    def _ask(self, wanted: _List, record: ImportRecord, over: QWidget) -> None:
        name = say(wanted.name, name=without_ending(record.plan.name))
        dialog = SaveDialog(say(wanted.title), (self._folder, file_name(name)), KINDS, over)
        dialog.setObjectName("import_export_dialog")
        dialog.propose(wanted.form_for(record).value)
        self._places.ask(dialog, over, partial(self.export, record.id, wanted.part))

    def export(self, number: int, part: Part, target: Path, *, replace: bool = True) -> None:
        """Write one of an import's lists to ``target``, where a file is lost if ``replace``."""
        self._folder = str(target.parent)
        guarded = Target(target, replace, in_use=tuple(self._in_use()))
        told = ""

        def work(monitor: Monitor) -> Exported:
            return self._services().import_lists.write(number, part, guarded, monitor)

        def tell(progress: Progress) -> None:
            """Every tenth of it: who listens to a screen reader hears each."""
            nonlocal told
            line = _under_way(target.name, progress)
            if line != told and job in self._exports:
                told = line
                self.under_way.emit(line)

        job = Job("export an import", work).on_success(self._tell).on_failure(self._fail)
        job.on_progress(tell)
        job.cancelled.connect(self._tell_cancelled)
        job.finished.connect(lambda: self._forget(job))
        self._exports.append(job)
        tell(Progress(0, 0))
        self._runner.start(job, Lane.NETWORK)

    def cancel(self) -> bool:
        """End the file that was begun last; whether there was one.

        It is not let go before it has ended: it may be whole already.
        """
        if not self._exports:
            return False
        self._exports.pop().stop()
        self.under_way.emit(say("Cancelling the export…"))
        return True

    def _forget(self, job: Job[Exported]) -> None:
        if job in self._exports:
            self._exports.remove(job)

    def _tell(self, done: Exported) -> None:
        self.told.emit(rows_line(done))

    def _tell_cancelled(self) -> None:
        self.told.emit(say("The export was cancelled. Nothing was written."))

    def _fail(self, error: Exception) -> None:
        self.told.emit(say("The export was not written."))
        self.failed.emit(error)


def _under_way(name: str, progress: Progress) -> str:
    """How many tenths of it are done; of a list that is still read there may be more by now."""
    if progress.total:
        tenths = min(10 * progress.done // progress.total, 10)
        progress = replace(progress, done=tenths, total=10)
    line = progress_line(name, progress, None)
    stop = "" if line.endswith("…") else "."
    return f"{line}{stop} {say(ESCAPE)}"


def _topmost(part: QWidget) -> QWidget:
    """The main window, also of what lies in a dock that floats.

    It gives its dialogs the key of the help, and keeps their sizes; those of its parts it
    does not see.
    """
    while (above := part.parentWidget()) is not None:
        part = above
    return part
