"""The entry that searches within one facet."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from vindesk.domain.words import say, within
from vindesk.ui.dropped import TextEntry

_PAUSE_MS: Final = 200


class FacetSearch(TextEntry):
    """Tells its text when the user pauses, at Return at once."""

    searched = Signal()
    left_downwards = Signal()
    left_upwards = Signal()
    abandoned = Signal()
    """Escape was pressed with no text left to clear."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facet_search")
        self.setPlaceholderText(say("Search {title}", title=within(title)))
        self.setAccessibleName(say("Search {title}", title=title))
        self.setClearButtonEnabled(True)
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._pause.start)

    @property
    def told(self) -> str:
        """What was searched for last."""
        return self._told

    def begin(self, text: str) -> None:
        """The user typed ``text`` elsewhere, and means it for here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setText(text)

    def empty(self) -> None:
        self.clear()
        self._tell()

    def _tell(self) -> None:
        self._pause.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.searched.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.empty()
        elif event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Up:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)
