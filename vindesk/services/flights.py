"""One flight per question: several askers share one piece of work."""

import threading
from collections.abc import Callable, Generator, Hashable
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Generic, TypeVar

from vindesk.domain.monitor import Cancelled, Monitor, Progress, Retold

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_News = SimpleQueue[Progress | None]
"""What who waits is to be told; None: that there is nothing more to wait for."""


class Flights(Generic[K, V]):
    """Work under way, by what was asked.

    Who asks first does the work; who asks meanwhile is told the same progress, and gets the
    same answer, or the same error. If the first is cancelled, one of the others does the
    work instead.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[K, _Flight[V]] = {}

    def share(self, key: K, work: Callable[[Monitor], V], monitor: Monitor) -> V:
        """The answer to ``key``; ``work`` reports to all who wait for it.

        Raises:
            Cancelled: this asker's monitor was cancelled.
            Exception: whatever ``work`` raised.

        """
        while True:
            monitor.raise_if_cancelled()
            with self._lock:
                flight = self._under_way.get(key)
                if flight is None:
                    mine = self._under_way[key] = _Flight[V]()
                    break
            flight.wait(monitor)
            if not flight.landing.cancelled():
                return flight.landing.result()
        return self._fly(key, mine, work, monitor)

    def _fly(
        self, key: K, flight: "_Flight[V]", work: Callable[[Monitor], V], monitor: Monitor
    ) -> V:
        def tell_all(progress: Progress) -> None:
            monitor.report(progress)
            flight.tell(progress)

        try:
            answer = work(Retold(monitor, tell_all))
        except Exception as error:
            self._land(key)
            flight.landing.set_exception(error)
            raise
        except BaseException:
            self._land(key)
            flight.landing.cancel()
            raise
        self._land(key)
        flight.landing.set_result(answer)
        return answer

    def _land(self, key: K) -> None:
        with self._lock:
            del self._under_way[key]


class _Flight(Generic[V]):
    """One piece of work under way, and who waits for it."""

    def __init__(self) -> None:
        self.landing = Future[V]()
        self._lock = threading.Lock()
        self._waiting: list[_News] = []

    def tell(self, progress: Progress) -> None:
        """Let each who waits report ``progress``, in the thread that waits."""
        with self._lock:
            for news in self._waiting:
                news.put(progress)

    def wait(self, monitor: Monitor) -> None:
        """Wait for the landing.

        Raises:
            Cancelled: the monitor was cancelled before.

        """
        with self._hearing() as news:
            self.landing.add_done_callback(lambda _done: news.put(None))
            with monitor.stopping_with(lambda: news.put(None)):
                while (progress := news.get()) is not None:
                    monitor.report(progress)
        if not self.landing.done():
            raise Cancelled

    @contextmanager
    def _hearing(self) -> Generator[_News]:
        news = _News()
        with self._lock:
            self._waiting.append(news)
        try:
            yield news
        finally:
            with self._lock:
                self._waiting.remove(news)
