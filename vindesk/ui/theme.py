"""Light, dark and high contrast: palettes of our own, since not every platform has them.

Every colour on the screen comes from the palette or from ``Ink``; both are made here, and
a test keeps their contrast at 4.5:1 for texts and 3:1 for edges and marks, 7:1 in high contrast.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette, QScreen
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from vindesk.config.settings import Appearance
from vindesk.ui.icons import scales

if TYPE_CHECKING:  # made late: see ``desk``
    from vindesk.ui.focus_ring import FocusRing

_R = QPalette.ColorRole
_MORE: Final = Qt.ContrastPreference.HighContrast
_EDGED: Final = ("QLineEdit", "QComboBox", "QPushButton", "QAbstractSpinBox")
_FRAMED: Final = (
    "Menu",
    "QListView",
    "QPlainTextEdit",
    "QProgressBar",
    "QTableView",
    "QTextEdit",
    "QToolButton",
    "QTreeView",
)
_WITHIN_FRAMED: Final = ("QComboBoxListView", "QHeaderView")
"""They fill a ground with the colour that gives the others their edges."""

_TAB: Final = "#424242"
"""On black; Fusion fills a row of tabs with the colour of edges."""

_FUSIONS_SHADE: Final = 140
"""An edge is darker than the role Window by this, in percent."""

_BRIGHTEST_EDGE: Final = "#b6b6b6"
"""White, by that much darker."""


class Ink(Struct, frozen=True):
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
_CONTRAST = {
    _R.Window: "#000000",
    _R.WindowText: "#ffffff",
    _R.Base: "#000000",
    _R.AlternateBase: "#141414",
    _R.Text: "#ffffff",
    _R.Button: "#000000",
    _R.ButtonText: "#ffffff",
    _R.BrightText: "#ffffff",
    _R.ToolTipBase: "#000000",
    _R.ToolTipText: "#ffffff",
    _R.PlaceholderText: "#d0d0d0",
    _R.Highlight: "#ffe14d",
    _R.HighlightedText: "#000000",
    _R.Link: "#7fd4ff",
    _R.LinkVisited: "#e0b8ff",
    _R.Light: "#ffffff",
    _R.Midlight: "#3a3a3a",
    _R.Mid: "#8c8c8c",
    _R.Dark: "#b0b0b0",
    _R.Shadow: "#ffffff",
    _R.Accent: "#ffe14d",
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

_CONTRAST_INK = Ink(
    quiet=QColor("#d0d0d0"),
    good=QColor("#7dfca0"),
    warning=QColor("#ffd24d"),
    fault=QColor("#ffa8a8"),
    parts=tuple(map(QColor, ("#00386f", "#004a26", "#553d00", "#471a6e", "#6d0f1c", "#004852"))),
)


class _Scheme(Struct, frozen=True):
    """All colours of one appearance."""

    colours: Mapping[QPalette.ColorRole, str]
    ink: Ink
    disabled: str
    edge: str
    """Around what one types in, chooses from or presses."""


_SCHEMES: Final = {
    Appearance.LIGHT: _Scheme(_LIGHT, _LIGHT_INK, disabled="#9aa1ac", edge="#858b95"),
    Appearance.DARK: _Scheme(_DARK, _DARK_INK, disabled="#6f7680", edge="#7d8490"),
    Appearance.CONTRAST: _Scheme(
        _CONTRAST, _CONTRAST_INK, disabled="#9a9a9a", edge=_BRIGHTEST_EDGE
    ),
}


def palette(*, dark: bool, contrast: bool = False) -> QPalette:
    """The palette of one appearance; high contrast is always on black."""
    scheme = _SCHEMES[_appearance(dark=dark, contrast=contrast)]
    result = QPalette()
    for role, colour in scheme.colours.items():
        result.setColor(role, QColor(colour))
    for role in (_R.WindowText, _R.Text, _R.ButtonText, _R.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.disabled))
    return result


def ink(current: QPalette) -> Ink:
    """The inks that go with ``current``."""
    return _scheme_of(current).ink


def edge(current: QPalette) -> QColor:
    """The colour of the edges of entries, choices and buttons."""
    return QColor(_scheme_of(current).edge)


def window_ground(current: QPalette) -> QColor:
    """The colour of windows; what has an edge has that of its edge in the role for it."""
    return QColor(_scheme_of(current).colours[_R.Window])


def is_dark(current: QPalette) -> bool:
    return current.color(_R.Base).lightness() < current.color(_R.Text).lightness()


def is_high_contrast(current: QPalette) -> bool:
    """Whether nothing is darker than the ground, or lighter than the text."""
    return (current.color(_R.Base).lightness(), current.color(_R.Text).lightness()) == (0, 255)


def blended(ground: QColor, colour: QColor, strength: float) -> QColor:
    """``colour`` laid over ``ground``."""

    def mixed(below: int, above: int) -> int:
        return round(below + (above - below) * strength)

    return QColor(
        mixed(ground.red(), colour.red()),
        mixed(ground.green(), colour.green()),
        mixed(ground.blue(), colour.blue()),
    )


def _scheme_of(current: QPalette) -> _Scheme:
    chosen = _appearance(dark=is_dark(current), contrast=is_high_contrast(current))
    return _SCHEMES[chosen]


def _appearance(*, dark: bool, contrast: bool) -> Appearance:
    if contrast:
        return Appearance.CONTRAST
    return Appearance.DARK if dark else Appearance.LIGHT


def apply_theme(application: QApplication, appearance: Appearance) -> None:
    """Dress every window, those that are open too; with ``SYSTEM``, as the system is now."""
    if appearance is Appearance.SYSTEM:
        appearance = of_system()
    chosen = palette(dark=appearance is Appearance.DARK, contrast=appearance is Appearance.CONTRAST)
    application.setPalette(chosen)
    # Fusion draws a box, and the edge of an entry, a shade darker than the window: on a dark one
    # nobody sees it.
    edged = QPalette(chosen)
    edged.setColor(_R.Window, edge(chosen).lighter(_FUSIONS_SHADE))
    for name in _EDGED:
        application.setPalette(edged, name)  # pyright: ignore[reportArgumentType] - it takes no bytes
    if is_high_contrast(chosen):
        _frame(application, edged)
    chosen.setColor(_R.Window, chosen.placeholderText().color())
    application.setPalette(chosen, "QCheckBox")  # pyright: ignore[reportArgumentType] - it takes no bytes


def _frame(application: QApplication, edged: QPalette) -> None:
    """Give an edge to what shades keep apart elsewhere: on black there are none."""
    for name in _FRAMED:
        application.setPalette(edged, name)  # pyright: ignore[reportArgumentType] - it takes no bytes
    for name in _WITHIN_FRAMED:
        application.setPalette(palette(dark=True, contrast=True), name)  # pyright: ignore[reportArgumentType] - it takes no bytes
    tabs = palette(dark=True, contrast=True)
    tabs.setColor(_R.Button, QColor(_TAB))
    application.setPalette(tabs, "QTabBar")  # pyright: ignore[reportArgumentType] - it takes no bytes


class Theme(QObject):
    """Keeps the application in the chosen appearance, and follows the system if asked.

    Where a screen comes that shows more, or fewer, pixels, icons are drawn for it too.
    """

    def __init__(self, application: QApplication, appearance: Appearance) -> None:
        super().__init__(application)
        self._application = application
        self._appearance = appearance
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._ring: FocusRing | None = None
        self._scales = scales()
        application.screenAdded.connect(self._meet)
        for screen in application.screens():
            self._watch(screen)
        self._dress(appearance)

    @property
    def appearance(self) -> Appearance:
        """What was chosen."""
        return self._appearance

    def choose(self, appearance: Appearance) -> None:
        """Change at once."""
        self._appearance = appearance
        self._dress(appearance)

    def _follow(self) -> None:
        if self._appearance is Appearance.SYSTEM:
            self._dress(Appearance.SYSTEM)

    def _watch(self, screen: QScreen) -> None:
        """A screen of another scale is as large as before in pixels, and so in no other unit."""
        screen.geometryChanged.connect(self._draw_for_screens)

    def _meet(self, screen: QScreen) -> None:
        self._watch(screen)
        self._draw_for_screens()

    def _draw_for_screens(self) -> None:
        """Whoever has icons draws them anew when colours change."""
        wanted = scales()
        if wanted == self._scales:
            return
        self._scales = wanted
        for widget in self._application.allWidgets():
            if isValid(widget):  # who heard it before may have made its parts anew
                QApplication.sendEvent(widget, QEvent(QEvent.Type.PaletteChange))

    def _dress(self, appearance: Appearance) -> None:
        apply_theme(self._application, appearance)
        contrast = is_high_contrast(self._application.palette())
        if contrast and self._ring is None:
            from vindesk.ui.focus_ring import FocusRing  # noqa: PLC0415 - few want it

            self._ring = FocusRing(self._application)
        if self._ring is not None:
            self._ring.show_if(contrast)


def of_system() -> Appearance:
    """What the desktop asks programs for."""
    hints = QGuiApplication.styleHints()
    wants_contrast = hints.accessibility().contrastPreference() == _MORE
    return _appearance(dark=hints.colorScheme() == Qt.ColorScheme.Dark, contrast=wants_contrast)


def headline_font(base: QFont, scale: float) -> QFont:
    """``base`` as it stands over other text: larger, and heavier."""
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * scale)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def fixed_font(base: QFont, scale: float = 1.0) -> QFont:
    """The system's monospaced font in the size of ``base``: for VINs, where places count."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(base.pointSizeF() * scale)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font
