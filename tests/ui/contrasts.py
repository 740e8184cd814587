"""How far two colours stand apart, as WCAG 2.1 measures it, and every palette that there is."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QColor, QPalette

from vindesk.ui.theme import palette

PALETTES: Final[Mapping[str, QPalette]] = {
    "light": palette(dark=False),
    "dark": palette(dark=True),
    "contrast": palette(dark=False, contrast=True),
}
FOR_TEXT: Final = 4.5
FOR_MARKS: Final = 3.0
"""Edges, icons, bars, and letters of 18 points and more."""

IN_HIGH_CONTRAST: Final = 7.0
"""For text, by WCAG's level AAA."""


def enough(name: str) -> float:
    """What text needs in this palette."""
    return IN_HIGH_CONTRAST if name == "contrast" else FOR_TEXT


def luminance(colour: QColor) -> float:
    """Relative luminance, as WCAG 2.1 defines it."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
