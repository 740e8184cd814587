"""Draws the fields as the style would draw their cells, a whole row at a time."""

from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTreeView

from vindesk.ui.details.field_model import FieldModel
from vindesk.ui.letters import Letters, letters_of
from vindesk.ui.model_index import Index

_LEVELS: Final = 2
"""A field stands in its group, and a group right of what folds it."""

_AIR: Final = 4
"""Between a name and its value, beside the margins."""


class FieldPainter:
    """Draws the rows of fields whose texts are plain; the others are left to Qt.

    The rows of the view are all of one height.

    Qt's own way goes through the delegate and the style for each cell, which took a third of
    the time in which an answer is painted.
    """

    def __init__(self, view: QTreeView, fields: FieldModel) -> None:
        self._view = view
        self._fields = fields
        self._font: QFont | None = None
        self._known: Letters | None = None
        self._margin = 0

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> bool:
        """Draw a row, unless there is more to it than two plain texts: then nothing is drawn."""
        if not index.internalId() or self._is_marked(index):
            return False
        cells = self._fields.cells(index)
        letters = self._letters()
        try:
            needed = [letters.width(cell.text) for cell in cells]
        except KeyError:
            return False
        place: QRect = option.rect
        colours = self._view.palette()
        if self._number_of(place) % 2:
            painter.fillRect(place, colours.alternateBase())
        painter.setFont(letters.font)
        line = letters.base_line(place.top(), place.height())
        for column, (cell, width) in enumerate(zip(cells, needed, strict=True)):
            left, room = self._span(column)
            painter.setPen(cell.ink.color() if cell.ink else colours.text().color())
            painter.drawText(QPointF(left, line), letters.fitted(cell.text, width, room))
        return True

    def room_for(self, name: str) -> int:
        """How wide the first column must be, for ``name`` to be read whole."""
        letters = self._letters()
        try:
            width = letters.width(name)
        except KeyError:
            width = letters.metrics.horizontalAdvance(name)
        return ceil(width) + _AIR + 2 * self._margin + _LEVELS * self._view.indentation()

    def _span(self, column: int) -> tuple[int, int]:
        """Where a text of ``column`` begins, and how wide it may be, in pixels."""
        heads = self._view.header()
        before = self._margin
        if not column:
            before += _LEVELS * self._view.indentation()
        left, width = heads.sectionViewportPosition(column), heads.sectionSize(column)
        return left + before, width - before - self._margin

    def _number_of(self, place: QRect) -> int:
        """How many rows stand above the one at ``place``; every second has a ground."""
        view, scrolled = self._view, self._view.verticalScrollBar().value()
        if view.verticalScrollMode() is QAbstractItemView.ScrollMode.ScrollPerItem:
            return scrolled + place.top() // place.height()
        return (scrolled + place.top()) // place.height()

    def _is_marked(self, index: Index) -> bool:
        """Whether the row is selected, or has the keyboard, or is no usual one."""
        view = self._view
        return (
            view.selectionModel().isSelected(index)
            or view.layoutDirection() != Qt.LayoutDirection.LeftToRight
            or not view.isEnabled()
            or (view.hasFocus() and view.currentIndex().siblingAtColumn(0) == index)
        )

    def _letters(self) -> Letters:
        font = self._view.font()
        if self._known is None or font != self._font:
            self._font, self._known = font, letters_of(font)
            metric = self._view.style().pixelMetric
            self._margin = metric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self._view) + 1
        return self._known
