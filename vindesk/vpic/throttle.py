"""Pace: when the next request to vPIC may go, and whose it is."""

import math
import random
import threading
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

from msgspec import Struct

from vindesk.domain.errors import VpicBusy
from vindesk.domain.monitor import Cancelled, Monitor, Progress
from vindesk.domain.words import say
from vindesk.vpic.clock import Clock, SystemClock
from vindesk.vpic.faults import QueuedTooLong

_LONGEST_BACKOFF_S = 30.0
_FIRST_PAUSE_S = 15.0
_LONGEST_PAUSE_S = 120.0
_SHORTEST_ASKED_PAUSE_S = 1.0
_LONGEST_ASKED_PAUSE_S = 3600.0
_COUNTDOWN_STEP_S = 1.0
_KEPT_FOR_PEOPLE = 1


def _asking_again() -> Progress:
    """What follows the last second of a countdown."""
    return Progress(0, 0, say("Asking vPIC again"))


def backoff_s(attempt: int, rng: random.Random) -> float:
    """How long to rest after ``attempt`` (from 1) failed: up to 1, 2, 4 ... 30 seconds.

    Full jitter: clients that failed together do not come back together.
    """
    return rng.uniform(0.0, min(2.0 ** min(attempt - 1, 10), _LONGEST_BACKOFF_S))


def pause_s(repeat: int, rng: random.Random) -> float:
    """How long to leave vPIC alone if it names no time: at least 15, 30, 60, 120 seconds."""
    shortest = min(_FIRST_PAUSE_S * 2.0 ** min(repeat - 1, 10), _LONGEST_PAUSE_S)
    return shortest * rng.uniform(1.0, 1.2)


class ThrottleState(Struct, frozen=True):
    """How busy the way to vPIC is; ``paused_s`` is 0 unless vPIC asked to wait."""

    paused_s: float
    reason: str
    in_flight: int
    waiting: int


class _Ticket(Struct, eq=False):
    urgent: bool
    dropped: bool = False
    counting_down: bool = False
    """Whether the last that was told is how long a pause still lasts."""


