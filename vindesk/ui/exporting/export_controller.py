"""File > Export: from the question what and where to, to the file."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from vindesk.domain.export_plan import ExportPlan
from vindesk.domain.import_job import ImportRecord
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.store.export_place import Target
from vindesk.ui.exporting.choices import Choices, Subject
from vindesk.ui.exporting.export_dialog import ExportDialog
from vindesk.ui.exporting.export_memory import ExportMemory, Remembered
from vindesk.ui.exporting.place_dialogs import place_dialog, with_ending
from vindesk.ui.exporting.running import RunningExport
from vindesk.ui.first_folder import first_folder
from vindesk.ui.saving import PlaceAsker


class ExportController(QObject):
    """Asks what is wanted, then where to, then whether a file may be replaced."""

    told = Signal(str)
    under_way = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self,
        running: RunningExport,
        services: Callable[[], Services],
        runner: JobRunner,
        memory: ExportMemory,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._running = running
        self._services = services
        self._runner = runner
        self._memory = memory
        self._window = window
        self._counting: Job[int] | None = None
        self._places = PlaceAsker(runner, self)
        self._places.failed.connect(self.failed)
        self.subject: Callable[[], Subject] = Subject
        """The table as it is when the user wants to export."""

        running.told.connect(self.told)
        running.under_way.connect(self.under_way)
        running.failed.connect(self.failed)

    def ask(self) -> None:
        """Ask what to export, beginning with the choices of the last time."""
        if self._running.refuses():
            return
        subject, remembered = self.subject(), self._memory.load()
        dialog = ExportDialog(remembered.choices.begun_for(subject), subject, self._window)

        def count() -> None:
            self._count(dialog, subject)

        def go_on() -> None:
            self._ask_where(Remembered(dialog.chosen, remembered.folder), subject)

        dialog.count_wanted.connect(count)
        dialog.accepted.connect(go_on)
        dialog.finished.connect(self._stop_counting)
        dialog.open()
        count()
        self._list_imports(dialog)

    # -- the dialog ------------------------------------------------------------

    def _count(self, dialog: ExportDialog, subject: Subject) -> None:
        self._stop_counting()
        chosen = dialog.chosen

        def work(monitor: Monitor) -> int:
            return self._services().exporter.count(chosen.plan(subject), monitor)

        job = Job("count for an export", work).on_success(dialog.show_count)
        job.on_failure(self.failed.emit)
        self._counting = job
        self._runner.start(job, Lane.COUNTS)

    def _stop_counting(self) -> None:
        job, self._counting = self._counting, None
        if job is not None:
            job.cancel()

    def _list_imports(self, dialog: ExportDialog) -> None:
        def work(_monitor: Monitor) -> Sequence[ImportRecord]:
            records = self._services().importer.imports.all()
            return [record for record in records if record.plan.columns.own_names]

        job = Job("list the imports", work).on_failure(self.failed.emit)
        job.on_success(dialog.show_imports)
        dialog.finished.connect(job.cancel)
        self._runner.start(job, Lane.COUNTS)

    # -- the place -------------------------------------------------------------

    def _ask_where(self, remembered: Remembered, subject: Subject) -> None:
        choices = remembered.choices
        self._memory.save(remembered)
        dialog = place_dialog(choices, first_folder(remembered.folder), self._window)

        def take(name: str) -> None:
            path = Path(name)
            self._memory.save(Remembered(choices, str(path.parent)))
            if choices.is_folder:
                self._start(choices, subject, Target(path, replace=False))
            else:
                path = with_ending(path, choices.form)
                self._places.look(say("Export"), path, self._window, start)

        def start(path: Path, *, replace: bool) -> None:
            self._start(choices, subject, Target(path, replace))

        dialog.fileSelected.connect(take)
        dialog.open()

    def _start(self, choices: Choices, subject: Subject, target: Target) -> None:
        def plan() -> ExportPlan:
            return choices.plan(subject)

        self._running.start(plan, target)
