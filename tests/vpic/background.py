"""Work in a thread of its own, whose outcome a test asks for."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


def wait_for(fact: Callable[[], bool]) -> None:
    """Wait until ``fact`` holds, where nothing tells that it does."""
    deadline = time.monotonic() + 30
    while not fact():
        assert time.monotonic() < deadline, "it does not come true"
        threading.Event().wait(0.001)


class Background(Generic[T]):
    """Runs ``work`` in a thread that ends before the result is handed out."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._future: Future[T] = Future()
        self._work = work
        self._ended = 0.0
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._future.set_result(self._work())
        except BaseException as error:  # noqa: BLE001 - handed to whoever asks for the result
            self._future.set_exception(error)
        self._ended = time.monotonic()

    def result(self) -> T:
        """What the work returned, or raise what it raised."""
        self._thread.join(60)
        assert not self._thread.is_alive(), "the work does not end"
        return self._future.result(0)

    def ended_s_after(self, moment: float) -> float:
        """How long after ``moment`` of ``time.monotonic`` the work ended."""
        self._thread.join(60)
        return self._ended - moment
