"""Long work in steps, with rests between them: others need the engine and the disk too."""

import threading
import time
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from vindesk.domain.monitor import Monitor

_LONGEST_REST_S: Final = 1.0

T = TypeVar("T")


def at_ease(steps: Sequence[T], monitor: Monitor) -> Iterator[T]:
    """Each of ``steps``; after it, rest as long as it took.

    Raises:
        Cancelled: after the step in which, or the rest in which, the monitor was cancelled.

    """
    stop = threading.Event()
    for step in steps:
        started = time.monotonic()
        yield step
        if len(steps) > 1:
            with monitor.stopping_with(stop.set):
                stop.wait(min(time.monotonic() - started, _LONGEST_REST_S))
        monitor.raise_if_cancelled()
