"""Imports run one at a time, rest, go on, and are offered again after a crash."""

import os.path
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox

from vindesk.domain.errors import UserError
from vindesk.domain.import_job import ImportPlan, ImportRecord, ImportReport, ImportState
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say, say_many
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.services.importing import Importer, Opener
from vindesk.store.imports import Imports
from vindesk.ui.jobs_panel.import_queue import ImportQueue
from vindesk.ui.jobs_panel.import_speech import ImportSpeech
from vindesk.ui.jobs_panel.job_telling import Activity, Phase, Verb, name_of, title_of
from vindesk.ui.jobs_panel.jobs_panel import JobsPanel
from vindesk.ui.jobs_panel.questions import cancel_question, forget_question
from vindesk.ui.jobs_panel.report_controller import ReportController
from vindesk.ui.jobs_panel.turns import Clock, Turn

_IDLE: Final = Activity()
_RESTING: Final = Activity(Phase.RESTING)
_FORGETTING: Final = Activity(Phase.FORGETTING)
_UNFINISHED: Final = frozenset({ImportState.READING, ImportState.WAITING})
_RESTORING: Final = phrase("A backup is being restored. Wait for its end, then choose it again.")


class JobsController(QObject):
    """Everything that happens to imports; the panel shows it.

    What an import is to be is written at once, and again when its turn has ended: its work
    may have had the last word.
    """

    arrived = Signal()
    """The cache may hold more vehicles than before; at most twice a second."""

    told = Signal(str)
    under_way = Signal(str)
    failed = Signal(Exception)
    turn_ended = Signal()
    """Also of one that was stopped, or that failed: it may have had answers before."""

    forgotten = Signal()
    """A list is deleted, and with it the user's own columns in it."""

    show_requested = Signal(str)
    """The name of an import whose vehicles are to be shown."""

    offered = Signal()
    """The panel has a question that the user should see."""

    def __init__(
        self,
        panel: JobsPanel,
        services: Callable[[], Services],
        runner: JobRunner,
        reopen: Opener,
        clock: Clock = time.monotonic,
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._model = panel.model
        self._services = services
        self._runner = runner
        self._reopen = reopen
        self._openers: dict[int, Opener] = {}
        self._wanted: dict[int, ImportState] = {}
        """What imports are to be that are being stopped."""

        self._notes: dict[int, Job[ImportRecord]] = {}
        """The last word about each."""

        self._offered: Sequence[int] = ()
        self._held = False
        self._later: list[tuple[ImportPlan, Opener]] = []
        """What is to be begun when the cache is no longer held."""

        self._writes = 0
        self._queue = ImportQueue(self._model, self._importer, runner, clock, self)
        ImportSpeech(self._model, panel, clock)
        self._queue.arrived.connect(self.arrived)
        self._queue.succeeded.connect(self._succeed)
        self._queue.failed.connect(self._fail)
        self._queue.stopped.connect(self._end_stopped)
        for end in (self._queue.succeeded, self._queue.failed, self._queue.stopped):
            end.connect(self.turn_ended)
        self.reports = ReportController(self._model, services, runner, panel)
        self.reports.told.connect(self.told)
        self.reports.under_way.connect(self.under_way)
        self.reports.failed.connect(self.failed)
        self.reports.retry_requested.connect(self.retry_failed)
        self._verbs: dict[Verb, Callable[[int], None]] = {
            Verb.PAUSE: self.pause,
            Verb.RESUME: self.resume,
            Verb.CANCEL: self._ask_to_cancel,
            Verb.REPORT: self.reports.show,
            Verb.SHOW: self._show,
            Verb.FORGET: self._ask_to_forget,
        }
        panel.wished.connect(self._act)
        panel.go_on_requested.connect(self.go_on)
        panel.leave_requested.connect(self.leave)

    @property
    def busy(self) -> bool:
        """Whether an import runs or waits for its turn, or something is written of one."""
        return self._queue.busy or self._writes > 0

    # -- what a person wants -------------------------------------------------

    def load(self) -> None:
        """List the imports, and offer to go on with those that were not finished."""

        def work(_monitor: Monitor) -> tuple[Sequence[ImportRecord], Sequence[int]]:
            records = self._imports().all()
            return records, [each.id for each in records if _is_lost(each)]

        job = Job("list the imports", work).on_success(self._take_all)
        self._runner.start(job.on_failure(self.failed.emit), Lane.COUNTS)

    def read_again(self) -> None:
        """The cache is another one; no import runs."""
        self._openers.clear()
        self._offer(())
        self._model.clear()
        self.load()

    def hold(self, held: bool) -> None:
        """While the cache is being replaced no import is begun or changed: it would be lost.

        What is to be begun meanwhile begins afterwards, in the order in which it came.
        """
        self._held = held
        if not held:
            waiting, self._later = self._later, []
            for plan, opener in waiting:
                self.start(plan, opener)

    def start(self, plan: ImportPlan, opener: Opener) -> None:
        """Begin an import; it runs when those before it have ended."""
        if self._held:
            self._later.append((plan, opener))
            name = title_of(plan)
            self.told.emit(say("The import “{name}” begins when the restore has ended.", name=name))
            return

        def take(record: ImportRecord) -> None:
            self._openers[record.id] = opener
            self._model.put(record)
            self._withdraw(record.id)
            self._panel.choose(record.id)
            self._queue.add(Turn(record.id, opener))

        def work(_monitor: Monitor) -> ImportRecord:
            return self._importer().begin(plan)

        job = Job("begin an import", work).on_success(take).on_failure(self.failed.emit)
        self._write(job)

    def pause(self, number: int) -> None:
        self._stop(number, ImportState.PAUSED)

    def cancel(self, number: int) -> None:
        """Give an import up; what was answered stays."""
        self._stop(number, ImportState.CANCELLED)

    def resume(self, number: int) -> None:
        """Go on when it is its turn."""
        self._withdraw(number)
        if self._queue.has(number) or not self._model.record(number).state.is_open:
            return
        self._note(number, ImportState.WAITING)
        self._queue.add(Turn(number, self._openers.get(number, self._reopen)))

    def retry_failed(self, number: int) -> None:
        """Ask again about what got no answer, when it is its turn."""
        if not (self._queue.has(number) or self._is_gone(number) or self._is_refused()):
            self._queue.add(Turn(number, self._reopen, retry=True))

    def forget(self, number: int) -> None:
        """Delete the list; its vehicles stay."""
        if self._queue.has(number) or self._is_gone(number):
            return
        self._withdraw(number)
        self._notes.pop(number, None)
        name, before = name_of(self._model.record(number)), self._model.activity(number)

        def work(_monitor: Monitor) -> None:
            self._imports().forget(number)

        def take(_nothing: None) -> None:
            self._openers.pop(number, None)
            self._model.drop(number)
            self.forgotten.emit()
            self.told.emit(say("The list “{name}” is forgotten; its vehicles stay.", name=name))

        def fail(error: Exception) -> None:
            self._model.act(number, before)
            self.failed.emit(error)

        self._model.act(number, _FORGETTING)
        self._write(Job("forget an import", work).on_success(take).on_failure(fail))

    def go_on(self) -> None:
        """Take the offer: all that was not finished goes on, in the order it was begun."""
        if self._is_refused():
            return
        for number in tuple(self._offered):
            self.resume(number)
        self._offer(())

    def leave(self) -> None:
        """Turn the offer down: they rest, and may go on later."""
        if self._is_refused():
            return
        for number in self._offered:
            self._note(number, ImportState.PAUSED)
        self._offer(())

    def _act(self, verb: Verb, number: int) -> None:
        if not (self._is_gone(number) or self._is_refused()):
            self._verbs[verb](number)

    def _is_gone(self, number: int) -> bool:
        """Whether the list is forgotten, or about to be."""
        is_there = self._model.row_of(number) is not None
        return not is_there or self._model.activity(number) == _FORGETTING

    def _is_refused(self) -> bool:
        """Whether the list must stay as it is; it is told why."""
        if self._held:
            self.told.emit(say(_RESTORING))
        return self._held

    def _show(self, number: int) -> None:
        self.show_requested.emit(self._model.record(number).plan.name)

    def _ask_to_cancel(self, number: int) -> None:
        record, activity = self._model.record(number), self._model.activity(number)

        def confirmed() -> None:
            """It may have ended behind the question: what is done stays done."""
            if self._is_gone(number):
                return
            is_open = self._model.record(number).state.is_open and not activity.asks_again
            if self._queue.has(number) or is_open:
                self.cancel(number)

        self._ask(cancel_question(record, activity, self._panel), confirmed)

    def _ask_to_forget(self, number: int) -> None:
        box = forget_question(self._model.record(number), self._panel)
        self._ask(box, lambda: self.forget(number))

    @staticmethod
    def _ask(box: QMessageBox, confirmed: Callable[[], None]) -> None:
        box.accepted.connect(confirmed)
        box.open()

    # -- at the start of the program -----------------------------------------

    def _take_all(self, found: tuple[Sequence[ImportRecord], Sequence[int]]) -> None:
        records, lost = found
        self._model.show(records)
        for number in lost:
            if not self._queue.has(number):
                self._model.act(number, Activity(lost=True))
        self._offer(
            [
                record.id
                for record in reversed(records)
                if record.state in _UNFINISHED
                and record.id not in lost
                and not self._queue.has(record.id)
            ]
        )
        if self._offered:
            self.offered.emit()

    def _offer(self, numbers: Sequence[int]) -> None:
        self._offered = numbers
        self._panel.offer([self._model.record(number) for number in numbers])

    def _withdraw(self, number: int) -> None:
        if number in self._offered:
            self._offer([each for each in self._offered if each != number])

    # -- the queue -----------------------------------------------------------

    def _stop(self, number: int, wanted: ImportState) -> None:
        """Written down at once: the program may be closed before the turn has ended."""
        self._withdraw(number)
        running = self._queue.runs(number)
        turn = self._queue.stop(number, wanted)
        if turn is None or not turn.retry:
            if running:
                self._wanted[number] = wanted
            self._note(number, wanted)

    def _succeed(self, turn: Turn, report: ImportReport) -> None:
        record, name = report.record, name_of(report.record)
        wanted = self._wanted.pop(record.id, None)
        self._model.put(record)
        self._model.act(record.id)
        if wanted is ImportState.CANCELLED:
            self._note(record.id, wanted)
            return
        failed = (
            say_many("; {n} VIN got no answer", "; {n} VINs got no answer", report.failed)
            if report.failed
            else ""
        )
        if turn.retry:
            self.told.emit(say("Asked again about “{name}”{failed}.", name=name, failed=failed))
            self.reports.show(record.id)
            return
        if wanted is not None:
            self._note(record.id, ImportState.DONE)  # it was done before it could be stopped
        self._openers.pop(record.id, None)
        vins = say_many("{n} VIN", "{n} VINs", report.vins)
        self.told.emit(
            say("The import “{name}” is done: {vins}{failed}.", name=name, vins=vins, failed=failed)
        )

    def _fail(self, turn: Turn, error: Exception) -> None:
        why = error.headline if isinstance(error, UserError) else say("A bug in vindesk")
        self._note(turn.number, self._wanted.pop(turn.number, None), Activity(note=why))
        self.failed.emit(error)

    def _end_stopped(self, turn: Turn) -> None:
        self._note(turn.number, self._wanted.pop(turn.number, None))

    # -- the cache -----------------------------------------------------------

    def _note(self, number: int, state: ImportState | None, after: Activity = _IDLE) -> None:
        """Write down what an import is to be, and show it as the cache has it then."""

        def work(_monitor: Monitor) -> ImportRecord:
            imports = self._imports()
            if state is not None:
                imports.turn(number, state)
            return imports.get(number)

        def take(record: ImportRecord) -> None:
            self._model.put(record)
            if self._notes.get(number) is job and not self._queue.has(number):
                unread = record.state is ImportState.READING and state is ImportState.PAUSED
                self._model.act(number, _RESTING if unread else after)

        def fail(error: Exception) -> None:
            if not self._queue.has(number):
                self._model.act(number, after)
            self.failed.emit(error)

        job = Job("note an import", work).on_success(take).on_failure(fail)
        self._notes[number] = job
        self._write(job)

    def _write(self, job: Job[Any]) -> None:
        """In the order in which it was wanted; until it is done the cache must stay this one."""
        self._writes += 1
        job.finished.connect(self._end_write)
        self._runner.start(job, Lane.STORE)

    def _end_write(self) -> None:
        self._writes -= 1

    def _importer(self) -> Importer:
        return self._services().importer

    def _imports(self) -> Imports:
        return self._importer().imports


def _is_lost(record: ImportRecord) -> bool:
    """It has to be read again, and cannot be: it was a text, or its file is gone."""
    path = record.plan.path
    # A drive that does not answer makes Path.exists raise.
    there = bool(path) and os.path.exists(path)  # noqa: PTH110
    return record.state is ImportState.READING and not there
