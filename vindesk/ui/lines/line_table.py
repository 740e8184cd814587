"""A table of lines that stays quick, and copies what is selected."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from vindesk.domain.tab_separated import tab_lines
from vindesk.ui.code_cells import CodeCells
from vindesk.ui.lines.line_model import LineModel
from vindesk.ui.theme import fixed_font
from vindesk.ui.whole_rows import LongTable, ask_no_rows, selected_ranges, set_up_rows

_CELL_PADDING: Final = 24
_WIDEST: Final = 320
_FITTED_ROWS: Final = 200


class LineTable(LongTable):
    """Whole rows, sorted by a click on a head."""

    def __init__(self, model: LineModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = model
        model.setParent(self)
        set_up_rows(self, QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setModel(model)
        cells = CodeCells(self)
        for column in model.code_columns:
            self.setItemDelegateForColumn(column, cells)
        self.setAccessibleName(name)
        self._set_up_heads()

    def copy_selected(self) -> None:
        """Copy the selected rows as tab-separated text."""
        rows = [row for part in selected_ranges(self) for row in part]
        if rows:
            QGuiApplication.clipboard().setText(tab_lines(self.lines.texts(rows)))

    def copy_all(self) -> None:
        """Copy all rows that are shown, under the titles."""
        rows = self.lines.texts(range(self.lines.rowCount()))
        QGuiApplication.clipboard().setText(tab_lines((self.lines.titles, *rows)))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        else:
            super().keyPressEvent(event)

    def _set_up_heads(self) -> None:
        heads = self.horizontalHeader()
        heads.setStretchLastSection(True)
        ask_no_rows(self)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Fit all but the last to the first rows; Qt would ask all rows of a new view."""
        first = self.lines.texts(range(min(self.lines.rowCount(), _FITTED_ROWS)))
        plain, code = self.fontMetrics(), QFontMetrics(fixed_font(self.font()))
        for column, title in enumerate(self.lines.titles[:-1]):
            metrics = code if column in self.lines.code_columns else plain
            texts = (title, *(row[column][:_WIDEST] for row in first))
            width = max(map(metrics.horizontalAdvance, texts))
            self.setColumnWidth(column, min(width, _WIDEST) + _CELL_PADDING)
