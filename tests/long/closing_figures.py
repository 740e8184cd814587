"""What the closings came to, in a form that can be quoted."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field


class Ending(Struct, frozen=True):
    """One closing: from the wish to close, to the return of ``main``, to the end of the process."""

    inside_s: float
    outside_s: float
    how: str
    last_act: str
    open_windows: int
    certain: int
    """Of how many VINs it was checked whether they are there."""

    left_behind: bool
    """Whether work that could not be stopped in time was not waited for."""


class ClosingFigures(Struct):
    endings: list[Ending] = field(default_factory=list[Ending])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, ending: Ending) -> None:
        with self._lock:
            self.endings.append(ending)

    def lines(self) -> Iterator[str]:
        if not self.endings:
            return
        inside = _told([ending.inside_s for ending in self.endings])
        outside = _told([ending.outside_s for ending in self.endings])
        yield f"closing the window: {len(self.endings)} times, no command lost, no complaint"
        yield f"  until main returned: {inside}"
        yield f"  until the process was gone: {outside}"
        several = sum(ending.open_windows > 1 for ending in self.endings)
        checked = sum(ending.certain for ending in self.endings)
        yield f"  {several} with other windows or boxes open; {checked:,} vehicles checked"
        late = sum(ending.left_behind for ending in self.endings)
        yield f"  {late} did not wait for modules that were still being loaded"
        hows = Counter(ending.how for ending in self.endings)
        yield f"  by: {', '.join(f'{how} {count}' for how, count in hows.most_common())}"


def _told(seconds: Sequence[float]) -> str:
    ordered = sorted(seconds)
    median, p99 = (ordered[int(len(ordered) * part)] for part in (0.5, 0.99))
    return f"median {median:.2f} s, p99 {p99:.2f} s, longest {ordered[-1]:.2f} s"
