"""The panels at the sides of a window: their buttons, and the width that one takes of another."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QMainWindow, QWidget
from typing_extensions import override

from vindesk.domain.words import phrase, say
from vindesk.ui.icons import line_icon

_SIZE: Final = 14
_BUTTONS: Final = {
    "qt_dockwidget_floatbutton": ("float", phrase("Detach or Attach {panel}")),
    "qt_dockwidget_closebutton": ("close", phrase("Close {panel}")),
}


class Dock(QDockWidget):
    """A panel whose two buttons are told apart by eye and ear.

    Qt's own pictures are dark on any ground, and it puts them there again and again.
    """

    resized = Signal()

    def __init__(self, title: str, name: str, content: QWidget) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self.setWidget(content)
        for put_anew in (self.topLevelChanged, self.dockLocationChanged, self.visibilityChanged):
            put_anew.connect(self._dress)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._dress()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def _dress(self) -> None:
        """Once it can be seen: a start draws no pictures of panels that are hidden."""
        if not self.isVisible():
            return
        for name, (icon, verb) in _BUTTONS.items():
            button = self.findChild(QAbstractButton, name)
            if button is not None:
                said = say(verb, panel=self.windowTitle())
                button.setIcon(line_icon(icon, self.palette(), _SIZE))
                button.setAccessibleName(said)
                button.setToolTip(said)


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
