"""Monitors for work that is cancelled."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from vindesk.domain.monitor import Cancelled, Progress


class Stoppable:
    """Cancelled by ``cancel``, from any thread."""

    def __init__(self) -> None:
        self.reports: list[Progress] = []
        self._cancelled = False
        self._stoppers: list[Callable[[], object]] = []

    def cancel(self) -> None:
        self._cancelled = True
        for stop in tuple(self._stoppers):
            stop()

    def report(self, progress: Progress) -> None:
        self.reports.append(progress)

    def raise_if_cancelled(self) -> None:
        if self._cancelled:
            raise Cancelled

    @contextmanager
    def stopping_with(self, stop: Callable[[], object]) -> Generator[None, None, None]:
        self._stoppers.append(stop)
        try:
            yield
        finally:
            self._stoppers.remove(stop)


class CancelledInside(Stoppable):
    """Cancelled, over and over, as soon as there is anything to stop."""

    @contextmanager
    def stopping_with(self, stop: Callable[[], object]) -> Generator[None, None, None]:
        left = threading.Event()

        def keep_stopping() -> None:
            self._cancelled = True
            while not left.wait(0.005):
                stop()

        thread = threading.Thread(target=keep_stopping)
        thread.start()
        try:
            yield
        finally:
            left.set()
            thread.join()
