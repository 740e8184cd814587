"""A request that is repeated until it is answered, or patience ends."""

import logging
import random
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

import requests
from msgspec import Struct

from vindesk.domain.errors import VpicBusy, VpicError
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.vpic.faults import THROTTLING, QueuedTooLong, retry_after_s, status_fault
from vindesk.vpic.request import Request
from vindesk.vpic.throttle import Throttle, backoff_s
from vindesk.vpic.wire import Moved, Reply, Wire

log = logging.getLogger(__name__)

T = TypeVar("T")

_SHORTEST_TIMEOUT_S = 0.1


class Effort(Struct, frozen=True):
    """How hard to try; ``until`` is a time of the throttle's clock."""

    urgent: bool
    attempts: int
    until: float
    timeout_s: float
    """For one attempt."""


class Asker:
    """Asks in turn, tries again what may work later, and tells the throttle what it hears."""

    def __init__(
        self,
        wire: Wire,
        throttle: Throttle,
        utc_now: Callable[[], datetime],
        rng: random.Random,
    ) -> None:
        self._wire = wire
        self._throttle = throttle
        self._utc_now = utc_now
        self._rng = rng
        self._listeners: list[Callable[[VpicError], object]] = []

    def on_pause(self, listener: Callable[[VpicError], object]) -> None:
        """Have ``listener`` told of each failure with which vPIC asks us to wait."""
        self._listeners.append(listener)

    def ask(
        self, request: Request, read: Callable[[bytes], T], effort: Effort, monitor: Monitor
    ) -> T:
        """What ``read`` makes of the reply; if it raises ``VpicError``, vPIC is asked again.

        Raises:
            VpicError: the last attempt failed, or the next would come too late.
            Cancelled: the monitor was cancelled.

        """
        attempt, asked = 1, request
        fault: VpicError | None = None
        while True:
            with self._turn(effort, monitor, fault):
                try:
                    return self._ask_once(asked, read, effort, monitor, attempt)
                except Moved as moved:  # a request like any other: it waits for its turn
                    asked, fault = moved.request, moved
                    continue
                except VpicError as error:
                    fault = error
            monitor.raise_if_cancelled()
            self._throttle.rest(self._rest_s(fault, attempt, effort), monitor)
            attempt, asked = attempt + 1, request

    @contextmanager
    def _turn(self, effort: Effort, monitor: Monitor, fault: VpicError | None) -> Generator[None]:
        """Wait for a turn; after a ``fault``, who waits in vain is told that, not of a queue."""
        try:
            with self._throttle.turn(effort.urgent, monitor, self.left_s(effort)):
                yield
        except QueuedTooLong:
            if fault is None:
                raise
            raise fault from fault.__cause__

    def _ask_once(
        self,
        request: Request,
        read: Callable[[bytes], T],
        effort: Effort,
        monitor: Monitor,
        attempt: int,
    ) -> T:
        started = self._throttle.clock.now()
        timeout_s = max(_SHORTEST_TIMEOUT_S, min(effort.timeout_s, self.left_s(effort)))
        answered = "no reply"
        try:
            reply = self._wire.fetch(request, timeout_s, monitor)
            answered = f"HTTP {reply.status}"
            answer = read(self._body_of(reply))
        except Moved:
            raise
        except VpicError as error:
            took_ms = (self._throttle.clock.now() - started) * 1000
            log.warning(
                "vPIC failed for %s: attempt %d of %d, %s, %.0f ms: %s",
                request.label,
                attempt,
                effort.attempts,
                answered,
                took_ms,
                error.headline,
            )
            raise
        self._throttle.went_well()
        return answer

    def _body_of(self, reply: Reply) -> bytes:
        if reply.status == requests.codes.ok:
            return reply.body
        hint_s = retry_after_s(reply.headers, self._utc_now())
        if reply.status not in THROTTLING and (reply.status < 500 or hint_s is None):
            raise status_fault(reply.status, reply.body, hint_s)
        pause_s = self._throttle.pause(
            hint_s, say("It answered with HTTP {status}.", status=reply.status)
        )
        fault = status_fault(reply.status, reply.body, pause_s)
        for listener in self._listeners:
            listener(fault)
        raise fault

    def _rest_s(self, fault: VpicError, attempt: int, effort: Effort) -> float:
        """How long to wait before the next attempt; raise ``fault`` if there is to be none."""
        if not fault.transient or attempt >= effort.attempts:
            raise fault
        if isinstance(fault, VpicBusy):
            return 0.0  # the throttle holds everybody back
        rest_s = backoff_s(attempt, self._rng)
        if rest_s >= self.left_s(effort):
            raise fault
        return rest_s

    def left_s(self, effort: Effort) -> float:
        """What is left of the patience for ``effort``."""
        return effort.until - self._throttle.clock.now()
