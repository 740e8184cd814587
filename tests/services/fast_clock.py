"""A clock that runs faster than real time."""

import threading
import time


class FastClock:
    """A ``Clock`` of ``vindesk.vpic``: waits are real, but ``times`` as short."""

    def __init__(self, times: float) -> None:
        self.times = times

    def now(self) -> float:
        return time.monotonic() * self.times

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> None:
        condition.wait(None if timeout_s is None else timeout_s / self.times)
