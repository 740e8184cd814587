"""The program's shortcuts work while one types, too.

Qt's text fields claim keys that few people know as keys of a text: under X11 Ctrl+E is the
end of the line there, Ctrl+D deletes, Ctrl+K and Ctrl+U cut a line short. Where a window has
such a key for something of its own, the window gets it; where it has not, the text does.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from typing_extensions import override

_TEXTS: Final = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_OF_EVERY_TEXT: Final = frozenset(
    {Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Y, Qt.Key.Key_Z}
)
"""With Ctrl, these mean the text wherever there is one."""


class ProgramKeys(QObject):
    """Listens to the one text that has the keyboard, whatever window it is in."""

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._heard: QWidget | None = None
        application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._heard is not None:
            self._heard.removeEventFilter(self)
            self._heard.destroyed.disconnect(self._forget)
        self._heard = now if isinstance(now, _TEXTS) else None
        if self._heard is not None:
            self._heard.installEventFilter(self)
            self._heard.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._heard = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text that hears nothing of the override does not claim the key."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_for_the_window(event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _is_for_the_window(event: QEvent) -> bool:
    """Ctrl and a letter that no text field is known for."""
    return (
        isinstance(event, QKeyEvent)
        and bool(event.modifiers() & _CTRL)
        and Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
        and event.key() not in _OF_EVERY_TEXT
    )
