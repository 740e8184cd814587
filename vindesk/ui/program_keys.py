"""The program's shortcuts work while one types, too.

Qt's text fields claim keys that few people know as keys of a text: under X11 Ctrl+E is the
end of the line there, Ctrl+D deletes, Ctrl+K and Ctrl+U cut a line short. Where a window has
such a key for something of its own, the window gets it; where it has not, the text does.
Undo and redo are the text's as long as it has something to undo.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

_TEXTS: Final = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
Key = QKeySequence.StandardKey
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
        self._follow(None, application.focusWidget())

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self._heard is not None and isValid(self._heard):  # it may go while it has the focus
            self._heard.removeEventFilter(self)
        self._heard = now if isinstance(now, _TEXTS) else None
        if self._heard is not None:
            self._heard.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text that hears nothing of the override does not claim the key."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_for_the_window(watched, event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)


def _is_for_the_window(text: QObject, event: QEvent) -> bool:
    """Ctrl and a letter that no text field is known for, or that would do nothing in this one."""
    return isinstance(event, QKeyEvent) and (
        _is_idle_undo(text, event)
        or (
            bool(event.modifiers() & _CTRL)
            and Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
            and event.key() not in _OF_EVERY_TEXT
        )
    )


def _is_idle_undo(text: QObject, event: QKeyEvent) -> bool:
    """A key held down stays the text's: it would go on through what the window has to undo."""
    if event.isAutoRepeat() or not isinstance(text, QLineEdit):
        return False
    return (event.matches(Key.Undo) and not text.isUndoAvailable()) or (
        event.matches(Key.Redo) and not text.isRedoAvailable()
    )
