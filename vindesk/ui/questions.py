"""Whether something is meant: boxes that are built here, and opened by who asks."""

from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from vindesk.ui.message_box import MessageBox, Tone


def question(title: str, text: str, told: str, parent: QWidget) -> QMessageBox:
    """A question; ``told`` says what will become of what. It still needs its buttons."""
    return MessageBox(Tone.QUESTION, title, text, told, parent)


def add_answers(box: QMessageBox, yes: str, no: str = "") -> QPushButton:
    """The button that says yes; the other, *Cancel* or ``no``, is what Return and Escape mean."""
    wanted = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    if no:
        keep = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    else:
        keep = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    return wanted
