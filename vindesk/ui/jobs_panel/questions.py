"""Questions before what cannot be undone, and where a list is to be written."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from vindesk.domain.export_plan import ExportFormat
from vindesk.domain.import_job import ImportRecord
from vindesk.domain.words import phrase, say
from vindesk.ui.jobs_panel.job_telling import Activity, name_of, so_far
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.questions import add_answers, question

_KINDS: Final = {
    ExportFormat.PARQUET: phrase("Parquet files (*.parquet)"),
    ExportFormat.CSV: phrase("CSV files (*.csv)"),
    ExportFormat.XLSX: phrase("Workbooks (*.xlsx)"),
}
_NOT_IN_A_NAME: Final = '/\\:*?"<>|'


def cancel_question(record: ImportRecord, activity: Activity, parent: QWidget) -> QMessageBox:
    done = activity.done if activity.total else record.reached
    return _question(
        (say("Cancel the import “{name}”?", name=name_of(record)), say("&Cancel Import")),
        say(
            "At least {dealt} rows have been dealt with; what was answered stays. "
            "The rest is not asked about any more. To go on later, pause it instead.",
            dealt=so_far(record, activity),
        )
        if done
        else say("None of its rows has been dealt with yet. To go on later, pause it instead."),
        parent,
    )


def forget_question(record: ImportRecord, parent: QWidget) -> QMessageBox:
    return _question(
        (say("Forget the list “{name}”?", name=name_of(record)), say("&Forget List")),
        say(
            "Its rows, your own columns and its report are deleted; this cannot be undone. "
            "Its vehicles stay in the cache."
        ),
        parent,
    )


def target_dialog(
    title: str, name: str, folder: str, parent: QWidget, form: ExportFormat
) -> QFileDialog:
    """Asks where to write; the dialog itself asks before a file is replaced."""
    filters = {each: say(kind) for each, kind in _KINDS.items()}
    dialog = QFileDialog(parent, title, folder)
    dialog.setObjectName("import_export_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilters([*filters.values()])
    dialog.selectNameFilter(filters[form])
    dialog.setDefaultSuffix(form.value)
    dialog.selectFile(f"{file_name(name)}.{form.value}")

    def end_as(chosen: str) -> None:
        dialog.setDefaultSuffix(next(each.value for each in filters if filters[each] == chosen))

    dialog.filterSelected.connect(end_as)
    without_icons(dialog)
    return dialog


def file_name(name: str) -> str:
    """``name`` as no system refuses it."""
    kept = "".join(
        "_" if mark in _NOT_IN_A_NAME or not mark.isprintable() else mark for mark in name
    )
    return kept[:80].strip(" .") or "import"


def _question(words: tuple[str, str], told: str, parent: QWidget) -> QMessageBox:
    text, button = words
    box = question(say("Imports"), text, told, parent)
    box.setObjectName("import_question")
    add_answers(box, button, say("&Leave It")).setObjectName("confirm")
    return box
