"""Pictures of widgets, to be compared pixel by pixel."""

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView, QWidget


def settle(view: QAbstractItemView) -> None:
    """Scroll bars come or go as they have to."""
    view.grab()
    QCoreApplication.processEvents()


def picture(widget: QWidget, ratio: float) -> QImage:
    """``widget`` on a screen with ``ratio`` pixels for one; what it does not draw is magenta."""
    drawn = QImage(widget.size() * ratio, QImage.Format.Format_RGB32)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.magenta)
    widget.render(drawn, QPoint())
    return drawn


def base_line_of(drawn: QImage, cell: QRect) -> int:
    """The lowest row of pixels in ``cell`` that has ink."""
    ground = drawn.pixel(cell.right() - 1, cell.top() + 1)
    across = range(cell.left() + 3, cell.right() - 3)
    down = range(cell.bottom() - 1, cell.top(), -1)
    return next(y for y in down if any(drawn.pixel(x, y) != ground for x in across))
