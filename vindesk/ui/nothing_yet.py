"""What stands in the place of the details while no vehicle is current."""

from typing import Final

from PySide6.QtWidgets import QLabel

from vindesk.domain.words import say
from vindesk.ui.labels import QuietLabel

NARROWEST: Final = 190
"""The vehicle can be scrolled sideways there."""


def nothing_yet() -> QLabel:
    label = QuietLabel(say("The current vehicle is shown here."), wrap=True)
    label.setMargin(8)
    return label
