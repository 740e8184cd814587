"""Pictures of widgets, to be compared pixel by pixel."""

from PySide6.QtCore import QCoreApplication, QPoint, Qt
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
