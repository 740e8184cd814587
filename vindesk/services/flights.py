"""One flight per question: several askers share one piece of work."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

from vindesk.domain.monitor import Cancelled, Monitor

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Flights(Generic[K, V]):
    """Work under way, by what was asked.

    Who asks first does the work; who asks meanwhile gets the same answer, or the same
    error. If the first is cancelled, one of the others does the work instead.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[K, Future[V]] = {}

    def share(self, key: K, work: Callable[[], V], monitor: Monitor) -> V:
        """The answer to ``key``.

        Raises:
            Cancelled: this asker's monitor was cancelled.
            Exception: whatever ``work`` raised.

        """
        while True:
            monitor.raise_if_cancelled()
            with self._lock:
                flight = self._under_way.get(key)
                if flight is None:
                    mine = self._under_way[key] = Future[V]()
                    break
            _wait(flight, monitor)
            if not flight.cancelled():
                return flight.result()
        return self._fly(key, mine, work)

    def _fly(self, key: K, flight: Future[V], work: Callable[[], V]) -> V:
        try:
            answer = work()
        except Exception as error:
            self._land(key)
            flight.set_exception(error)
            raise
        except BaseException:
            self._land(key)
            flight.cancel()
            raise
        self._land(key)
        flight.set_result(answer)
        return answer

    def _land(self, key: K) -> None:
        with self._lock:
            del self._under_way[key]


def _wait(flight: Future[V], monitor: Monitor) -> None:
    woken = threading.Event()
    flight.add_done_callback(lambda _done: woken.set())
    with monitor.stopping_with(woken.set):
        woken.wait()
    if not flight.done():
        raise Cancelled
