import pytest
from PySide6.QtGui import QColor, QPalette

from tests.ui.test_theme import ENOUGH, contrast
from vindesk.ui.facets.facet_delegate import bar_colour, soft_ink
from vindesk.ui.theme import palette


def high_contrast() -> QPalette:
    colours = palette(dark=True)
    for role, colour in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.WindowText, "#ffffff"),
        (QPalette.ColorRole.Highlight, "#1aebff"),
    ):
        colours.setColor(role, QColor(colour))
    return colours


@pytest.mark.parametrize(
    "colours", [palette(dark=False), palette(dark=True), high_contrast()], ids=str
)
def test_text_can_be_read_on_a_bar_and_beside_it(colours: QPalette) -> None:
    for ground in (colours.window().color(), bar_colour(colours), bar_colour(colours, pale=True)):
        for text in (colours.windowText().color(), soft_ink(colours)):
            assert contrast(text, ground) >= ENOUGH
