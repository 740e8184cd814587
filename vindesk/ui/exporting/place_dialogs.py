"""Where an export goes: dialogs that are built here, and opened by who asks."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from vindesk.domain.export_plan import ExportFormat
from vindesk.domain.words import say
from vindesk.ui.exporting.choices import Choices
from vindesk.ui.exporting.telling import FORMATS
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.questions import add_answers, question


def place_dialog(choices: Choices, folder: str, parent: QWidget) -> QFileDialog:
    """Asks for a file or a folder; whether a file is replaced is asked later."""
    dialog = QFileDialog(parent, say("Export"), folder)
    dialog.setObjectName("export_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if choices.is_folder:
        dialog.setWindowTitle(say("Export into a new or empty folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        without_icons(dialog)
        return dialog
    form = choices.form
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setNameFilter(f"{say(FORMATS[form]).partition(' ')[0]} (*.{form})")
    dialog.setDefaultSuffix(form.value)
    name = say("vehicles")
    dialog.selectFile(f"{name} {datetime.now(UTC).astimezone():%Y-%m-%d}.{form}")
    without_icons(dialog)
    return dialog


def with_ending(path: Path, form: ExportFormat) -> Path:
    """``path``, whose ending must not say that it is in another format."""
    says = path.suffix.lower().removeprefix(".")
    misleading = says in set(ExportFormat) and says != form.value
    return path.with_name(f"{path.name}.{form}") if misleading else path


def replace_question(path: Path, parent: QWidget) -> QMessageBox:
    """Whether a file may be lost, built but not shown."""
    told = say("It is in {parent} already. What it holds now is lost.", parent=path.parent)
    box = question(say("Export"), say("Replace {name}?", name=path.name), told, parent)
    box.setObjectName("export_question")
    add_answers(box, say("&Replace")).setObjectName("confirm_replace")
    return box
