"""Check boxes in lists that can be seen in the dark."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget


def dress_boxes(view: QWidget, around: QPalette) -> None:
    """Fusion draws a box a shade darker than the window: on a dark one nobody sees it."""
    colour = around.placeholderText().color()
    colours = view.palette()
    if colours.window().color() != colour:
        colours.setColor(QPalette.ColorRole.Window, colour)
        view.setPalette(colours)
