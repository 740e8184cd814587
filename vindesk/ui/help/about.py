"""Help > About vindesk."""

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QMessageBox, QWidget

from vindesk import __version__
from vindesk.domain.words import say
from vindesk.ui.icons import application_icon


def about_box(parent: QWidget) -> QMessageBox:
    """What this is and its versions; built, not shown."""
    box = QMessageBox(parent)
    box.setObjectName("about_box")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(say("About vindesk"))
    box.setIconPixmap(application_icon().pixmap(64, 64))
    box.setText(f"vindesk {__version__}")
    box.setInformativeText(
        say(
            "VINs in, vehicles out: decoded by NHTSA's vPIC, kept in a cache that is yours.\n\n"
            "Python {python}, Qt {qt}\n\n"
            "MIT licence. vPIC's data is a work of the United States government.",
            python=platform.python_version(),
            qt=qVersion(),
        )
    )
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Close))
    box.setEscapeButton(QMessageBox.StandardButton.Close)
    return box
