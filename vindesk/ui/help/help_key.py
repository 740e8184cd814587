"""F1 in a window beside the main one, whose own key does not reach there."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

_NAME: Final = "help_key"


def give_help_key(window: QWidget, help_here: Callable[[], object]) -> None:
    """Have F1 in ``window`` call ``help_here``; one that has the key already is left as it is.

    Of two shortcuts with one key Qt would obey neither.
    """
    if window.findChild(QShortcut, _NAME) is None:
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), window)
        key.setObjectName(_NAME)
        key.setContext(Qt.ShortcutContext.WindowShortcut)
        key.activated.connect(help_here)
