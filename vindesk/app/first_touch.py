"""Makes what answers to a widget before the first key or click gets there."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.FocusIn,
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.InputMethod,
        QEvent.Type.DragEnter,
    }
)


class FirstTouch(QObject):
    """Calls ``make`` once, at the first touch of ``widget``, which then goes on to it."""

    def __init__(self, widget: QWidget, make: Callable[[], object]) -> None:
        super().__init__(widget)
        self._make = make
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            watched.removeEventFilter(self)
            self._make()
        return False
