"""How work below the screen reports and is stopped: the whole contract."""

import threading
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Final, Protocol

from msgspec import Struct


class Cancelled(BaseException):
    """Raised inside work to unwind it. Not an error, so ``except Exception`` misses it."""


class Progress(Struct, frozen=True):
    """How far work is; ``total`` is 0 while it is unknown."""

    done: int
    total: int
    note: str = ""


class Monitor(Protocol):
    """What work knows of whoever watches it."""

    def report(self, progress: Progress) -> None: ...

    def raise_if_cancelled(self) -> None:
        """Raise ``Cancelled`` if the work is no longer wanted."""
        ...

    def stopping_with(self, stop: Callable[[], object]) -> AbstractContextManager[None]:
        """While the block runs, cancelling calls ``stop``, from the canceller's thread.

        For work that cannot poll: ``stop`` interrupts a query or shuts a socket. It is
        called at once if the work was cancelled before the block began.
        """
        ...


class Unwatched:
    """Nobody watches, nobody cancels."""

    def report(self, progress: Progress) -> None:
        del progress

    def raise_if_cancelled(self) -> None:
        return

    def stopping_with(self, stop: Callable[[], object]) -> AbstractContextManager[None]:
        del stop
        return nullcontext()


UNWATCHED: Final = Unwatched()


class Cancellation:
    """The half of a monitor that stops work; every member may be called from any thread."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._lock = threading.RLock()  # a signal's handler may cancel while its thread holds it
        self._stops: list[Callable[[], object]] = []

    def cancel(self) -> None:
        with self._lock:
            self._cancelled.set()
            for stop in self._stops:
                stop()

    def raise_if_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled

    @contextmanager
    def stopping_with(self, stop: Callable[[], object]) -> Generator[None]:
        """As the ``Monitor`` promises.

        ``stop`` is called under a lock, so never after the block, when a cursor or a socket
        may already serve somebody else. It must not wait, and the block must not be entered
        with a lock held that ``stop`` takes.
        """
        with self._lock:
            self._stops.append(stop)
            late = self._cancelled.is_set()
        try:
            if late:
                stop()
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)


class Retold:
    """A monitor for a part of some work: stopped with the whole, heard by ``report``."""

    def __init__(self, monitor: Monitor, report: Callable[[Progress], object]) -> None:
        self._monitor = monitor
        self._report = report

    def report(self, progress: Progress) -> None:
        self._report(progress)

    def raise_if_cancelled(self) -> None:
        self._monitor.raise_if_cancelled()

    def stopping_with(self, stop: Callable[[], object]) -> AbstractContextManager[None]:
        return self._monitor.stopping_with(stop)


def within(monitor: Monitor, reached: Callable[[int], int], total: int) -> Monitor:
    """The monitor of a part: what is said of it is said of the whole.

    ``reached`` is how far the whole is when so much of the part is settled. A note tells
    how far it was before the part, at least.
    """

    def report(progress: Progress) -> None:
        settled = 0 if progress.note else progress.done
        monitor.report(Progress(reached(settled), total, progress.note))

    return Retold(monitor, report)


class Onward(Retold):
    """A monitor of which several threads tell; what is done never becomes less."""

    def __init__(self, monitor: Monitor) -> None:
        super().__init__(monitor, self._tell)
        self._telling = threading.Lock()
        self._done = 0

    def _tell(self, progress: Progress) -> None:
        with self._telling:
            self._done = max(self._done, progress.done)
            self._monitor.report(Progress(self._done, progress.total, progress.note))
