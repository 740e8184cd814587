"""Several lists, a tab each, and one search over all of them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QTabWidget, QVBoxLayout, QWidget

from vindesk.domain.words import say
from vindesk.ui.lines.line_table import LineTable


class LineLists(QWidget):
    """Empty until a list is added."""

    def __init__(self, search_name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: list[LineTable] = []
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        search = QLineEdit()
        search.setObjectName(search_name)
        search.setPlaceholderText(say("Search"))
        search.setAccessibleName(spoken)
        search.setClearButtonEnabled(True)
        search.textChanged.connect(self._search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(search)
        layout.addWidget(self.tabs, 1)

    @property
    def tables(self) -> Sequence[LineTable]:
        return self._tables

    def add(self, table: LineTable, title: str) -> None:
        self._tables.append(table)
        self.tabs.addTab(table, title)

    def copy_all(self) -> None:
        """Copy all rows of the list in front, under its titles."""
        self._tables[self.tabs.currentIndex()].copy_all()

    def _search(self, text: str) -> None:
        for table in self._tables:
            table.lines.search(text)
