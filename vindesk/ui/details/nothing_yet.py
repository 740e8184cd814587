"""What stands in the place of the details while no vehicle is current."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from vindesk.domain.words import say
from vindesk.ui.labels import plain_label

NARROWEST: Final = 190
"""The vehicle can be scrolled sideways there."""


def nothing_yet() -> QLabel:
    label = plain_label(wrap=True, selectable=True)
    label.setText(say("The current vehicle is shown here."))
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setMargin(8)
    label.setEnabled(False)
    return label
