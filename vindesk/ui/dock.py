"""A panel at the side of a window, whose two buttons are told apart by eye and ear."""

from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QWidget
from typing_extensions import override

from vindesk.domain.words import phrase, say
from vindesk.ui.icons import line_icon

_SIZE: Final = 14
_BUTTONS: Final = {
    "qt_dockwidget_floatbutton": ("float", phrase("Detach or Attach {panel}")),
    "qt_dockwidget_closebutton": ("close", phrase("Close {panel}")),
}


class Dock(QDockWidget):
    """Qt's own pictures are dark on any ground, and it puts them there again and again."""

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
