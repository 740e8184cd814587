"""Work that can wait, in steps between which the window answers."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal


class IdleSteps(QObject):
    """Takes a step when the event loop has nothing else to do, until there are no more."""

    ended = Signal()

    def __init__(self, steps: Iterator[object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._take_one)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        """Take no more; may be called more than once."""
        self._timer.stop()

    def _take_one(self) -> None:
        """A step that fails is told of like any other failure, and is the last."""
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            self.ended.emit()
