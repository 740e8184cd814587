"""A thing that is made when it is first needed, by whichever thread needs it first."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Calls ``make`` once; if it fails, the next caller tries again."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: list[T] = []

    def __call__(self) -> T:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    @property
    def is_made(self) -> bool:
        return bool(self._made)

    def exchange(self, remake: Callable[[T], T]) -> T | None:
        """Put what ``remake`` makes of it in its place; what was there, None if nothing was.

        If ``remake`` fails, all is as it was.
        """
        with self._lock:
            if not self._made:
                return None
            before = self._made[0]
            self._made[0] = remake(before)
            return before

    def take(self) -> T | None:
        """What was made, which is then forgotten; None if nothing was made yet."""
        with self._lock:
            return self._made.pop() if self._made else None
