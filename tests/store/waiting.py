"""Waiting for a fact that nobody announces."""

import threading
from collections.abc import Callable


def until(fact: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(2000):
        if fact():
            return
        pause.wait(0.005)
    raise AssertionError("it never came true")
