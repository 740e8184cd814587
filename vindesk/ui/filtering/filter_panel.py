"""The filter entry and the line under it that says what cannot be read: layout only."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vindesk.ui.filtering.filter_entry import FilterEntry
from vindesk.ui.labels import RemarkLabel

if TYPE_CHECKING:  # nobody types before the first paint
    from vindesk.domain.filter_terms import UnreadableFilter


class FilterPanel(QWidget):
    """As high as the entry, unless there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry = FilterEntry()
        self.message = RemarkLabel(self.entry, "filter_message")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(2)
        layout.addWidget(self.entry)
        layout.addWidget(self.message)

    def show_trouble(self, trouble: "UnreadableFilter", *, grave: bool) -> None:
        """Say what cannot be read; quietly, unless it is ``grave``."""
        self.message.say(trouble.remark, grave=grave)

    def clear_trouble(self) -> None:
        self.message.say("")

    def say_rows(self, told: str) -> None:
        """To a screen reader: how many vehicles are left, unless there is something to say."""
        if not self.message.text():
            self.entry.setAccessibleDescription(told)
