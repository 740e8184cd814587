"""Draws single cells of a table wherever they are to be seen, as ``QTableView`` draws them."""

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


def draw_cell(view: QTableView, painter: QPainter, row: int, column: int, place: QRect) -> None:
    """Draw the ground and the content of a cell at ``place``."""
    index = view.model().index(row, column)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = place
    if view.alternatingRowColors() and row % 2:
        option.features |= _Feature.Alternate
    if view.selectionModel().isSelected(index):
        option.state |= _State.State_Selected
    if index == view.currentIndex() and has_focus(view):
        option.state |= _State.State_HasFocus
    panel = QStyle.PrimitiveElement.PE_PanelItemViewRow
    view.style().drawPrimitive(panel, option, painter, view)
    view.itemDelegateForIndex(index).paint(painter, option, index)
