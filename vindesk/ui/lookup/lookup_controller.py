"""From a typed VIN to a vehicle on the screen."""

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import Question, Vehicle
from vindesk.domain.vin import Rule, Vin, clean, find_fault
from vindesk.domain.vin_text import Reading, read_entry
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.found import Found, NotFound
from vindesk.ui.lookup.hint import Hint, Tone, hint_for, hint_for_left, is_import, refusal_of
from vindesk.ui.lookup.lookup_panel import LookupPanel
from vindesk.ui.lookup.telling import (
    Outcomes,
    asking,
    cached_hint,
    fault_hint,
    hint_after,
    ready,
    told_of,
    told_of_all,
    told_of_failure,
    told_of_left,
    told_of_progress,
)
from vindesk.ui.lookup.unsettled import UnderWay, Unsettled
from vindesk.ui.wording import ESCAPE

if TYPE_CHECKING:  # what only a worker runs is imported there, after the first paint
    from vindesk.services.assembly import Services

log = logging.getLogger(__name__)


class LookupController(QObject):
    """Reads the entry, asks the cache, then the source, and says which it was.

    A lookup never stops the next one from being typed: several may be under way, and the
    last one asked is the one that is shown. What got no answer is named until it has one or is
    dismissed, but for the time in which it is asked about again.
    """

    decoded = Signal(object)
    """A ``Vehicle``: what the source says of the VIN that was asked last.

    It is being stored, or could not be.
    """

    found = Signal(object)
    """A ``Found``: the answer to the VIN that was asked last."""

    answered = Signal(object)
    """A ``Found``: each answer, whether it is shown or another was asked about since."""

    stored = Signal(str)
    """The cache has changed; the VIN to show, or nothing if none was asked for last."""

    many_given = Signal(str)
    """A text with more VINs than a handful."""

    told = Signal(str)
    under_way = Signal(str)
    """For the status bar: what just happened, and what is being asked."""

    failed = Signal(Exception)

    def __init__(
        self,
        panel: LookupPanel,
        services: Callable[[], "Services"],
        runner: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._services = services
        self._runner = runner
        self._asked: Vin | None = None
        self._warned = ""
        self._reading = Reading("")
        self._unsettled = Unsettled()
        self._under_way = UnderWay()
        self._peek: Job[Found | None] | None = None
        panel.entry.textChanged.connect(self._speak)
        panel.entry.returnPressed.connect(self.submit)
        panel.entry.much_pasted.connect(self.many_given)
        panel.button.clicked.connect(lambda _checked=False: self.submit())
        panel.offer.clicked.connect(lambda _checked=False: self._take_offer())
        self._speak()

    def focus(self) -> None:
        """Make the entry ready: the next VIN, typed or scanned, replaces this one."""
        self._panel.entry.setFocus()
        self._panel.entry.selectAll()

    def begin(self, text: str) -> None:
        """Take the first letters of what is typed, or scanned, where nothing else wants them."""
        entry = self._panel.entry
        entry.setFocus()
        entry.selectAll()
        entry.insert(text)

    def take_text(self, text: str) -> None:
        """Look up what was pasted, dropped, or on the command line, as if it were typed."""
        if not text.strip():
            self.told.emit(say("There is no text to look up."))
            return
        if is_import(read_entry(text)):
            self.many_given.emit(text)
            return
        self._panel.entry.setText(text)
        self.submit()

    # -- asking --------------------------------------------------------------

    def submit(self) -> None:
        """Look up what stands in the entry; what cannot be a VIN is refused with a reason."""
        reading = self._reading
        if is_import(reading):
            self._panel.entry.clear()
            self.many_given.emit(reading.typed)
        elif reading.rejects and reading.vins:
            self._leave_rejects(reading)
            self._ask_for(reading.vins)
        elif len(reading.vins) > 1:
            self._ask_for(reading.vins)
        elif reading.only:
            self.look_up(reading.only)
        elif self._insists(reading.typed):
            self.look_up(Vin(self._warned))
        else:
            self._refuse(reading)

    def look_up(self, vin: Vin) -> None:
        """Answer from the cache, or else from the source; ``vin`` stands in the entry then."""
        typed = self._panel.entry.text()  # set anew, it is no longer there to be undone
        self._panel.entry.setText(typed if clean(typed) == vin.text else vin.text)
        self._ask_for([vin])

    def _ask_for(self, vins: Sequence[Vin]) -> None:
        if len(vins) == 1:
            self._look_up_one(vins[0])
        else:
            self.look_up_all(vins)

    def _leave_rejects(self, reading: Reading) -> None:
        """What is mistyped stays in the entry, to be mended, when the VINs beside it go."""
        self.told.emit(told_of_left(reading))
        self._panel.entry.setText(reading.left)
        self._unsettled.left = hint_for_left(reading.rejects)
        self._show(self._unsettled.left)

    def _look_up_one(self, vin: Vin) -> None:
        self._asked = vin
        self._warned = ""
        self.focus()
        question, typed = Question(vin), self._panel.entry.text()

        def work(_monitor: Monitor) -> Found | None:
            return self._services().lookup.cached(question)

        def answered(found: Found | None) -> None:
            if found is None:
                self._fetch(question, typed)
            else:
                self._answer(found, typed)

        job = Job(f"look up …{vin.tail}", work).on_success(answered)
        job.on_failure(self._fail_for(vin))
        self._start(job, Lane.LOOKUP, [vin])

    def look_up_all(self, vins: Sequence[Vin]) -> None:
        """Answer a handful of VINs together."""
        self._asked = vins[-1]
        self.focus()
        choice = self._panel.choice
        questions = [Question(vin) for vin in vins]

        def work(monitor: Monitor) -> Outcomes:
            return self._services().lookup.find_many(questions, choice, monitor, job.tell)

        typed = self._panel.entry.text()

        def answered(outcomes: Outcomes) -> None:
            self._answer_all(outcomes, typed, is_latest=self._asked == vins[-1])

        def waiting(progress: Progress) -> None:
            if progress.note and self._under_way.awaits(job):
                self._wait(progress.note, typed)
            elif self._asked == vins[-1] and progress.done < progress.total:
                self.under_way.emit(told_of_progress(progress))

        self.under_way.emit(asking(vins))
        job = Job(f"look up {len(vins)} VINs", work).on_progress(waiting)
        job.on_success(answered).on_failure(self.failed.emit)
        job.news.connect(lambda: self._under_way.know(job))
        self._start(job, Lane.NETWORK, vins)

    def cancel(self) -> bool:
        """Give up what is being asked, where a late reply is dropped; whether anything was.

        An answer that is known is stored all the same.
        """
        given_up = self._under_way.give_up()
        if given_up:
            self.told.emit(say("Cancelled: nothing was stored."))
            self._show(hint_for(self._reading))
        return given_up

    def dismiss(self) -> bool:
        """Name no longer what got no answer; whether anything was named, for all to see."""
        if not self._panel.shown_hint.again:
            return False
        named = self._unsettled.vins()
        self._unsettled.settle(named)
        if named:
            self._show(hint_for(self._reading))
        return bool(named)

    def _insists(self, typed: str) -> bool:
        return bool(self._warned) and self._warned == clean(typed)

    def _refuse(self, reading: Reading) -> None:
        cleaned = clean(reading.typed)
        fault = find_fault(cleaned)
        self._warned = cleaned if fault and fault.rule is Rule.NO_I_O_Q else ""
        self._panel.show_hint(refusal_of(reading))
        self.focus()

    def _fetch(self, question: Question, typed: str) -> None:
        """``typed``: what stood in the entry when it was asked for."""
        choice, told = self._panel.choice, list[Vehicle]()

        def work(monitor: Monitor) -> Found:
            return self._services().lookup.fetch(question, choice, monitor, job.tell)

        def show(vehicle: Vehicle) -> None:
            self._under_way.know(job)
            if question.vin == self._asked:
                told.append(vehicle)
                self.decoded.emit(vehicle)

        def waiting(progress: Progress) -> None:
            if progress.note and self._under_way.awaits(job):
                self._wait(progress.note, typed)

        def answered(found: Found) -> None:
            self._answer(found, typed)

        job = Job(f"fetch …{question.vin.tail}", work).on_success(answered)
        job.on_failure(self._fail_for(question.vin, told)).on_progress(waiting)
        job.news.connect(show)
        self.under_way.emit(asking([question.vin]))
        self._start(job, Lane.NETWORK, [question.vin])

    def _start(self, job: Job[Any], lane: Lane, vins: Sequence[Vin]) -> None:
        """Run what a person waits for, and can give up; meanwhile they are not unanswered."""
        job.finished.connect(lambda: self._forget(job))
        self._under_way.begin(job, vins)
        if self._panel.shown_hint.again:
            self._show(Hint(asking(vins)))
        self._runner.start(job, lane)

    def _forget(self, job: Job[Any]) -> None:
        """What it asked about and got no answer to is named, and can be asked about again."""
        vins = self._under_way.end(job)
        if set(vins).intersection(self._unsettled.vins(self._under_way.vins())):
            self._show(hint_for(self._reading))
        if not self._under_way:
            self._panel.fit_hint()

    def _wait(self, note: str, typed: str) -> None:
        """Say why it takes so long; also where the user looks, until something else is typed."""
        said = f"{note}. {say(ESCAPE)}"
        self.under_way.emit(said)
        if self._panel.entry.text() == typed:
            self._panel.show_hint(Hint(said, Tone.WARNING))

    # -- answering -----------------------------------------------------------

    def _answer(self, found: Found, typed: str) -> None:
        vin, now = found.vehicle.vin, self._panel.entry.text()
        is_latest = vin == self._asked
        self._settle([vin])
        if not found.from_cache:
            self.stored.emit(vin.text if is_latest else "")
        if is_latest:
            self.found.emit(found)
        self.answered.emit(found)
        if is_latest:
            self.told.emit(told_of(found))
        if is_latest and (now == typed or clean(now) == vin.text):
            self._show(hint_after(found, now))

    def _settle(self, vins: Sequence[Vin]) -> None:
        """They are answered."""
        self._unsettled.settle(vins)
        self._under_way.settle(vins)

    def _answer_all(self, outcomes: Outcomes, typed: str, *, is_latest: bool) -> None:
        """What could not be stored is shown before what the cache has: it is nowhere else."""
        good = [outcome for outcome in outcomes if isinstance(outcome, Found)]
        awaited = self._under_way.vins()
        lost = [outcome for outcome in outcomes if isinstance(outcome, NotFound)]
        failed = [failure for failure in lost if failure.question.vin in awaited]
        unstored = [each.unstored for each in failed if each.unstored is not None]
        shown = good[-1] if good and is_latest and not unstored else None
        self._settle([found.vehicle.vin for found in good])
        if not all(found.from_cache for found in good):
            self.stored.emit(shown.vehicle.vin.text if shown else "")
        if shown:
            self._asked = shown.vehicle.vin
            self.found.emit(shown)
        if unstored and is_latest:
            self._asked = unstored[-1].vin
            self.decoded.emit(unstored[-1])
        for found in good:
            self.answered.emit(found)
        if good or failed:
            self.told.emit(told_of_all([*good, *failed], is_shown=is_latest))
        if failed:
            log.info("%d VINs: %s", len(failed), failed[0].reason.sentence)
            self._unsettled.keep(failed)
        elif good and self._panel.entry.text() == typed:
            self._show(ready())

    def _fail_for(self, vin: Vin, shown: Sequence[Vehicle] = ()) -> Callable[[Exception], None]:
        """The world's faults are told where the user looks, with no box to click away.

        ``shown``: the answer, where it is on the screen, and then could not be stored.
        """

        def fail(error: Exception) -> None:
            if not isinstance(error, UserError):
                self.failed.emit(error)
                return
            log.info("…%s: %s", vin.tail, error.sentence, exc_info=error.__cause__)
            if vin not in self._under_way.vins():
                return
            self.told.emit(told_of_failure(vin, error, is_shown=bool(shown)))
            if not shown:
                self._unsettled.keep([NotFound(Question(vin), error)])
                return
            self._settle([vin])
            if vin == self._asked:
                self._panel.show_hint(fault_hint(vin, error, self._panel.entry.text()))

        return fail

    # -- the hint ------------------------------------------------------------

    def _speak(self) -> None:
        """Say at once what the text itself tells, then whether the cache has it."""
        typed = self._panel.entry.text()
        self._reading, self._unsettled.left = read_entry(typed), None
        if self._warned and clean(typed) != self._warned:
            self._warned = ""
        if typed:
            self._panel.show_hint(hint_for(self._reading))
        else:
            self._show(hint_for(self._reading))
        if self._peek is not None:
            self._peek.cancel()
            self._peek = None
        if self._reading.only:
            self._look_in_cache(self._reading.only)

    def _show(self, hint: Hint) -> None:
        """Say what is still to be dealt with, or else ``hint``."""
        asked = self._under_way.vins()
        self._panel.show_hint(self._unsettled.over(hint, self._reading.typed, asked))

    def _look_in_cache(self, vin: Vin) -> None:
        def work(_monitor: Monitor) -> Found | None:
            return self._services().lookup.cached(Question(vin))

        def tell(found: Found | None) -> None:
            hint = self._panel.shown_hint
            if found is not None and self._reading.only == vin and not hint.again:
                self._panel.show_hint(cached_hint(found, hint))

        # A cache that cannot be read is reported when the VIN is looked up, not here.
        self._peek = Job("peek into the cache", work).on_success(tell)
        self._runner.start(self._peek, Lane.LOOKUP)

    def _take_offer(self) -> None:
        if self._panel.shown_hint.again:
            self._ask_for(self._unsettled.vins(self._under_way.vins()))
            return
        self._panel.entry.setText(self._panel.shown_hint.offer)
        self._panel.entry.setFocus()
