"""A table of lines that stays quick, and copies what is selected."""

from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from vindesk.domain.tab_separated import tab_lines
from vindesk.ui.refreshing.line_model import LineModel
from vindesk.ui.theme import fixed_font

_ROW_PADDING: Final = 8
_CELL_PADDING: Final = 24
_WIDEST: Final = 320
_FITTED_ROWS: Final = 200


class LineTable(QTableView):
    """Whole rows, sorted by a click on a head."""

    def __init__(self, model: LineModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        model.setParent(self)
        self._set_up_rows()
        self.setModel(model)
        self.setObjectName(name.lower())
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._set_up_heads()

    def copy_selected(self) -> None:
        """Copy the selected rows as tab-separated text."""
        selection = self.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.count())]
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        if rows:
            QGuiApplication.clipboard().setText(tab_lines(self._lines.texts(rows)))

    def copy_all(self) -> None:
        """Copy all rows that are shown, under the titles."""
        rows = self._lines.texts(range(self._lines.rowCount()))
        QGuiApplication.clipboard().setText(tab_lines((self._lines.titles, *rows)))

    @override
    def selectAll(self) -> None:
        """Select every row as one range; Qt's own way asks every row first."""
        last = self._lines.index(self._lines.rowCount() - 1, self._lines.columnCount() - 1)
        if last.isValid():
            whole = QItemSelection(self._lines.index(0, 0), last)
            self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        else:
            super().keyPressEvent(event)

    def _set_up_rows(self) -> None:
        """Before there are any: later, each would be asked for, which takes half a minute."""
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _ROW_PADDING)
        rows.hide()

    def _set_up_heads(self) -> None:
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setStretchLastSection(True)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setResizeContentsPrecision(0)
        # Where nothing is ever selected, it need not ask every row: see PagedTableView.
        heads.setSelectionModel(QItemSelectionModel(self._lines, self))
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Fit all but the last to the first rows; Qt would ask all rows of a new view."""
        first = self._lines.texts(range(min(self._lines.rowCount(), _FITTED_ROWS)))
        plain, code = self.fontMetrics(), QFontMetrics(fixed_font(self.font()))
        for column, title in enumerate(self._lines.titles[:-1]):
            metrics = plain if column else code
            texts = (title, *(row[column][:_WIDEST] for row in first))
            width = max(map(metrics.horizontalAdvance, texts))
            self.setColumnWidth(column, min(width, _WIDEST) + _CELL_PADDING)
