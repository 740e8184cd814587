"""A table view that stays quick whatever its length."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from vindesk.ui.paging.paged_table_model import PagedTableModel

_ROW_PADDING = 8
_WIDTH_UNIT = 10
_FITTED_COLUMNS = 24
_WIDEST_FITTED = 320


class PagedTableView(QTableView):
    """Whole rows of uniform height, over a ``PagedTableModel``.

    Qt's own ways to select all, to count selected rows and to draw header states walk
    every row; here everything goes by ranges.
    """

    def __init__(self, model: PagedTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paged = model
        self._empty_text = ""
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setCornerButtonEnabled(False)
        self._set_up_headers()
        model.modelAboutToBeReset.connect(self.scrollToTop)

    def show_when_empty(self, text: str) -> None:
        """What to say in place of rows."""
        self._empty_text = text
        self.viewport().update()

    def fit_columns(self) -> None:
        """Give each column the width it asks for, in the present font."""
        unit = self.fontMetrics().averageCharWidth() / _WIDTH_UNIT
        for number, column in enumerate(self._paged.columns):
            self.setColumnWidth(number, round(column.width * unit))

    def fit_to_contents(self) -> None:
        """Fit the first columns to the rows in view, within reason; more would cost frames."""
        for number in range(min(len(self._paged.columns), _FITTED_COLUMNS)):
            asked = max(
                self.sizeHintForColumn(number), self.horizontalHeader().sectionSizeHint(number)
            )
            self.setColumnWidth(number, min(asked + _ROW_PADDING, _WIDEST_FITTED))

    def selected_ranges(self) -> list[range]:
        """The selected rows, from the top, as ranges that do not overlap."""
        selection = self.selectionModel().selection()
        parts = map(selection.at, range(selection.count()))
        ranges = (range(part.top(), part.bottom() + 1) for part in parts)
        merged: list[range] = []
        for rows in sorted(ranges, key=lambda rows: rows.start):
            if merged and rows.start <= merged[-1].stop:
                merged[-1] = range(merged[-1].start, max(merged[-1].stop, rows.stop))
            else:
                merged.append(rows)
        return merged

    def select_ranges(self, ranges: list[range], current: int | None) -> None:
        """Select the rows of ``ranges`` and make ``current`` the current one."""
        selection = QItemSelection()
        last_column = self._paged.columnCount() - 1
        for rows in ranges:
            selection.select(
                self._paged.index(rows.start, 0), self._paged.index(rows.stop - 1, last_column)
            )
        model = self.selectionModel()
        if current is not None:
            model.setCurrentIndex(
                self._paged.index(current, 0), QItemSelectionModel.SelectionFlag.NoUpdate
            )
        model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @override
    def selectAll(self) -> None:
        """Select every row as one range; Qt's own way asks every row first."""
        if self._paged.rowCount():
            current = self.currentIndex()
            self.select_ranges(
                [range(self._paged.rowCount())], current.row() if current.isValid() else 0
            )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._paged.rowCount() == 0 and self._empty_text:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            area = self.viewport().rect().adjusted(16, 16, -16, -16)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), self._empty_text)
            painter.end()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last row, as in every long list."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End} and self._paged.rowCount():
            row = 0 if event.key() == Qt.Key.Key_Home else self._paged.rowCount() - 1
            self.setCurrentIndex(self._paged.index(row, max(self.currentIndex().column(), 0)))
            return
        super().keyPressEvent(event)

    def top_row(self) -> int:
        """The row at the upper edge; 0 if there is none."""
        return max(self.rowAt(0), 0)

    def rows_in_view(self) -> range:
        bottom = self.indexAt(QPoint(1, self.viewport().height() - 1))
        last = bottom.row() if bottom.isValid() else self._paged.rowCount() - 1
        return range(self.top_row(), last + 1)

    def _set_up_headers(self) -> None:
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _ROW_PADDING)
        rows.hide()
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        columns.setSectionsMovable(True)
        columns.setResizeContentsPrecision(0)
        columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # That header asks every selected row whether whole columns are selected: seconds
        # at 100,000 rows. In a selection model of its own nothing is ever selected.
        columns.setSelectionModel(QItemSelectionModel(self._paged, self))

    def current_row(self) -> int | None:
        index: QModelIndex = self.currentIndex()
        return index.row() if index.isValid() else None
