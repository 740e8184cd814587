"""An export that runs: off the GUI thread, seen in the bar, ended by its button."""

import time
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from vindesk.domain.export_plan import ExportFormat, ExportPlan
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.services.export import ExportReport
from vindesk.store.copy_gauge import Gauge
from vindesk.store.export_place import Files, Target
from vindesk.ui.exporting.export_bar import ExportBar
from vindesk.ui.exporting.telling import progress_line, report_line
from vindesk.ui.jobs_panel.pace import Pace


class RunningExport(QObject):
    """One export at a time."""

    told = Signal(str)
    under_way = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self,
        services: Callable[[], Services],
        runner: JobRunner,
        bar: ExportBar,
        open_in_viewer: Files = tuple,
    ) -> None:
        super().__init__(bar)
        self._services = services
        self._runner = runner
        self._bar = bar
        self._open_in_viewer = open_in_viewer
        self._job: Job[ExportReport] | None = None
        self._pace = Pace(time.monotonic)
        bar.cancel_requested.connect(self.cancel)

    def refuses(self) -> bool:
        """Whether another export has not ended yet, which is told."""
        if self._job is not None:
            self.told.emit(
                say("An export is under way. It can be cancelled in the line below the table.")
            )
        return self._job is not None

    def start(self, plan: Callable[[], ExportPlan], target: Target) -> None:
        """Write what ``plan``, which is called on a worker, says."""
        if self.refuses():
            return
        gauge, name = Gauge(), target.path.name
        guarded = replace(target, in_use=tuple(self._open_in_viewer()))

        def work(monitor: Monitor) -> ExportReport:
            return self._services().exporter.export(plan(), guarded, monitor, gauge)

        def show(progress: Progress) -> None:
            if progress.total:
                self._pace.reach(progress.done)
            left_s = self._pace.left_s(progress.total) if progress.total else None
            self._bar.show_progress(progress_line(name, progress, left_s), progress)

        job = Job("export", work).on_success(self._tell).on_failure(self._fail)
        job.on_progress(show)
        job.cancelled.connect(self._tell_cancelled)
        job.finished.connect(self._end)
        watch = Job("watch an export", gauge.follow).on_progress(show)
        job.finished.connect(watch.cancel)
        self._job = job
        self._pace.begin(0)
        self._bar.begin()
        show(Progress(0, 0))
        self.under_way.emit(say("Exporting to {name}…", name=name))
        self._runner.start(job, Lane.NETWORK)
        self._runner.start(watch, Lane.NETWORK)

    def cancel(self) -> None:
        """End what runs. It is not let go before it has ended: it may be done already."""
        if self._job is not None:
            self._bar.show_cancelling()
            self._job.stop()

    def _end(self) -> None:
        self._job = None

    def _tell(self, report: ExportReport) -> None:
        text = report_line(report)
        viewable = ExportFormat.of(report.path) is ExportFormat.PARQUET
        self._bar.show_done(text, report.path, viewable=viewable)
        self.told.emit(text)

    def _tell_cancelled(self) -> None:
        self._bar.hide()
        self.told.emit(say("The export was cancelled. Nothing was written."))

    def _fail(self, error: Exception) -> None:
        self._bar.hide()
        self.told.emit(say("The export was not written."))
        self.failed.emit(error)
