"""Light and dark: palettes of our own, since not every platform can be told to change.

Every colour on the screen comes from the palette or from ``Ink``; both are made here, and
a test keeps their contrast at 4.5:1.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from vindesk.config.settings import Appearance

_R = QPalette.ColorRole


@dataclass(frozen=True, slots=True)
class Ink:
    """Text colours that carry a meaning; the meaning is always in words or a shape too."""

    quiet: QColor
    good: QColor
    warning: QColor
    fault: QColor
    parts: tuple[QColor, ...]
    """Washes behind the six parts of a VIN."""


_LIGHT = {
    _R.Window: "#f4f5f7",
    _R.WindowText: "#1b1e23",
    _R.Base: "#ffffff",
    _R.AlternateBase: "#f7f8fa",
    _R.Text: "#1b1e23",
    _R.Button: "#f4f5f7",
    _R.ButtonText: "#1b1e23",
    _R.BrightText: "#ffffff",
    _R.ToolTipBase: "#ffffff",
    _R.ToolTipText: "#1b1e23",
    _R.PlaceholderText: "#666d78",
    _R.Highlight: "#1f5fbf",
    _R.HighlightedText: "#ffffff",
    _R.Link: "#1a56b0",
    _R.LinkVisited: "#6a3fa0",
    _R.Light: "#ffffff",
    _R.Midlight: "#e6e8ec",
    _R.Mid: "#c3c8d0",
    _R.Dark: "#9aa1ac",
    _R.Shadow: "#6b7280",
    _R.Accent: "#1f5fbf",
}
_DARK = {
    _R.Window: "#202327",
    _R.WindowText: "#e8eaed",
    _R.Base: "#17191c",
    _R.AlternateBase: "#1c1f23",
    _R.Text: "#e8eaed",
    _R.Button: "#2b2f35",
    _R.ButtonText: "#e8eaed",
    _R.BrightText: "#ffffff",
    _R.ToolTipBase: "#2b2f35",
    _R.ToolTipText: "#e8eaed",
    _R.PlaceholderText: "#9aa2ad",
    _R.Highlight: "#2f6fd0",
    _R.HighlightedText: "#ffffff",
    _R.Link: "#7fb0ff",
    _R.LinkVisited: "#c0a0f0",
    _R.Light: "#3a3f46",
    _R.Midlight: "#30343a",
    _R.Mid: "#454b54",
    _R.Dark: "#111315",
    _R.Shadow: "#000000",
    _R.Accent: "#2f6fd0",
}
_LIGHT_INK = Ink(
    quiet=QColor("#666d78"),
    good=QColor("#1d6f3c"),
    warning=QColor("#8a5300"),
    fault=QColor("#b3261e"),
    parts=tuple(map(QColor, ("#d8e6fb", "#dcf0e2", "#fbe9cf", "#eadff8", "#fbdcdc", "#dcebf0"))),
)
_DARK_INK = Ink(
    quiet=QColor("#9aa2ad"),
    good=QColor("#7fd19b"),
    warning=QColor("#f0b860"),
    fault=QColor("#ff9b94"),
    parts=tuple(map(QColor, ("#23405f", "#234a33", "#54411f", "#43305e", "#5a2c2f", "#274a54"))),
)


def palette(*, dark: bool) -> QPalette:
    """The palette of one theme; disabled text is the quiet ink."""
    result = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        result.setColor(role, QColor(colour))
    for role in (_R.WindowText, _R.Text, _R.ButtonText, _R.HighlightedText):
        result.setColor(
            QPalette.ColorGroup.Disabled, role, QColor("#6f7680" if dark else "#9aa1ac")
        )
    return result


def ink(current: QPalette) -> Ink:
    """The inks that go with ``current``."""
    return _DARK_INK if is_dark(current) else _LIGHT_INK


def is_dark(current: QPalette) -> bool:
    return current.color(_R.Window).lightness() < current.color(_R.WindowText).lightness()


class Theme(QObject):
    """Keeps the application in the chosen appearance, and follows the system if asked."""

    def __init__(self, application: QApplication, appearance: Appearance) -> None:
        super().__init__(application)
        self._application = application
        self._appearance = appearance
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def appearance(self) -> Appearance:
        return self._appearance

    def choose(self, appearance: Appearance) -> None:
        self._appearance = appearance
        self._apply()

    def _apply(self) -> None:
        chosen = palette(dark=self._wants_dark())
        self._application.setPalette(chosen)
        # Fusion draws a box a shade darker than the window: on a dark one nobody sees it.
        chosen.setColor(_R.Window, chosen.placeholderText().color())
        self._application.setPalette(chosen, "QCheckBox")  # pyright: ignore[reportArgumentType] - it takes no bytes

    def _wants_dark(self) -> bool:
        if self._appearance is Appearance.SYSTEM:
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._appearance is Appearance.DARK


def fixed_font(base: QFont, scale: float = 1.0) -> QFont:
    """The system's monospaced font in the size of ``base``: for VINs, where places count."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(base.pointSizeF() * scale)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font
