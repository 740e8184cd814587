"""What the server saw: every request, when it came and went, and how many at once."""

import threading
import time
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_routes import Kind

DEFAULT_TIMEOUT_S = 30.0


class RecordedRequest(Struct, frozen=True):
    """One request; the times are of ``time.monotonic``."""

    method: str
    path: str
    kind: Kind
    vins: tuple[str, ...]
    years: tuple[int | None, ...]
    user_agent: str
    client_port: int  # the same for requests that share a connection
    fault: FaultKind | None
    started: float
    ended: float | None = None  # None: still in flight
    status: int | None = None  # None: no status was sent
    client_left: bool = False


class RequestLog:
    """The requests so far, safe to read and to wait on from any thread.

    A request ends just before the last of its answer is sent. So a client that has its answer
    finds it recorded, and one that keeps to two at once is never seen with three.
    """

    def __init__(self, announce: Callable[[RecordedRequest], None] | None = None) -> None:
        self._changed = threading.Condition()
        self._announce = announce
        self._requests: dict[int, RecordedRequest] = {}
        self._violations: list[str] = []
        self._next = 0
        self._in_flight: set[int] = set()
        self._max_in_flight = 0

    def begin(self, request: RecordedRequest, violations: tuple[str, ...] = ()) -> int:
        """Note a request's arrival; the number is its ticket for what follows."""
        with self._changed:
            self._next += 1
            self._requests[self._next] = request
            self._violations.extend(violations)
            self._in_flight.add(self._next)
            self._max_in_flight = max(self._max_in_flight, len(self._in_flight))
            self._changed.notify_all()
            return self._next

    def end(self, ticket: int, status: int | None) -> None:
        """Note that a request is answered, or given up; only the first call counts."""
        with self._changed:
            if ticket not in self._in_flight:
                return
            self._in_flight.remove(ticket)
            self._update(ticket, status=status)
            self._changed.notify_all()

    def left(self, ticket: int) -> None:
        """Note that the client went away before it had the whole answer."""
        with self._changed:
            if ticket in self._requests:
                self._requests[ticket] = replace(self._requests[ticket], client_left=True)
            self._changed.notify_all()

    def _update(self, ticket: int, status: int | None) -> None:
        request = self._requests.get(ticket)
        if request is None:  # cleared in the meantime
            return
        request = replace(request, status=status, ended=time.monotonic())
        self._requests[ticket] = request
        if self._announce is not None:
            self._announce(request)

    @property
    def requests(self) -> list[RecordedRequest]:
        with self._changed:
            return list(self._requests.values())

    @property
    def violations(self) -> list[str]:
        with self._changed:
            return list(self._violations)

    @property
    def in_flight(self) -> int:
        with self._changed:
            return len(self._in_flight)

    @property
    def max_in_flight(self) -> int:
        with self._changed:
            return self._max_in_flight

    def clear(self) -> None:
        with self._changed:
            self._requests.clear()
            self._violations.clear()
            self._max_in_flight = len(self._in_flight)

    def wait_for(self, fact: Callable[[], bool], what: str, timeout: float) -> None:
        """Wait until ``fact`` holds; it is looked at whenever something changed."""
        with self._changed:
            if not self._changed.wait_for(fact, timeout):
                seen = f"{len(self._requests)} requests, {len(self._in_flight)} in flight"
                raise TimeoutError(f"no {what} within {timeout} s: {seen}")
