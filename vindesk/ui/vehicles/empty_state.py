"""What a new user sees: an invitation instead of an empty table."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from vindesk.domain.words import say
from vindesk.ui.icons import picture
from vindesk.ui.labels import colour, plain_label
from vindesk.ui.theme import fixed_font, ink

EXAMPLES = ("1XPWD40X1ED215307", "1XKWDB0X57J211825", "ZA9CA05AXJLA12340")
"""A tractor, another, and a car of which vPIC knows little."""

_PICTURE = QSize(144, 144)


class EmptyState(QWidget):
    """Says what to do first, with three VINs to click."""

    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_state")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        headline = plain_label(say("Which vehicle is it?"))
        headline.setFont(_larger(headline.font(), 1.6))
        text = _centred(say("Type or scan a VIN above and press Return, or try one of these:"))
        layout = QVBoxLayout(self)
        layout.setSpacing(16)
        layout.addStretch()
        layout.addWidget(self._picture)
        layout.addWidget(headline, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(text)
        layout.addLayout(self._examples())
        layout.addWidget(
            _centred(say("Or drop a list of VINs here, or a Parquet file to look into it."))
        )
        layout.addStretch()
        self._privacy = _centred(
            say(
                "VINs that you look up go to NHTSA's public vPIC service. To keep everything on "
                "this machine, choose “Embedded only” above."
            )
        )
        layout.addWidget(self._privacy)
        self._dress()

    def _examples(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for vin in EXAMPLES:
            button = QPushButton(vin)
            button.setFont(fixed_font(button.font()))
            button.setAutoDefault(False)
            button.setToolTip(say("Look up {vin}", vin=vin))
            button.clicked.connect(lambda _checked=False, vin=vin: self.example_chosen.emit(vin))
            row.addWidget(button)
        row.addStretch()
        return row

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        quiet = ink(self.palette()).quiet
        self._picture.setPixmap(picture("empty", quiet, _PICTURE, self.devicePixelRatioF()))
        colour(self._privacy, quiet)


def _centred(text: str) -> QLabel:
    label = plain_label(text, wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label


def _larger(font: QFont, factor: float) -> QFont:
    result = QFont(font)
    result.setPointSizeF(font.pointSizeF() * factor)
    result.setWeight(QFont.Weight.DemiBold)
    return result
