"""How late the GUI thread comes to its ticks, what was being done then, and why."""

import gc
import time
from array import array
from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict
from PySide6.QtCore import QObject, Qt, QTimer, Slot

from tests.benchmarks.percentile import p99

_TICK_MS: Final = 2
_WORST: Final = 12
_MUCH_MS: Final = 50


class Stall(Struct, frozen=True):
    """A tick that came late, in ms; for what is not its own work the GUI thread waited.

    It waits for Python's lock, which a worker holds, or for a core.
    """

    late: float
    step: str
    at_s: float
    worked: float
    """What the GUI thread itself computed, in ms."""

    collected: float
    """How long it looked for garbage, in ms on the clock."""


class Stalls(QObject):
    """Ticks from ``start`` to ``stop``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.step = "beginning"
        """What the user does just now."""

        self._late: dict[str, array[float]] = defaultdict(lambda: array("d"))
        """No lists: garbage collection would look at each of a million numbers."""

        self._worst: list[Stall] = []
        self._laboured: list[Stall] = []
        """Those in which the thread itself had more to do than anybody may notice."""

        self._began = self._last = self._last_work = 0.0
        self._collecting = self._collected = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        gc.callbacks.append(self._take_garbage)
        self._began = self._last = time.perf_counter()
        self._last_work = time.thread_time()
        self._timer.start(_TICK_MS)

    def stop(self) -> None:
        self._timer.stop()
        gc.callbacks.remove(self._take_garbage)

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.perf_counter() - self._began

    @property
    def ticks(self) -> int:
        return sum(map(len, self._late.values()))

    def found(self) -> Mapping[str, object]:
        """All of it, in ms, as JSON can carry it."""
        every = [late for of_step in self._late.values() for late in of_step]
        return {
            "ticks": len(every),
            "seconds": self._last - self._began,
            "p99": p99(every),
            "longest": max(every, default=0.0),
            "steps": {
                step: {"ticks": len(late), "p99": p99(late), "longest": max(late)}
                for step, late in self._late.items()
            },
            "laboured": [asdict(stall) for stall in self._laboured],
            "worst": [asdict(stall) for stall in self._worst],
        }

    @Slot()
    def _tick(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        late = max((now - self._last) * 1e3 - _TICK_MS, 0.0)
        worked = (work - self._last_work) * 1e3
        self._late[self.step].append(late)
        stall = Stall(late, self.step, now - self._began, worked, self._collected * 1e3)
        if worked > _MUCH_MS:
            self._laboured.append(stall)
        if len(self._worst) < _WORST or late > self._worst[-1].late:
            self._worst.append(stall)
            self._worst.sort(key=lambda stall: -stall.late)
            del self._worst[_WORST:]
        self._last, self._last_work, self._collected = now, work, 0.0

    def _take_garbage(self, phase: str, _info: dict[str, int]) -> None:
        now = time.perf_counter()
        if phase == "start":
            self._collecting = now
        else:
            self._collected += now - self._collecting
