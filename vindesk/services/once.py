"""A thing that is made when it is first needed, by whichever thread needs it first."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from vindesk.domain.monitor import Cancelled

T = TypeVar("T")


class Once(Generic[T]):
    """Calls ``make`` once; if it fails, the next caller tries again."""

    def __init__(
        self, make: Callable[[], T], discard: Callable[[T], object] = lambda _made: None
    ) -> None:
        """``discard`` gets what came too late, after ``give_up``."""
        self._make = make
        self._discard = discard
        self._changed = threading.Condition()
        self._made: list[T] = []
        self._making = False
        self._given_up = False

    def __call__(self) -> T:
        """What is made, sooner or later.

        Raises:
            Cancelled: nobody wants it any more.

        """
        with self._changed:
            self._changed.wait_for(lambda: self._given_up or not self._making)
            if self._given_up:
                raise Cancelled
            if self._made:
                return self._made[0]
            self._making = True
        try:
            made = self._make()
        except BaseException:
            self._end_making()
            raise
        if not self._end_making(made):
            self._discard(made)
            raise Cancelled
        return made

    @property
    def is_made(self) -> bool:
        return bool(self._made)

    @property
    def is_being_made(self) -> bool:
        return self._making

    def there(self) -> T | None:
        """What was made, None if nothing was; what is being made is waited for."""
        with self._changed:
            self._changed.wait_for(lambda: self._given_up or not self._making)
            return self._made[0] if self._made else None

    def exchange(self, remake: Callable[[T], T]) -> T | None:
        """Put what ``remake`` makes of it in its place; what was there, None if nothing was.

        If ``remake`` fails, all is as it was.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._given_up or not self._making)
            if not self._made:
                return None
            before = self._made[0]
            self._made[0] = remake(before)
            return before

    def take(self) -> T | None:
        """What was made, which is then forgotten; None if nothing was made, or not in time."""
        with self._changed:
            return self._made.pop() if self._made else None

    def give_up(self) -> bool:
        """Wait no longer for what is being made, nor does anybody else; whether it is.

        Making goes on, since it cannot be stopped.
        """
        with self._changed:
            self._given_up = self._given_up or self._making
            self._changed.notify_all()
            return self._making

    def _end_making(self, *made: T) -> bool:
        """Whether somebody wants it."""
        with self._changed:
            self._making = False
            if not self._given_up:
                self._made.extend(made)
            self._changed.notify_all()
            return not self._given_up
