"""Message boxes of ours: plain texts, pictures in the colours of the theme, buttons in words."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMessageBox, QSpacerItem, QWidget
from typing_extensions import override

from vindesk.ui.icons import picture
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.theme import ink

_SIZE: Final = QSize(40, 40)
_CHARACTERS: Final = 58
"""How many of them a line has at least."""

_PLAIN: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Tone(StrEnum):
    """Named as the icons are."""

    QUESTION = "help"
    WARNING = "warning"
    FAULT = "error"
    WORD = "info"


class MessageBox(QMessageBox):
    """Built but not shown, so a test can read it; texts are never read as HTML.

    It may open while somebody types or scans VINs: a letter without Alt presses no button.
    """

    def __init__(
        self, tone: Tone, title: str, text: str, told: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWindowTitle(title)
        self.setText(text)
        self.setInformativeText(told)
        self._dress()

    def tell(self, told: str) -> None:
        """Say ``told`` below the first words, also in a box that is open."""
        self.setInformativeText(told)
        self._dress()
        self.setText(self.text())  # makes it as wide as it is dressed

    @override
    def showEvent(self, event: QShowEvent) -> None:
        without_icons(self)
        super().showEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Not what Qt does: it takes a plain letter for the underlined one of a button."""
        is_plain = not event.modifiers() & ~_PLAIN
        if not (is_plain and event.text().isalnum()):
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        colour = tone_colour(self._tone, self.palette())
        self.setIconPixmap(picture(self._tone, colour, _SIZE, self.devicePixelRatioF()))
        head, grid = self.findChild(QLabel, "qt_msgbox_label"), self.layout()
        if head is not None:
            font = QFont(head.font())
            font.setWeight(QFont.Weight.DemiBold)
            head.setFont(font)
        if isinstance(grid, QGridLayout):  # a new one for each picture
            width = _CHARACTERS * self.fontMetrics().averageCharWidth()
            grid.addItem(QSpacerItem(width, 0), grid.rowCount(), 0, 1, grid.columnCount())


def tone_colour(tone: Tone, palette: QPalette) -> QColor:
    """The ink of ``tone``."""
    inks = {Tone.WARNING: ink(palette).warning, Tone.FAULT: ink(palette).fault}
    return inks.get(tone, palette.color(QPalette.ColorRole.Link))
