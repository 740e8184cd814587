import pytest
from PySide6.QtGui import QColor, QFont, QPalette

from vindesk.ui.summary.bar_painting import Brushes
from vindesk.ui.theme import ink, is_dark, palette

ENOUGH = 4.5
"""The contrast that WCAG 2.1 asks for text."""

ENOUGH_FOR_SHAPES = 3.0

Role = QPalette.ColorRole


def luminance(colour: QColor) -> float:
    """Relative luminance, as WCAG 2.1 defines it."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (Role.WindowText, Role.Window),
        (Role.Text, Role.Base),
        (Role.Text, Role.AlternateBase),
        (Role.ButtonText, Role.Button),
        (Role.HighlightedText, Role.Highlight),
        (Role.ToolTipText, Role.ToolTipBase),
        (Role.PlaceholderText, Role.Base),
        (Role.Link, Role.Window),
    ],
)
def test_every_text_can_be_read_on_its_ground(dark: bool, text: Role, ground: Role) -> None:
    colours = palette(dark=dark)
    assert contrast(colours.color(text), colours.color(ground)) >= ENOUGH


@pytest.mark.parametrize("dark", [False, True])
def test_every_ink_can_be_read_wherever_it_is_used(dark: bool) -> None:
    colours = palette(dark=dark)
    assert is_dark(colours) is dark
    inks = ink(colours)
    for ground in (Role.Window, Role.Base, Role.AlternateBase):
        for colour in (inks.quiet, inks.good, inks.warning, inks.fault):
            assert contrast(colour, colours.color(ground)) >= ENOUGH
    for wash in inks.parts:
        assert contrast(colours.color(Role.WindowText), wash) >= ENOUGH


@pytest.mark.parametrize("dark", [False, True])
def test_every_bar_stands_out_from_its_ground(dark: bool) -> None:
    colours = palette(dark=dark)
    edge = Brushes(colours, QFont()).edge
    assert contrast(edge, colours.color(Role.Base)) >= ENOUGH_FOR_SHAPES
