"""Time as pacing needs it: a clock and a way of waiting that tests can replace."""

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """Tells the time and waits. A false one lets hours pass in a moment."""

    def now(self) -> float:
        """Seconds since some moment in the past; never goes back."""
        ...

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> None:
        """Wait until ``condition``, which the caller holds, is notified or the time is over."""
        ...


class SystemClock:
    """The real one."""

    def now(self) -> float:
        return time.monotonic()

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> None:
        condition.wait(timeout_s)
