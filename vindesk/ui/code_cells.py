"""Draws cells in a font of their own on the base line of the others in their row."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from vindesk.ui.letters import lift
from vindesk.ui.model_index import Index

_Role = QPalette.ColorRole
_State = QStyle.StateFlag
_CELL = QStyle.ControlElement.CE_ItemViewItem
_TEXT = QStyle.SubElement.SE_ItemViewItemText
_HAS_BOX = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
_GROUND = _State.State_Selected | _State.State_HasFocus | _State.State_MouseOver


class CodeCells(QStyledItemDelegate):
    """For the columns whose model gives them the font."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        _draw_lifted(painter, cell)


def _draw_lifted(painter: QPainter, cell: QStyleOptionViewItem) -> None:
    """Draw ``cell``: first what is under its text, where it is, and then the text.

    The style centres a text by the height of its own font, which may be another than that of
    the view.
    """
    view, text = cell.widget, cell.text
    style = view.style()
    cell.text = ""
    style.drawControl(_CELL, cell, painter, view)
    cell.text = text
    if cell.state & _State.State_Selected:
        palette = QPalette(cell.palette)
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            palette.setBrush(group, _Role.Text, palette.brush(group, _Role.HighlightedText))
        cell.palette = palette
    cell.state &= ~_GROUND
    painter.save()
    if cell.features & _HAS_BOX:  # it is drawn, and stays where it is
        place = style.subElementRect(_TEXT, cell, view)
        painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    painter.translate(0.0, -lift(cell.font, view.font()))
    style.drawControl(_CELL, cell, painter, view)
    painter.restore()
