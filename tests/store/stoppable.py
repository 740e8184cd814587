"""Monitors for work that is cancelled."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from typing_extensions import override

from vindesk.domain.monitor import Cancellation, Progress


class Stoppable(Cancellation):
    """A monitor that remembers what was reported, as the window's jobs are one."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[Progress] = []

    def report(self, progress: Progress) -> None:
        self.reports.append(progress)


class CancelledInside(Stoppable):
    """Cancelled, over and over, as soon as there is anything to stop."""

    @override
    @contextmanager
    def stopping_with(self, stop: Callable[[], object]) -> Generator[None]:
        left = threading.Event()

        def keep_stopping() -> None:
            self._cancelled.set()
            while not left.wait(0.005):
                stop()

        thread = threading.Thread(target=keep_stopping)
        thread.start()
        try:
            yield
        finally:
            left.set()
            thread.join()
