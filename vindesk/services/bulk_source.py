"""Who answers the windows of an import: the embedded copy in Arrow, or vPIC in batches."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from datetime import datetime
from typing import Any, Final, Protocol

from msgspec import Struct

from vindesk.domain.errors import EmbeddedError, VpicError
from vindesk.domain.monitor import Cancelled, Monitor, Progress, Retold
from vindesk.domain.vehicle import MOST_PER_REQUEST, Question
from vindesk.domain.vin import Vin
from vindesk.domain.words import say
from vindesk.store import arrow
from vindesk.store.bulk_answers import WEB, BulkAnswers, Origin
from vindesk.store.engine import ROW_GROUP
from vindesk.store.import_items import ImportItems, Window
from vindesk.vpic.source import Answer, Failure, Source

log = logging.getLogger(__name__)

_REPLACED: Final = 4_000
"""To replace so many takes about 150 ms."""

_TRIES: Final = 3
"""So often a VIN alone may fail while vPIC answers about others."""

_WAITS_S: Final = (5.0, 10.0, 20.0, 30.0, 60.0)
"""While vPIC cannot be reached; then the last, for as long as it takes."""

_KNOWN: Final = Question(Vin("1HGCM82633A004352"))
"""A VIN that vPIC answers about whenever it is there."""

Decode = Callable[[Any, datetime], Any]
"""An Arrow table of ``vin`` and ``year`` to one of answers."""


class BulkSource(Protocol):
    @property
    def window(self) -> int:
        """About how many VINs to take at a time."""
        ...

    @property
    def look(self) -> int:
        """For how many rows to look into the cache at a time."""
        ...

    def deal_with(self, window: Window, monitor: Monitor, following: Window | None = None) -> None:
        """Answer a window, and note that it is dealt with; ``following`` will be the next.

        ``monitor`` is told what is waited for, and by who takes long meanwhile how many of the
        VINs that the window needs are settled.

        Raises:
            UserError: its answers could not be saved.
            Cancelled: what had been saved by then stays.

        """
        ...


class Stock(Struct, frozen=True):
    """Where answers are kept."""

    items: ImportItems
    answers: BulkAnswers


def nobody() -> bool:
    return False


class Hands(Struct, frozen=True):
    """Threads beside the one that an import has; ``batches`` of them ask vPIC at once.

    While somebody is ``at_work`` who needs the cores too, nothing is decoded ahead.
    """

    beside: Executor | None = None
    batches: int = 1
    at_work: Callable[[], bool] = nobody


ALONE: Final = Hands()


class EmbeddedBulk:
    """No row becomes a Python object, unless the decoder fails on one.

    While the answers of a window are saved, the next one is decoded beside.
    """

    window = ROW_GROUP
    """So many that are new go into the file past its log."""

    look = 16 * ROW_GROUP
    """A look costs a scan of all VINs, whatever their number."""

    def __init__(  # noqa: PLR0913, PLR0917 - what tests replace
        self,
        stock: Stock,
        decode: Decode,
        origin: Origin,
        one_by_one: Source,
        clock: Callable[[], datetime],
        hands: Hands = ALONE,
    ) -> None:
        self._stock = stock
        self._decode = decode
        self._origin = origin
        self._one_by_one = one_by_one
        self._clock = clock
        self._hands = hands
        self._next: tuple[Window, Future[Any]] | None = None

    def deal_with(self, window: Window, monitor: Monitor, following: Window | None = None) -> None:
        try:
            answers = self._answers(window)
        except EmbeddedError:
            self._deal_with_each(window, monitor)
            return
        monitor.raise_if_cancelled()
        ahead = None if self._hands.at_work() else self._hands.beside
        if ahead is not None and following is not None:
            begun = ahead.submit(self._decode, following.needed, self._clock())
            self._next = following, begun
        self._save(window, answers, monitor)

    def _save(self, window: Window, answers: Any, monitor: Monitor) -> None:
        """What stands is replaced within the turn to write: in steps, so that others get theirs."""
        size = _REPLACED if arrow.any_true(window.needed["stands"]) else max(window.size, 1)
        for place, step in enumerate(window.steps(size)):
            part = answers.slice(place * size, size)
            self._stock.answers.save(step, part, self._origin, monitor=monitor)

    def _answers(self, window: Window) -> Any:
        begun, self._next = self._next, None
        if begun is not None and begun[0] is window:
            return begun[1].result()
        return self._decode(window.needed, self._clock())

    def _deal_with_each(self, window: Window, monitor: Monitor) -> None:
        """Find out on which VINs the decoder fails, and keep the answers about the others."""
        log.warning("The embedded copy failed on one of %d VINs", window.size)
        outcomes = self._one_by_one.decode_many(questions_of(window), notes_of(monitor))
        good = [outcome.vehicle for outcome in outcomes if isinstance(outcome, Answer)]
        lost = failed(outcome for outcome in outcomes if isinstance(outcome, Failure))
        self._stock.answers.save_vehicles(window, good, self._origin, lost)


class WebBulk:
    """Batches of 50; while vPIC cannot be reached it waits, and loses nothing."""

    window = 500
    look = 5_000

    def __init__(
        self,
        stock: Stock,
        web: Source,
        hands: Hands = ALONE,
        waits_s: Sequence[float] = _WAITS_S,
    ) -> None:
        self._stock = stock
        self._web = web
        self._hands = hands
        self._waits_s = waits_s
        self._witness = _KNOWN
        """It was answered the last time: whether it is again, tells whether vPIC is there."""

        self._silences = 0
        self._next: _Course | None = None

    def deal_with(self, window: Window, monitor: Monitor, following: Window | None = None) -> None:
        """What one request brings is kept when it has come."""
        failures = self._settle_all(window, following, monitor)
        try:
            self._stock.items.finish(window, failed(failures))
        except BaseException:
            if self._next is not None:
                _give_up(self._next)
            raise

    def _settle_all(
        self, window: Window, following: Window | None, monitor: Monitor
    ) -> Sequence[Failure]:
        """Settle the parts of ``window``, several at once.

        While the last of them are under way, those of ``following`` begin: nobody waits for
        a slow one. If one of them cannot be settled, no other is begun.
        """
        beside, batches = self._hands.beside, self._hands.batches
        if beside is None or batches == 1:
            return self._settle_in_turn(window, monitor)
        begun, self._next = self._next, None
        course = begun if begun is not None and begun.window is window else _Course(window)
        courses = [course] if following is None else [course, _Course(following)]

        def settle(part: Window, given_up: threading.Event) -> Future[Sequence[Failure]]:
            return beside.submit(self._settle, part, given_up, monitor)

        try:
            while not course.is_over:
                for each in courses:
                    free = batches - sum(len(any_.under_way) for any_ in courses)
                    each.begin(free, settle)
                wait(
                    [future for each in courses for future in each.under_way], None, FIRST_COMPLETED
                )
                for each in courses:
                    each.raise_what_failed()
                monitor.report(Progress(course.settled, window.size))
        except BaseException:
            _give_up(*courses)
            raise
        self._next = courses[-1]
        return course.failures()

    def _settle_in_turn(self, window: Window, monitor: Monitor) -> Sequence[Failure]:
        failures: list[Failure] = []
        settled = 0
        for part in _parts(window):
            failures += self._settle(part, threading.Event(), monitor)
            settled += part.size
            monitor.report(Progress(settled, window.size))
        return failures

    def _settle(
        self, part: Window, given_up: threading.Event, monitor: Monitor
    ) -> Sequence[Failure]:
        """Ask until each VIN is answered, or has failed while vPIC answered about others."""
        from vindesk.vpic.verdict import trouble_after  # noqa: PLC0415 - heavy

        settled: list[Failure] = []
        waiting = deque([(part, 0)])
        while waiting:
            asked, tries = waiting.popleft()
            outcomes = self._web.decode_many(questions_of(asked), notes_of(monitor))
            self._save(asked, [outcome for outcome in outcomes if isinstance(outcome, Answer)])
            monitor.raise_if_cancelled()
            is_last_try = asked.size == 1 and tries == _TRIES
            again = [_is_trouble(outcome) and not is_last_try for outcome in outcomes]
            settled += [
                outcome
                for outcome, is_left in zip(outcomes, again, strict=True)
                if isinstance(outcome, Failure) and not is_left
            ]
            if any(again):
                trouble = trouble_after(outcomes)
                if trouble is not None:
                    self._wait_for_vpic(trouble, given_up, monitor)
                waiting += _again(asked.only(again), tries)
        return settled

    def _save(self, part: Window, good: Sequence[Answer]) -> None:
        if good:
            vehicles = [answer.vehicle for answer in good]
            self._stock.answers.save_vehicles(part, vehicles, WEB)
            self._witness = Question(vehicles[-1].vin, vehicles[-1].requested_year)
            self._silences = 0

    # -- while vPIC is away ----------------------------------------------

    def _wait_for_vpic(
        self, trouble: VpicError, given_up: threading.Event, monitor: Monitor
    ) -> None:
        """Leave vPIC alone until it answers about another VIN."""
        while True:
            self._wait(trouble, given_up, monitor)
            self._silences += 1
            (outcome,) = self._web.decode_many([self._witness], notes_of(monitor))
            if isinstance(outcome, Answer):
                self._silences = 0
                return

    def _wait(self, trouble: VpicError, given_up: threading.Event, monitor: Monitor) -> None:
        """Say why nothing is done, with a countdown; stopped by cancelling, or by giving up.

        What vPIC asks for, all who ask it wait for at the throttle.
        """
        wait_s = self._waits_s[min(self._silences, len(self._waits_s) - 1)]
        log.info("An import waits %.0f s: %s", wait_s, trouble.headline)
        with monitor.stopping_with(given_up.set):
            left_s = wait_s
            while left_s > 0 and not given_up.is_set():
                monitor.report(
                    Progress(
                        0,
                        0,
                        say(
                            "{headline}. Trying again in {n} s",
                            headline=trouble.headline,
                            n=f"{left_s:.0f}",
                        ),
                    )
                )
                given_up.wait(min(left_s, 1.0))
                left_s -= 1.0
        monitor.raise_if_cancelled()
        if given_up.is_set():
            raise Cancelled


class _Course:
    """A window while it is dealt with: parts that wait, and parts that have begun."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._parts = _parts(window)
        self._waiting = deque(self._parts)
        self._begun: list[Future[Sequence[Failure]]] = []
        self.given_up = threading.Event()
        """A part of it, or of another, failed: who waits for vPIC waits no more."""

    @property
    def under_way(self) -> Sequence[Future[Sequence[Failure]]]:
        return [future for future in self._begun if not future.done()]

    @property
    def settled(self) -> int:
        """How many VINs: those of the parts that are over, wherever in the window they are."""
        begun = zip(self._parts, self._begun, strict=False)
        return sum(part.size for part, future in begun if future.done())

    @property
    def is_over(self) -> bool:
        return not self._waiting and not self.under_way

    def begin(
        self, most: int, settle: Callable[[Window, threading.Event], Future[Sequence[Failure]]]
    ) -> None:
        """Begin at most ``most`` parts."""
        for _ in range(min(most, len(self._waiting))):
            self._begun.append(settle(self._waiting.popleft(), self.given_up))

    def raise_what_failed(self) -> None:
        for future in self._begun:
            if future.done():
                future.result()

    def failures(self) -> Sequence[Failure]:
        return [failure for future in self._begun for failure in future.result()]


