"""The width that one panel takes of another."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from vindesk.ui.dock import Dock


class LentRoom(QObject):
    """Gives a panel the width back that another took of it for as long as it was shown.

    Qt gives it to the middle of the window. What a panel took before the window was shown is not
    known, and stays there.
    """

    def __init__(self, window: QMainWindow, lender: Dock, taker: QDockWidget) -> None:
        super().__init__(window)
        self._window = window
        self._lender = lender
        self._taker = taker
        self._before = self._left = 0
        lender.resized.connect(self._measure)
        taker.visibilityChanged.connect(self._follow)

    def _measure(self) -> None:
        if self._window.isVisible() and self._taker.isHidden():
            self._before = self._lender.width()

    def _follow(self, visible: bool) -> None:
        """What is left when the other is shown may become another by the user's hand."""
        if visible:
            self._left = self._lender.width()
        elif self._taker.isHidden() and self._lender.width() == self._left < self._before:
            self._window.resizeDocks([self._lender], [self._before], Qt.Orientation.Horizontal)
