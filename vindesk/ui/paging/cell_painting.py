"""What of a table is to be drawn, and a cell of the first column where it stays in view."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

_Feature = QStyleOptionViewItem.ViewItemFeature
_State = QStyle.StateFlag


def has_focus(view: QTableView) -> bool:
    """Whether keys go to the table, so that its current cell has a frame."""
    return view.hasFocus() or view.viewport().hasFocus()


def rows_in(view: QTableView, area: QRect) -> range:
    """The rows of which something is in ``area`` of the viewport."""
    first, last = view.rowAt(area.top()), view.rowAt(area.bottom())
    if first < 0:
        return range(0)
    return range(first, last + 1 if last >= 0 else view.model().rowCount())


def draw_first_cell(view: QTableView, painter: QPainter, row: int) -> None:
    """Draw the first cell of ``row`` at the left edge, as ``QTableView`` draws it elsewhere."""
    index = view.model().index(row, 0)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = QRect(0, view.rowViewportPosition(row), view.columnWidth(0), view.rowHeight(row))
    if view.alternatingRowColors() and row % 2:
        option.features |= _Feature.Alternate
    if view.selectionModel().isSelected(index):
        option.state |= _State.State_Selected
    if index == view.currentIndex() and has_focus(view):
        option.state |= _State.State_HasFocus
    panel = QStyle.PrimitiveElement.PE_PanelItemViewRow
    view.style().drawPrimitive(panel, option, painter, view)
    view.itemDelegateForIndex(index).paint(painter, option, index)
