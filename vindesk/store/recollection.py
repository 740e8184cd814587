"""What was read last of the cache, for as long as nothing is written."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar

Key = TypeVar("Key")
Answer = TypeVar("Answer")

_MOST: Final = 16


class Recollection(Generic[Key, Answer]):
    """A few answers, which hold at one number of ``Database.changes`` alone.

    Safe to use from several threads. A VIN is read when its last letter is typed, when it is
    looked up, and when its row is shown: the same each time.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._changes = -1
        self._answers = OrderedDict[Key, Answer]()

    def read(self, key: Key, changes: int, read: Callable[[], Answer]) -> Answer:
        """What ``read`` says, or said of ``key`` before; ``changes`` were counted just now."""
        with self._lock:
            if changes == self._changes and key in self._answers:
                return self._answers[key]
        answer = read()
        self._keep(key, changes, answer)
        return answer

    def _keep(self, key: Key, changes: int, answer: Answer) -> None:
        with self._lock:
            if changes < self._changes:
                return
            if changes > self._changes:
                self._answers.clear()
                self._changes = changes
            self._answers[key] = answer
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
