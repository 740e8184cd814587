"""A clock whose hours pass in a moment."""

import threading
from collections.abc import Generator
from contextlib import contextmanager

_GUARD_S = 5.0  # a wait that only another thread can end does not hang the tests


class FalseClock:
    """A ``Clock`` of ``vindesk.vpic``: a wait with a time-out just moves the hands.

    While it is ``frozen``, every wait is a real one that somebody else must end.
    """

    def __init__(self, start: float = 1_000.0) -> None:
        self._lock = threading.Lock()
        self._now = start
        self._frozen = False
        self.waits: list[float | None] = []

    def now(self) -> float:
        with self._lock:
            return self._now

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._now += seconds

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> None:
        self.waits.append(timeout_s)
        if timeout_s is None or self._frozen:
            assert condition.wait(_GUARD_S), "nobody ended the wait"
        else:
            self.advance(timeout_s)

    @contextmanager
    def frozen(self) -> Generator[None]:
        """Real waits while the block runs."""
        self._frozen = True
        yield
        self._frozen = False
