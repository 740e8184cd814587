"""Labels that show what they are given, never guessing HTML."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QLabel

from vindesk.ui.plain_text import sentence

_LARGER: Final = 1.2


def plain_label(text: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """``selectable``: with the mouse, to be copied."""
    label = QLabel(sentence(text))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def headline(text: str) -> QLabel:
    """What a dialog is about, a little larger than the rest."""
    label = plain_label(text, wrap=True, selectable=True)
    font = QFont(label.font())
    font.setPointSizeF(font.pointSizeF() * _LARGER)
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label


def colour(label: QLabel, wanted: QColor) -> None:
    """Write in ``wanted``; a palette that is set anew would come back as a change of palette."""
    palette = label.palette()
    if palette.windowText().color() != wanted:
        palette.setColor(palette.ColorRole.WindowText, wanted)
        label.setPalette(palette)
