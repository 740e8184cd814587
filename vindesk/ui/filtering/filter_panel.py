"""The filter entry and the line under it that says what cannot be read: layout only."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.ui.filtering.filter_entry import FilterEntry
from vindesk.ui.labels import colour, plain_label
from vindesk.ui.plain_text import sentence
from vindesk.ui.theme import ink

if TYPE_CHECKING:  # nobody types before the first paint
    from vindesk.domain.filter_terms import UnreadableFilter


class FilterPanel(QWidget):
    """As high as the entry, unless there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = FilterEntry()
        self.message = plain_label(wrap=True)
        self.message.setObjectName("filter_message")
        self.message.hide()
        self._grave = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(2)
        layout.addWidget(self.entry)
        layout.addWidget(self.message)

    def show_trouble(self, trouble: "UnreadableFilter", *, grave: bool) -> None:
        """Say what cannot be read; quietly, unless it is ``grave``."""
        self._grave = grave
        self._say(" ".join(filter(None, (trouble.detail, trouble.advice))))
        self._dress()

    def clear_trouble(self) -> None:
        self._say("")

    def say_rows(self, told: str) -> None:
        """To a screen reader: how many vehicles are left, unless there is something to say."""
        if not self.message.text():
            self.entry.setAccessibleDescription(told)

    def _say(self, text: str) -> None:
        self.message.setText(sentence(text))
        self.message.setVisible(bool(text))
        self.entry.setAccessibleDescription(text)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        inks = ink(self.palette())
        colour(self.message, inks.fault if self._grave else inks.quiet)