def _parts(window: Window) -> Sequence[Window]:
    return [
        window.part(start, MOST_PER_REQUEST) for start in range(0, window.size, MOST_PER_REQUEST)
    ]


def _give_up(*courses: _Course) -> None:
    """Begin nothing more, and wait for what has begun."""
    for course in courses:
        course.given_up.set()
    wait([future for course in courses for future in course.under_way])


def _is_trouble(outcome: Answer | Failure) -> bool:
    """Whether vPIC failed; who refuses one VIN answers."""
    from vindesk.vpic.verdict import is_trouble  # noqa: PLC0415 - heavy

    return isinstance(outcome, Failure) and is_trouble(outcome.reason)


def _again(left: Window, tries: int) -> Sequence[tuple[Window, int]]:
    """What to ask after a pause: the same once more, then its halves."""
    if tries == 0 or left.size == 1:
        return [(left, tries + 1)]
    half = (left.size + 1) // 2
    return [(left.part(0, half), tries), (left.part(half, half), tries)]


def notes_of(monitor: Monitor) -> Monitor:
    """A monitor for who answers some of a window: how far that is counts when it is saved."""

    def report(progress: Progress) -> None:
        if progress.note:
            monitor.report(progress)

    return Retold(monitor, report)


def questions_of(window: Window) -> Sequence[Question]:
    rows = window.needed.to_pylist()
    return [Question(Vin(row["vin"]), row["year"]) for row in rows]


def failed(failures: Iterable[Failure]) -> Sequence[tuple[str, str]]:
    """The VINs, and why they got no answer."""
    return [(failure.question.vin.text, failure.reason.sentence) for failure in failures]
