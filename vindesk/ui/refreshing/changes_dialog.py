"""What a refresh changed: which fields of which vehicles, and what could not be refreshed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from vindesk.services.refresh import Refreshed
from vindesk.ui.plain_text import sentence
from vindesk.ui.refreshing.line_model import LineModel
from vindesk.ui.refreshing.line_table import LineTable
from vindesk.ui.refreshing.telling import (
    CHANGE_TITLES,
    FAILURE_TITLES,
    change_rows,
    failure_rows,
    summary,
)
from vindesk.ui.theme import fixed_font

_SIZE: Final = QSize(860, 540)
_NARROWEST: Final = 420
_LARGER: Final = 1.2


class ChangesDialog(QDialog):
    """The counts in words, a table of the changes, a second one of the failures."""

    def __init__(self, done: Refreshed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refresh_changes")
        self.setWindowTitle("Refresh from vPIC")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tables: list[LineTable] = []
        self._search = QLineEdit()
        self._tabs = QTabWidget()
        self._tabs.setDocumentMode(True)
        self._tabs.setTabBarAutoHide(True)
        self._add("Changes", CHANGE_TITLES, change_rows(done))
        self._add("Failures", FAILURE_TITLES, failure_rows(done))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(_headline(summary(done)))
        for remark in (*done.remarks, *([done.trouble.sentence] if done.trouble else ())):
            layout.addWidget(_words(remark))
        if self._tables:
            layout.addWidget(self._search_line())
            layout.addWidget(self._tabs, 1)
        layout.addWidget(self._buttons())
        self.setMinimumWidth(_NARROWEST)
        if self._tables:
            self.resize(_SIZE)
            self._tables[0].setFocus()

    def _add(self, name: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        if not rows:
            return
        table = LineTable(LineModel(titles, rows, fixed_font(self.font())), name)
        self._tables.append(table)
        self._tabs.addTab(table, f"{name} ({QLocale().toString(len(rows))})")

    def _search_line(self) -> QLineEdit:
        self._search.setObjectName("changes_search")
        self._search.setPlaceholderText("Search")
        self._search.setAccessibleName("Search the changes")
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._search_all)
        return self._search

    def _search_all(self, text: str) -> None:
        for table in self._tables:
            model = table.model()
            assert isinstance(model, LineModel)  # noqa: S101 - for the type checker
            model.search(text)

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        if self._tables:
            copy = box.addButton("&Copy All", QDialogButtonBox.ButtonRole.ActionRole)
            copy.setObjectName("copy_changes")
            copy.setToolTip("Copy the rows of this list, for a spreadsheet")
            copy.setAutoDefault(False)
            copy.clicked.connect(self._copy_all)
        return box

    def _copy_all(self) -> None:
        self._tables[self._tabs.currentIndex()].copy_all()


def _headline(text: str) -> QLabel:
    label = _words(text)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * _LARGER)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    label.setObjectName("changes_summary")
    return label


def _words(text: str) -> QLabel:
    label = QLabel(sentence(text))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setWordWrap(True)
    return label
