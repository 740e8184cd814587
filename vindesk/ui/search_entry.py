"""A search in a dialog."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

_ON: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down})


class SearchEntry(QLineEdit):
    """Return and Down lead to what was found; they do not end the dialog.

    ``shown`` stands in it while it is empty, ``spoken`` is its name for a screen reader.
    """

    def __init__(self, name: str, shown: str, spoken: str, lead: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(shown)
        self.setAccessibleName(spoken)
        self.setClearButtonEnabled(True)
        self._lead = lead

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ON:
            self._lead()
        else:
            super().keyPressEvent(event)
