"""The imports that want to run: one does, the others wait in the order in which they came."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from vindesk.domain.import_job import ImportReport, ImportState
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import SourceChoice
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.importing import Importer
from vindesk.ui.jobs_panel.job_model import JobModel
from vindesk.ui.jobs_panel.job_telling import Activity, Phase
from vindesk.ui.jobs_panel.turns import Clock, Course, Turn

_BEAT_MS: Final = 500
_QUEUED: Final = Activity(Phase.QUEUED)
_RETRY_QUEUED: Final = Activity(Phase.RETRY_QUEUED)


class ImportQueue(QObject):
    """Shows in the model what it does. A turn ends, also a stopped one, before the next begins."""

    arrived = Signal()
    """The cache may hold more vehicles than before; while a turn lasts, twice a second at most."""

    succeeded = Signal(Turn, ImportReport)
    failed = Signal(Turn, Exception)
    stopped = Signal(Turn)

    def __init__(
        self,
        model: JobModel,
        importer: Callable[[], Importer],
        runner: JobRunner,
        clock: Clock,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._importer = importer
        self._runner = runner
        self._clock = clock
        self._waiting: list[Turn] = []
        self._course: Course | None = None
        self._job: Job[ImportReport] | None = None
        self._fresh = False
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)

    def has(self, number: int) -> bool:
        """Whether an import runs, or waits for its turn."""
        return self.runs(number) or any(turn.number == number for turn in self._waiting)

    @property
    def busy(self) -> bool:
        """Whether an import runs or waits."""
        return self._course is not None or bool(self._waiting)

    def runs(self, number: int) -> bool:
        return self._course is not None and self._course.turn.number == number

    def add(self, turn: Turn) -> None:
        self._waiting.append(turn)
        self._model.act(turn.number, _RETRY_QUEUED if turn.retry else _QUEUED)
        self._next()

    def stop(self, number: int, wanted: ImportState) -> Turn | None:
        """End a turn, or let it not begin; the turn, if there was one."""
        if self._course is not None and self._job is not None and self.runs(number):
            self._course.stop(wanted)
            self._model.act(number, self._course.activity)
            self._job.stop()
            return self._course.turn
        for turn in self._waiting:
            if turn.number == number:
                self._waiting.remove(turn)
                self._model.act(number)
                return turn
        return None

    def _next(self) -> None:
        if self._course is not None or not self._waiting:
            return
        turn = self._waiting.pop(0)
        course = Course(turn, self._clock)
        record = self._model.record(turn.number)
        if record.state is not ImportState.READING and not turn.retry:
            course.begin(record.reached, record.items)

        def work(monitor: Monitor) -> ImportReport:
            return turn.work(self._importer(), monitor)

        job = Job("import", work).on_progress(self._take_progress)
        job.on_success(self._succeed).on_failure(self._fail)
        job.cancelled.connect(self._end_stopped)
        self._course, self._job = course, job
        self._model.act(turn.number, course.activity)
        self._beat.start()
        self._runner.start(job, Lane.BULK)

    def _take_progress(self, progress: Progress) -> None:
        if self._course is not None:
            self._fresh = self._course.take(progress) or self._fresh
            self._model.act(self._course.turn.number, self._course.activity)

    def _on_beat(self) -> None:
        if self._course is None:
            return
        self._course.look()
        number = self._course.turn.number
        self._model.act(number, self._course.activity)
        # vPIC's answers come request by request, and many requests make a window.
        by_web = self._model.record(number).plan.source is SourceChoice.WEB
        if self._fresh or (by_web and self._course.activity.phase is not Phase.READING):
            self._fresh = False
            self.arrived.emit()

    # -- the end of a turn ---------------------------------------------------

    def _succeed(self, report: ImportReport) -> None:
        self.succeeded.emit(self._end(), report)

    def _fail(self, error: Exception) -> None:
        self.failed.emit(self._end(), error)

    def _end_stopped(self) -> None:
        self.stopped.emit(self._end())

    def _end(self) -> Turn:
        course = self._course
        assert course is not None  # noqa: S101 - a job has one outcome
        self._course = self._job = None
        self._fresh = False
        self._beat.stop()
        self.arrived.emit()
        QTimer.singleShot(0, self, self._next)
        return course.turn