class Throttle:
    """One queue for all requests, in whatever threads they wait.

    What a person waits for goes before all batches; among equals the first is first.
    Batches leave one of the ``max_in_flight`` places free: otherwise who types a VIN would
    wait for the slowest of them.
    """

    def __init__(
        self,
        *,
        rate_per_s: float = 3.0,
        max_in_flight: int = 2,
        clock: Clock | None = None,
        rng: random.Random | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self._rng = rng or random.Random()  # noqa: S311 - jitter is no secret
        self._condition = threading.Condition()
        self._changes = 0
        self._urgent: deque[_Ticket] = deque()
        self._batches: deque[_Ticket] = deque()
        self._urgent_in_flight = 0
        self._batches_in_flight = 0
        self._next_start = -math.inf
        self._paused_until = -math.inf
        self._pauses = 0
        self._reason = ""
        self._good_answers = 0
        self._set_pace(rate_per_s, max_in_flight)

    def change_pace(self, *, rate_per_s: float, max_in_flight: int) -> None:
        """From now on; what waits already waits no longer than that asks."""
        with self._condition:
            self._set_pace(rate_per_s, max_in_flight)
            self._tell()

    def _set_pace(self, rate_per_s: float, max_in_flight: int) -> None:
        self.max_in_flight = max_in_flight
        self._interval_s = 1.0 / rate_per_s
        self._batch_limit = max(1, max_in_flight - _KEPT_FOR_PEOPLE)

    # -- one request -----------------------------------------------------

    @contextmanager
    def turn(self, urgent: bool, monitor: Monitor, patience_s: float = math.inf) -> Generator[None]:
        """Wait until a request may go, and count it as in flight while the block runs.

        Raises:
            VpicBusy: vPIC asks to wait for longer than ``patience_s``.
            QueuedTooLong: patience ended while other requests were under way.
            Cancelled: the monitor was cancelled.

        """
        ticket = _Ticket(urgent)
        self._take_turn(ticket, monitor, self.clock.now() + patience_s)
        try:
            if ticket.counting_down:
                monitor.report(_asking_again())
            yield
        finally:
            with self._condition:
                self._count(urgent, -1)
                self._tell()

    def rest(self, seconds: float, monitor: Monitor) -> None:
        """Wait between two attempts, holding nobody up.

        Raises:
            Cancelled: the monitor was cancelled.

        """
        ticket = _Ticket(urgent=False)
        until = self.clock.now() + seconds
        with monitor.stopping_with(partial(self._drop, ticket)), self._condition:
            while not ticket.dropped and (left_s := until - self.clock.now()) > 0:
                self.clock.wait(self._condition, left_s)
        if ticket.dropped:
            raise Cancelled

    # -- what vPIC wants -------------------------------------------------

    def pause(self, seconds: float | None, reason: str) -> float:
        """Let nothing go for ``seconds``, or for a growing time if vPIC named none.

        Returns how long the pause lasts from now on.
        """
        with self._condition:
            now = self.clock.now()
            if now >= self._paused_until:
                self._pauses += 1
            if seconds is None:
                length_s = pause_s(self._pauses, self._rng)
            else:
                length_s = min(max(seconds, _SHORTEST_ASKED_PAUSE_S), _LONGEST_ASKED_PAUSE_S)
            self._paused_until = max(self._paused_until, now + length_s)
            self._reason = reason
            self._tell()
            return self._paused_until - now

    def went_well(self) -> None:
        """Note a good answer: the next pause is a short one again."""
        with self._condition:
            self._good_answers += 1
            if not self._paused_s:
                self._pauses = 0

    @property
    def good_answers(self) -> int:
        """How many have been noted so far, whoever asked."""
        with self._condition:
            return self._good_answers

    def state(self) -> ThrottleState:
        with self._condition:
            paused_s = self._paused_s
            return ThrottleState(
                paused_s=paused_s,
                reason=self._reason if paused_s else "",
                in_flight=self._urgent_in_flight + self._batches_in_flight,
                waiting=len(self._urgent) + len(self._batches),
            )

    # -- the queue -------------------------------------------------------

    def _take_turn(self, ticket: _Ticket, monitor: Monitor, give_up_at: float) -> None:
        queue = self._urgent if ticket.urgent else self._batches
        with monitor.stopping_with(partial(self._drop, ticket)):
            with self._condition:
                queue.append(ticket)
                self._tell()
            try:
                self._wait_for_turn(ticket, monitor, give_up_at)
            finally:
                with self._condition:
                    queue.remove(ticket)
                    self._tell()

    def _wait_for_turn(self, ticket: _Ticket, monitor: Monitor, give_up_at: float) -> None:
        while True:
            with self._condition:
                seen = self._changes
                delay_s = self._delay_s(ticket)
                if delay_s <= 0 and not ticket.dropped:
                    self._next_start = self.clock.now() + self._interval_s
                    self._count(ticket.urgent, +1)
                    return
                self._raise_if_in_vain(ticket, give_up_at)
                paused_s = self._paused_s
            # told without the lock: whoever watches may take a while
            if paused_s:
                note = say("vPIC asks to wait: {n} s", n=math.ceil(paused_s))
                monitor.report(Progress(0, 0, note))
                delay_s = min(delay_s, _COUNTDOWN_STEP_S)
            elif ticket.counting_down:
                monitor.report(_asking_again())
            ticket.counting_down = paused_s > 0
            with self._condition:
                if self._changes == seen:
                    wait_s = min(delay_s, give_up_at - self.clock.now())
                    self.clock.wait(self._condition, wait_s if wait_s < math.inf else None)

    def _delay_s(self, ticket: _Ticket) -> float:
        """How long ``ticket`` must wait; without end if that depends on others."""
        is_first = ticket is (self._urgent or self._batches)[0]
        in_flight = self._urgent_in_flight + self._batches_in_flight
        is_full = in_flight >= self.max_in_flight or (
            not ticket.urgent and self._batches_in_flight >= self._batch_limit
        )
        if is_full or not is_first:
            return math.inf
        return max(self._next_start, self._paused_until) - self.clock.now()

    def _raise_if_in_vain(self, ticket: _Ticket, give_up_at: float) -> None:
        if ticket.dropped:
            raise Cancelled
        if self._paused_until > give_up_at:
            seconds = math.ceil(self._paused_s)
            raise VpicBusy(
                say(
                    "{reason} It can be asked again in {seconds} s. Nothing was stored.",
                    reason=self._reason,
                    seconds=seconds,
                ),
                advice=say("Try again then, or use the embedded copy."),
                retry_after_s=self._paused_s,
            )
        if self.clock.now() >= give_up_at:
            raise QueuedTooLong(
                say("Other requests to vPIC were under way for too long. Nothing was stored."),
                advice=say("Try again in a moment."),
            )

    @property
    def _paused_s(self) -> float:
        return max(0.0, self._paused_until - self.clock.now())

    def _count(self, urgent: bool, change: int) -> None:
        if urgent:
            self._urgent_in_flight += change
        else:
            self._batches_in_flight += change

    def _drop(self, ticket: _Ticket) -> None:
        with self._condition:
            ticket.dropped = True
            self._tell()

    def _tell(self) -> None:
        self._changes += 1
        self._condition.notify_all()
