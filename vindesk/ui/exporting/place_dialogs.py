"""Where an export goes: dialogs that are built here, and opened by who asks."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from typing_extensions import override

from vindesk.domain.endings import PARQUET_ENDINGS
from vindesk.domain.export_plan import ExportFormat, Partition
from vindesk.domain.words import phrase, say
from vindesk.ui.exporting.choices import Choices
from vindesk.ui.exporting.telling import FORMATS
from vindesk.ui.saving import takes_new_names

_DIVIDED: Final = {
    Partition.MAKE: phrase("vehicles {day} by make"),
    Partition.MODEL_YEAR: phrase("vehicles {day} by model year"),
}


class FolderDialog(QFileDialog):
    """Asks for a folder that is new or empty: Qt's own choice of a folder takes no new name."""

    def __init__(self, folder: str, parent: QWidget) -> None:
        super().__init__(parent, say("Export into a new or empty folder"), folder)
        takes_new_names(self)
        self.setLabelText(QFileDialog.DialogLabel.FileName, say("&Folder:"))
        self.setNameFilter(say("Folders (*)"))
        self.setFilter(QDir.Filter.AllDirs | QDir.Filter.Drives | QDir.Filter.NoDotAndDotDot)

    @override
    def accept(self) -> None:
        """An empty folder is meant itself; Qt goes into any other that is there."""
        chosen = QDir(next(iter(self.selectedFiles()), ""))
        if chosen.exists() and chosen.isEmpty():
            self.fileSelected.emit(chosen.path())
            self.done(QDialog.DialogCode.Accepted.value)
        else:
            super().accept()


def place_dialog(choices: Choices, folder: str, parent: QWidget) -> QFileDialog:
    """Asks for a file or a folder; whether a file is replaced is asked later."""
    form, day = choices.form, f"{datetime.now(UTC).astimezone():%Y-%m-%d}"
    if choices.is_folder and choices.partition is not None:
        dialog = FolderDialog(folder, parent)
        dialog.selectFile(say(_DIVIDED[choices.partition], day=day))
    else:
        dialog = QFileDialog(parent, say("Export"), folder)
        takes_new_names(dialog)
        dialog.setNameFilter(f"{say(FORMATS[form]).partition(' ')[0]} (*.{form})")
        dialog.setDefaultSuffix(form.value)
        dialog.selectFile(f"{say('vehicles')} {day}.{form}")
    dialog.setObjectName("export_dialog")
    return dialog


def with_ending(path: Path, form: ExportFormat) -> Path:
    """``path`` with an ending that says what is in the file."""
    endings = PARQUET_ENDINGS if form is ExportFormat.PARQUET else (f".{form}",)
    named = path.suffix.lower() in endings
    return path if named else path.with_name(f"{path.name}.{form}")
