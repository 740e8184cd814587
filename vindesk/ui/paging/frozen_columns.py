"""A table whose first column can stay in view while the others scroll under it."""

from PySide6.QtCore import QLine, QModelIndex, QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QWidget
from typing_extensions import override

from vindesk.ui.model_index import Index
from vindesk.ui.paging.column_header import ColumnHeader
from vindesk.ui.whole_rows import LongTable


class FrozenColumnView(LongTable):
    """Draws the first column at the left edge, and takes what is done there as done to it.

    Not with a second view over the first, as in Qt's example: there is one focus, one
    selection, one thing for a screen reader to read, and nothing to keep in step. While
    nothing is scrolled sideways, it costs nothing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heads = ColumnHeader(self)
        self.setHorizontalHeader(self.heads)
        self.heads.current_changed.connect(self.show_column)

    def keep_first(self, wanted: bool) -> None:
        """Whether the first column stays first, and in view."""
        self.heads.keep_first(wanted)
        self.viewport().update()

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        """What is seen at ``point``."""
        if 0 <= point.x() < self.heads.kept_width():
            row = self.rowAt(point.y())
            return self.model().index(row, 0) if row >= 0 else QModelIndex()
        return super().indexAt(point)

    @override
    def visualRect(self, index: Index) -> QRect:
        """Where ``index`` is seen."""
        rect = super().visualRect(index)
        if rect.isValid() and index.column() == 0 and self.heads.kept_width():
            rect.moveLeft(0)
        return rect

    @override
    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """A cell under the column that stays is not in view; one of that column always is."""
        bar = self.horizontalScrollBar()
        place, stays = bar.value(), self.heads.kept_width() > 0
        super().scrollTo(index, hint)
        if index.column() == 0 and stays:
            bar.setValue(place)
        else:
            self._uncover(index.column())

    def _uncover(self, column: int) -> None:
        covered = self.heads.kept_width() - self.columnViewportPosition(column)
        if column and covered > 0:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - covered)

    def show_column(self, column: int) -> None:
        """Scroll sideways until ``column`` is in view, even if it has just been added."""
        self.updateGeometries()
        if not (column == 0 and self.heads.kept_width()):
            left = self.columnViewportPosition(column)
            beyond = left + self.columnWidth(column) - self.viewport().width()
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + min(left, max(beyond, min(left, 0))))
            self._uncover(column)

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if dx and self.heads.first_stays:
            reach = self.columnWidth(0) + abs(dx)
            for part in (self.viewport(), self.heads.viewport()):
                part.update(0, 0, reach, part.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        width = self.heads.kept_width()
        if not width:
            self.draw_cells(event.region())
            return
        kept = QRect(0, 0, width, self.viewport().height())
        scrolled = event.region().subtracted(QRegion(kept))
        if not scrolled.isEmpty():
            self.draw_cells(scrolled)
        dirty = event.rect().intersected(kept)
        if not dirty.isEmpty():
            painter = QPainter(self.viewport())
            painter.setClipRect(dirty)
            painter.fillRect(dirty, self.palette().base())
            self.draw_first_column(painter, dirty)
            painter.setPen(self.palette().mid().color())
            painter.drawLine(QLine(kept.right(), dirty.top(), kept.right(), dirty.bottom()))
            painter.end()

    def draw_cells(self, region: QRegion) -> None:
        """Draw the cells of which something is in ``region`` of the viewport, where they are."""
        super().paintEvent(QPaintEvent(region))

    def draw_first_column(self, painter: QPainter, area: QRect) -> None:
        """Draw the cells of the first column of which something is in ``area``, at the left."""
        from vindesk.ui.paging.cell_painting import draw_first_cell, rows_in  # noqa: PLC0415 - seldom

        for row in rows_in(self, area):
            draw_first_cell(self, painter, row)
