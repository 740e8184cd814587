"""The wheel scrolls what one looks at, and changes no choice that happens to lie under it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override


def quiet_wheel(*parts: QWidget) -> None:
    """Let the wheel mean each of ``parts`` only while it has the keyboard."""
    for part in parts:
        part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel gives no focus either
        part.installEventFilter(_QuietWheel(part))


class _QuietWheel(QObject):
    def __init__(self, part: QWidget) -> None:
        super().__init__(part)
        self._part = part

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is ignored here goes to what lies around it."""
        if event.type() == QEvent.Type.Wheel and not self._part.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)
