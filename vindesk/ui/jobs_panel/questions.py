"""Questions before what cannot be undone, and the name of a list as that of a file."""

from typing import Final

from PySide6.QtWidgets import QMessageBox, QWidget

from vindesk.domain.import_job import ImportRecord
from vindesk.domain.words import say
from vindesk.ui.jobs_panel.job_telling import Activity, name_of, so_far
from vindesk.ui.questions import add_answers, question

_NOT_IN_A_NAME: Final = '/\\:*?"<>|'


def cancel_question(record: ImportRecord, activity: Activity, parent: QWidget) -> QMessageBox:
    """Whether to give up the import, or, while it asks again, only that."""
    name = name_of(record)
    if activity.asks_again:
        return _question(
            (say("Stop asking again about “{name}”?", name=name), say("&Stop Asking")),
            say(
                "Answers so far stay. What got no answer stays in the report, and can be asked "
                "about again from there."
            ),
            parent,
        )
    return _question(
        (say("Cancel the import “{name}”?", name=name), say("&Cancel Import")),
        " ".join(filter(None, (_dealt_with(record, activity), _instead(activity)))),
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


def file_name(name: str) -> str:
    """``name`` as no system refuses it."""
    kept = "".join(
        "_" if mark in _NOT_IN_A_NAME or not mark.isprintable() else mark for mark in name
    )
    return kept[:80].strip(" .") or "import"


def _dealt_with(record: ImportRecord, activity: Activity) -> str:
    if not (activity.done if activity.total else record.reached):
        return say("None of its rows is done yet.")
    return say(
        "At least {dealt} rows are done; answers so far stay. The rest will not be looked up.",
        dealt=so_far(record, activity),
    )


def _instead(activity: Activity) -> str:
    """How it may go on later, if it can."""
    if activity.lost:
        return ""
    if activity.at_rest:
        return say("If you leave it, it can go on later.")
    return say("To go on later, pause it instead.")


def _question(words: tuple[str, str], told: str, parent: QWidget) -> QMessageBox:
    text, button = words
    box = question(say("Imports"), text, told, parent)
    box.setObjectName("import_question")
    add_answers(box, button, say("&Leave It")).setObjectName("confirm")
    return box
