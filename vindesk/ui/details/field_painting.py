"""Draws the fields as the style would draw their cells, a whole row at a time."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTreeView

from vindesk.ui.details.field_model import Cell, FieldModel
from vindesk.ui.letters import NEARLY, Letters, letters_of

_LEVELS: Final = 2
"""A field stands in its group, and a group right of what folds it."""


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

    def draw(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
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
        for column, (cell, width) in enumerate(zip(cells, needed, strict=True)):
            self._write(painter, place, column, cell, width, colours.color(QPalette.ColorRole.Text))
        return True

    def _write(  # noqa: PLR0913, PLR0917 - two calls a row
        self,
        painter: QPainter,
        place: QRect,
        column: int,
        cell: Cell,
        needed: float,
        ink: QColor,
    ) -> None:
        heads, letters = self._view.header(), self._letters()
        left = heads.sectionViewportPosition(column) + self._margin
        room = heads.sectionSize(column) - 2 * self._margin
        if not column:
            indent = _LEVELS * self._view.indentation()
            left += indent
            room -= indent
        text = cell.text
        if needed + NEARLY > room:
            text = letters.metrics.elidedText(text, self._view.textElideMode(), room)
        painter.setPen(cell.ink.color() if cell.ink else ink)
        painter.drawText(QPointF(left, letters.base_line(place.top(), place.height())), text)

    def _number_of(self, place: QRect) -> int:
        """How many rows stand above the one at ``place``; every second has a ground."""
        view, scrolled = self._view, self._view.verticalScrollBar().value()
        if view.verticalScrollMode() is QAbstractItemView.ScrollMode.ScrollPerItem:
            return scrolled + place.top() // place.height()
        return (scrolled + place.top()) // place.height()

    def _is_marked(self, index: QModelIndex | QPersistentModelIndex) -> bool:
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
