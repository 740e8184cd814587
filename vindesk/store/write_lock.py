"""One writer at a time, in turn; a person's write goes before a bulk one."""

import threading
import time
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager

from vindesk.domain.monitor import Monitor


class WriteLock:
    """A lock that is fair within each of two queues, of which one always goes first."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._people: deque[object] = deque()
        self._bulk: deque[object] = deque()
        self._holder: int | None = None
        self._person_left_at: float | None = None

    @contextmanager
    def held(self, monitor: Monitor, *, bulk: bool = False) -> Generator[None, None, None]:
        """Wait for the turn and hold the lock while the block runs.

        Raises:
            Cancelled: the monitor was cancelled while waiting.

        """
        if self._holder == threading.get_ident():
            raise RuntimeError("a write inside a write would wait for ever")
        try:
            self._acquire(self._bulk if bulk else self._people, monitor)
            yield
        finally:
            self._release(bulk=bulk)

    def served_a_person(self, within_s: float) -> bool:
        """Whether a person's write ended not longer ago than ``within_s``."""
        left_at = self._person_left_at
        return left_at is not None and time.monotonic() - left_at <= within_s

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn."""
        return len(self._people) + len(self._bulk)

    def _acquire(self, queue: deque[object], monitor: Monitor) -> None:
        ticket = object()
        with self._changed:
            queue.append(ticket)
        try:
            with monitor.stopping_with(self._wake):
                self._wait_for_turn(ticket, monitor)
        finally:
            with self._changed:
                queue.remove(ticket)
                self._changed.notify_all()

    def _release(self, *, bulk: bool) -> None:
        with self._changed:
            if self._holder == threading.get_ident():
                self._holder = None
                if not bulk:
                    self._person_left_at = time.monotonic()
                self._changed.notify_all()

    def _wait_for_turn(self, ticket: object, monitor: Monitor) -> None:
        with self._changed:
            while not self._is_next(ticket):
                monitor.raise_if_cancelled()
                self._changed.wait()
            self._holder = threading.get_ident()

    def _is_next(self, ticket: object) -> bool:
        return self._holder is None and (self._people or self._bulk)[0] is ticket

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
