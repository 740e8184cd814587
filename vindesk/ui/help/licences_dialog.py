"""Help > About vindesk > Licences: every part of the program, and its licence."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from vindesk.domain.licence import Licence
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.ui.labels import plain_label
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.window_sizes import first_size

_SIZE: Final = QSize(720, 560)
_RULE: Final = "─" * 40


class LicencesDialog(QDialog):
    """The list, then the full texts; all of it can be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("licences_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("Licences"))
        first_size(self, _SIZE)
        self.text = QPlainTextEdit(say("Reading…"))
        self.text.setObjectName("licences")
        self.text.setAccessibleName(say("Parts of vindesk and their licences"))
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        flags = Qt.TextInteractionFlag.TextBrowserInteraction
        self.text.setTextInteractionFlags(flags | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        without_icons(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(
            plain_label(
                say("vindesk is made of these parts. Their full texts follow the list."), wrap=True
            )
        )
        layout.addWidget(self.text)
        layout.addWidget(buttons)

    def show_licences(self, licences: Sequence[Licence]) -> None:
        self.text.setPlainText(told(licences))


def told(licences: Sequence[Licence]) -> str:
    """The list and the texts, as one text."""
    if not licences:
        return say("vindesk was not installed as a package here, so its parts are not known.")
    lines = [_line(licence) for licence in licences]
    texts = [f"{_RULE}\n{_line(licence)}\n\n{licence.text}" for licence in licences if licence.text]
    return "\n".join(lines) + "\n\n\n" + "\n\n\n".join(texts)


def _line(licence: Licence) -> str:
    return shown_line(f"{licence.name} {licence.version}: {licence.title}")
