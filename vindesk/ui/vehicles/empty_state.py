"""What a new user sees: an invitation instead of an empty table."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.words import say
from vindesk.ui.icons import picture
from vindesk.ui.labels import colour, plain_label
from vindesk.ui.theme import fixed_font, headline_font, ink

EXAMPLES = ("1XPWD40X1ED215307", "1XKWDB0X57J211825", "ZA9CA05AXJLA12340")
"""A tractor, another, and a car of which vPIC knows little."""

_PICTURE = QSize(144, 144)
_SIDE: Final = 9


class EmptyState(QScrollArea):
    """Says what to do first, with three VINs to click; to be scrolled where there is no room."""

    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_state")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._headline = plain_label(say("Which vehicle is it?"))
        text = _centred(say("Type or scan a VIN above and press Return, or try one of these:"))
        self._examples = _Examples(self.example_chosen.emit)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(_SIDE, _SIDE, _SIDE, _SIDE)
        layout.setSpacing(16)
        layout.addStretch()
        layout.addWidget(self._picture)
        layout.addWidget(self._headline, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(text)
        layout.addLayout(self._examples)
        layout.addWidget(
            _centred(say("Or drop a list of VINs here, or a Parquet file to look into it."))
        )
        layout.addStretch()
        self._privacy = _centred("")
        layout.addWidget(self._privacy)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._dress()

    def tell_source(self, source: SourceChoice) -> None:
        """Say where what is looked up goes."""
        self._privacy.setText(
            say("VINs that you look up stay on this machine: “Embedded only” is chosen above.")
            if source is SourceChoice.EMBEDDED
            else say(
                "VINs that you look up go to NHTSA's public vPIC service. To keep everything on "
                "this machine, choose “Embedded only” above."
            )
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """The examples stand side by side where that fits."""
        self._examples.fit(event.size().width() - 2 * _SIDE)
        super().resizeEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._dress()

    def _dress(self) -> None:
        self._headline.setFont(headline_font(self.font(), 1.6))
        self._examples.write_in(fixed_font(self.font()))
        quiet = ink(self.palette()).quiet
        self._picture.setPixmap(picture("empty", quiet, _PICTURE, self.devicePixelRatioF()))
        colour(self._privacy, quiet)


class _Examples(QBoxLayout):
    """A button for each example, side by side or one under the other."""

    def __init__(self, choose: Callable[[str], object]) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self.setSpacing(8)
        self._buttons = [_button(vin, choose) for vin in EXAMPLES]
        self.addStretch()
        for button in self._buttons:
            self.addWidget(button, alignment=Qt.AlignmentFlag.AlignCenter)
        self.addStretch()

    def write_in(self, font: QFont) -> None:
        for button in self._buttons:
            button.setFont(font)

    def fit(self, room: int) -> None:
        """Stand as ``room`` allows."""
        widths = [button.sizeHint().width() for button in self._buttons]
        fits = sum(widths) + self.spacing() * (len(widths) + 1) <= room
        ways = QBoxLayout.Direction
        self.setDirection(ways.LeftToRight if fits else ways.TopToBottom)


def _button(vin: str, choose: Callable[[str], object]) -> QPushButton:
    button = QPushButton(vin)
    button.setAutoDefault(False)
    button.setToolTip(say("Look up {vin}", vin=vin))
    button.clicked.connect(lambda _checked=False: choose(vin))
    return button


def _centred(text: str) -> QLabel:
    label = plain_label(text, wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
