"""Several lists, a tab each, and one search over all of them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from vindesk.domain.words import say
from vindesk.ui.lines.line_table import LineTable
from vindesk.ui.search_entry import SearchEntry
from vindesk.ui.whole_rows import enter


class LineLists(QWidget):
    """Empty until a list is added."""

    def __init__(self, search_name: str, spoken: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: list[LineTable] = []
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        search = SearchEntry(search_name, say("Search"), spoken, self._enter_table)
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

    def _enter_table(self) -> None:
        """The list in front, if anything was found there."""
        enter(self._tables[self.tabs.currentIndex()])

    def _search(self, text: str) -> None:
        for table in self._tables:
            table.lines.search(text)
