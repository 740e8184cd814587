"""Monitors for tests: one that remembers, and can be cancelled from any thread."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from vindesk.domain.monitor import Cancelled, Progress


class Watcher:
    """A ``Monitor`` as the window's jobs are one: ``cancel`` calls what is to stop the work."""

    def __init__(self) -> None:
        self.reports: list[Progress] = []
        self._lock = threading.Lock()
        self._cancelled = False
        self._stops: list[Callable[[], object]] = []

    @property
    def notes(self) -> list[str]:
        return [progress.note for progress in self.reports if progress.note]

    @property
    def counts(self) -> list[tuple[int, int]]:
        return [(progress.done, progress.total) for progress in self.reports if not progress.note]

    def cancel(self) -> None:
        with self._lock:
            self._cancelled = True
            for stop in self._stops:
                stop()

    def report(self, progress: Progress) -> None:
        self.reports.append(progress)

    def raise_if_cancelled(self) -> None:
        if self._cancelled:
            raise Cancelled

    @contextmanager
    def stopping_with(self, stop: Callable[[], object]) -> Generator[None]:
        with self._lock:
            self._stops.append(stop)
            if self._cancelled:
                stop()
        try:
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)
