"""Where the keyboard is, in rows that a delegate draws itself."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionFocusRect, QStyleOptionViewItem


def draw_focus(
    painter: QPainter, option: QStyleOptionViewItem, place: QRect, ground: QColor
) -> None:
    """The style's frame around ``place``, on ``ground``, if the keyboard is on the item."""
    if not option.state & QStyle.StateFlag.State_HasFocus:
        return
    frame = QStyleOptionFocusRect()
    frame.rect = place
    frame.state = option.state | QStyle.StateFlag.State_KeyboardFocusChange
    frame.palette = option.palette
    frame.backgroundColor = ground
    element = QStyle.PrimitiveElement.PE_FrameFocusRect
    option.widget.style().drawPrimitive(element, frame, painter, option.widget)
