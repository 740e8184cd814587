"""What waits for a paint: a person sees what there is before the rest is done."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override


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


class FirstPaint(QObject):
    """Tells when a widget, with its children, has been painted for the first time.

    It looks at the next paint only: a filter in Python costs each event a little.
    """

    painted = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.painted)
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._soon.start()
        return False
