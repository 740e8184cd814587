"""Lets what a person waits for be painted before what only follows from it is done."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class AfterPaint(QObject):
    """Does what it is given in later turns of the event loop, in order, one thing in each.

    Qt paints what is due before any timer of no time comes: so what was done is painted before
    the next thing is, and several that came together make no long turn.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts = deque[Callable[[], object]]()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._act)

    @property
    def busy(self) -> bool:
        """Whether something is still to be done."""
        return bool(self._acts)

    def do(self, act: Callable[[], object]) -> None:
        self._acts.append(act)
        self._timer.start()

    def _act(self) -> None:
        act = self._acts.popleft()
        if not self._acts:
            self._timer.stop()
        act()
