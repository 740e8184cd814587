"""Measures how long the GUI thread was not there for the user."""

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from tests.stopwatch import now_s

_TICK_MS = 5


class Watchdog(QObject):
    """Ticks on the GUI thread; a tick that comes late says how long the thread was blocked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stalls_ms: list[float] = []
        self._last: float | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_TICK_MS)

    @Slot()
    def _tick(self) -> None:
        now = now_s()
        if self._last is not None:
            self.stalls_ms.append(max((now - self._last) * 1e3 - _TICK_MS, 0.0))
        self._last = now

    def forget(self) -> None:
        """Begin anew: what came before was the test, not the program."""
        self._last = None

    def stop(self) -> None:
        self._timer.stop()

    @property
    def longest_ms(self) -> float:
        return max(self.stalls_ms, default=0.0)

    @property
    def p99_ms(self) -> float:
        ordered = sorted(self.stalls_ms)
        return ordered[int(len(ordered) * 0.99)] if ordered else 0.0
