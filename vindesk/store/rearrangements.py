"""What took vehicles away or brought some back: so that not all are put in order anew."""

import threading
from array import array
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

MOST: Final = 1_000
"""To find the places of more takes as long as to put a million in order."""

_REMEMBERED: Final = 64


class Rearrangements:
    """Each is noted before it happens and after: what is read in between is not relied on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._latest = deque["array[int] | None"](maxlen=_REMEMBERED)

    @property
    def count(self) -> int:
        """How many there have been; the same number: each vehicle is where it was."""
        return self._count

    @contextmanager
    def noted(self, keys: "array[int] | None") -> Generator[None, None, None]:
        """Only the vehicles of these numbers go or come back in the block; None: any may.

        The block may still fill ``keys``.
        """
        self._note(keys)
        try:
            yield
        finally:
            self._note(keys)

    def note_all(self) -> None:
        """Any vehicle may have gone or come back."""
        self._note(None)

    def since(self, count: int) -> "array[int] | None":
        """Who may have gone or come back since there were ``count``; None: any, or too many."""
        with self._lock:
            new = self._count - count
            entries = list(self._latest)[-new:] if new else []
        if new > len(entries):
            return None
        keys = array("q")
        for entry in entries:
            if entry is None or len(keys) + len(entry) > 2 * MOST:  # each is there twice
                return None
            keys.extend(entry)
        return keys

    def _note(self, keys: "array[int] | None") -> None:
        """What is too much is not kept, as it may be 80 MB."""
        with self._lock:
            self._count += 1
            self._latest.append(None if keys is not None and len(keys) > MOST else keys)
