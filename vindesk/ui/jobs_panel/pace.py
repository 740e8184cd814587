"""How fast work goes, and how long it will still take."""

import math
from collections.abc import Callable
from typing import Final

_HIDDEN_S: Final = 1.0
"""At first every guess is wild."""

_MEMORY_S: Final = 10.0
"""After so long, about a third of what was known before still counts."""


class Pace:
    """Fed with positions; whoever reads it gets None while nothing can be said."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.begin(0)

    def begin(self, position: int) -> None:
        """Work begins, or goes on after a rest, at ``position``."""
        self._begun = self._last = self._clock()
        self._position = position
        self._per_s: float | None = None

    def reach(self, position: int) -> None:
        if position < self._position:
            self.begin(position)
            return
        now = self._clock()
        took = now - self._last
        if took <= 0:
            return
        new = (position - self._position) / took
        weight = 1 - math.exp(-took / _MEMORY_S)
        self._per_s = new if self._per_s is None else self._per_s + weight * (new - self._per_s)
        self._last, self._position = now, position

    @property
    def per_second(self) -> float | None:
        return self._per_s if self._clock() - self._begun >= _HIDDEN_S and self._per_s else None

    def left_s(self, total: int) -> float | None:
        """Seconds until ``total`` is reached, if it goes on like this."""
        per_s = self.per_second
        if per_s is None:
            return None
        since = self._clock() - self._last
        return max((total - self._position) / per_s - since, 0.0)
