"""Many may use a thing at once; whoever replaces it waits for them, and they for him."""

import threading
from collections.abc import Generator
from contextlib import contextmanager


class Gate:
    """Uses go on side by side while the gate is open; a thread may use it inside a use."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._users: dict[int, int] = {}
        self._closer: int | None = None

    @contextmanager
    def used(self) -> Generator[None, None, None]:
        """Wait until the gate is open, and keep it open while the block runs."""
        me = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: self._closer in {None, me} or me in self._users)
            self._users[me] = self._users.get(me, 0) + 1
        try:
            yield
        finally:
            with self._changed:
                self._users[me] -= 1
                if not self._users[me]:
                    del self._users[me]
                self._changed.notify_all()

    @contextmanager
    def closed(self, patience_s: float) -> Generator[bool, None, None]:
        """Let nobody else in while the block runs; whether all have left within ``patience_s``."""
        with self._changed:
            self._closer = threading.get_ident()
            empty = self._changed.wait_for(lambda: not self._users, patience_s)
        try:
            yield empty
        finally:
            with self._changed:
                self._closer = None
                self._changed.notify_all()
