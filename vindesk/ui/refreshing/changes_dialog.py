"""What a refresh changed: which fields of which vehicles, and what could not be refreshed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QVBoxLayout,
    QWidget,
)

from vindesk.domain.words import grouped, phrase, say
from vindesk.services.refresh import Refreshed
from vindesk.ui.labels import headline, plain_label
from vindesk.ui.lines.line_lists import LineLists
from vindesk.ui.lines.line_model import LineModel
from vindesk.ui.lines.line_table import LineTable
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.refreshing.telling import (
    CHANGE_TITLES,
    FAILURE_TITLES,
    change_rows,
    failure_rows,
    remarks,
    summary,
)
from vindesk.ui.theme import fixed_font
from vindesk.ui.window_sizes import first_size, no_narrower

_SIZE: Final = QSize(860, 540)
_NARROWEST: Final = 60
"""In characters."""


class ChangesDialog(QDialog):
    """The counts in words, a table of the changes, a second one of the failures."""

    def __init__(self, done: Refreshed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refresh_changes")
        self.setWindowTitle(say("Refresh from vPIC"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lists = LineLists("changes_search", say("Search the changes"))
        self._lists.tabs.setTabBarAutoHide(True)
        self._add(phrase("Changes"), CHANGE_TITLES, change_rows(done))
        self._add(phrase("Failures"), FAILURE_TITLES, failure_rows(done))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        said = headline(summary(done))
        said.setObjectName("changes_summary")
        layout.addWidget(said)
        for remark in (*remarks(done), *([done.trouble.sentence] if done.trouble else ())):
            layout.addWidget(plain_label(remark, wrap=True, selectable=True))
        if self._lists.tables:
            layout.addWidget(self._lists, 1)
        layout.addWidget(self._buttons())
        no_narrower(layout, self, _NARROWEST)
        if self._lists.tables:
            first_size(self, _SIZE)
            self._lists.tables[0].setFocus()

    def _add(self, english: str, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        if not rows:
            return
        said, name = [say(title) for title in titles], say(english)
        table = LineTable(LineModel(said, rows, fixed_font(self.font())), name)
        table.setObjectName(english.lower())
        self._lists.add(table, f"{name} ({grouped(len(rows))})")

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        box.rejected.connect(self.reject)
        if self._lists.tables:
            copy = box.addButton(say("&Copy All"), QDialogButtonBox.ButtonRole.ActionRole)
            copy.setObjectName("copy_changes")
            copy.setToolTip(say("Copy the rows of this list, for a spreadsheet"))
            copy.setAutoDefault(False)
            copy.clicked.connect(self._lists.copy_all)
        box.addButton(QDialogButtonBox.StandardButton.Close)
        without_icons(box)
        return box
