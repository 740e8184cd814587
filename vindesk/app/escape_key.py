"""Escape, wherever the keyboard is in a window, unless something there had a use for it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class EscapeKey(QObject):
    """Says ``pressed`` when nothing inside ``places`` took the key.

    A key comes to a window last: an editor in a cell, a menu, a list that is open and a
    dialog have had it before, or have it to themselves.
    """

    pressed = Signal()

    def __init__(self, *places: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        for place in places:
            place.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and _is_escape(event):
            self.pressed.emit()
            return True
        return super().eventFilter(watched, event)


def _is_escape(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.key() == Qt.Key.Key_Escape
        and event.modifiers() == Qt.KeyboardModifier.NoModifier
    )
