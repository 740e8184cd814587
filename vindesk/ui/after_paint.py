"""Lets what a person waits for be painted before what only follows from it begins."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class AfterPaint(QObject):
    """Does what it is given in a later turn of the event loop, in order.

    Qt paints what is due before any timer of no time comes.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts = deque[Callable[[], object]]()
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._act)

    @property
    def busy(self) -> bool:
        """Whether something is still to be done."""
        return bool(self._acts)

    def do(self, act: Callable[[], object]) -> None:
        self._acts.append(act)
        self._timer.start()

    def _act(self) -> None:
        acts = tuple(self._acts)
        self._acts.clear()
        for act in acts:
            act()
