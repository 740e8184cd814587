"""Where a file is to be written: asked for in a dialog, and again before one is replaced."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid

from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.first_folder import first_folder
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.questions import add_answers, question

KINDS: Final = {
    "parquet": phrase("Parquet files (*.parquet)"),
    "csv": phrase("CSV files (*.csv)"),
    "xlsx": phrase("Workbooks (*.xlsx)"),
}
"""Of tables, by their endings."""


class Write(Protocol):
    """Gets the file, and whether one that is there may be lost."""

    def __call__(self, path: Path, /, *, replace: bool) -> object: ...


def takes_new_names(dialog: QFileDialog) -> None:
    """Have ``dialog`` ask for a name of any kind.

    Whether a file is replaced is asked later: a system's own dialog asks about the name as it was
    typed, and adds the ending only then.
    """
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    without_icons(dialog)


class SaveDialog(QFileDialog):
    """Asks for the name of a file of one of several kinds, by their endings.

    ``folder`` is where it begins, if it is there; ``name`` is proposed, with the ending of the
    kind ``begun``.
    """

    def __init__(
        self, title: str, place: tuple[str, str], kinds: Mapping[str, str], parent: QWidget
    ) -> None:
        folder, name = place
        super().__init__(parent, title, first_folder(folder))
        takes_new_names(self)
        self._endings = {say(words): ending for ending, words in kinds.items()}
        self._name = name
        self.setNameFilters([*self._endings])
        self.propose(next(iter(kinds)))
        self.filterSelected.connect(self._take_kind)

    def propose(self, ending: str) -> None:
        """Begin with the kind that has this ending."""
        words = next(words for words, each in self._endings.items() if each == ending)
        self._proposed = f"{self._name}.{ending}"
        self.selectNameFilter(words)
        self.setDefaultSuffix(ending)
        self.selectFile(self._proposed)

    def ended(self, path: Path) -> Path:
        """``path`` with an ending that says what is in it.

        One of another kind that somebody typed counts for more than the kind that is chosen; the
        one of the name that was proposed does not: a system's own dialog leaves it there.
        """
        chosen = self._endings.get(self.selectedNameFilter(), self.defaultSuffix())
        typed = path.suffix.lower().removeprefix(".")
        if typed == chosen:
            return path
        if typed in self._endings.values():
            return path.with_suffix(f".{chosen}") if path.name == self._proposed else path
        return path.with_name(f"{path.name}.{chosen}")

    def _take_kind(self, words: str) -> None:
        self.setDefaultSuffix(self._endings[words])


class PlaceAsker(QObject):
    """Asks where to write, then whether a file may be replaced; it looks on a worker."""

    failed = Signal(Exception)

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner

    def ask(self, dialog: SaveDialog, over: QWidget, write: Write) -> None:
        title = dialog.windowTitle()

        def take(name: str) -> None:
            self.look(title, dialog.ended(Path(name)), over, write)

        dialog.fileSelected.connect(take)
        dialog.open()

    def look(self, title: str, path: Path, over: QWidget, write: Write) -> None:
        """Call ``write``, if there is such a file after a question that is answered with yes.

        Where ``over`` is gone by then, nobody wants it any more.
        """

        def go_on(is_there: bool) -> None:
            if not isValid(over):
                return
            if not is_there:
                write(path, replace=False)
                return
            box = replace_question(title, path, over)
            box.accepted.connect(lambda: write(path, replace=True))
            box.open()

        def fail(error: Exception) -> None:
            if isValid(over) and isValid(self):
                self.failed.emit(error)

        def work(_monitor: Monitor) -> bool:
            return path.is_file()

        job = Job("look for a file", work).on_success(go_on).on_failure(fail)
        self._runner.start(job, Lane.FILES)


def replace_question(title: str, path: Path, parent: QWidget) -> QMessageBox:
    """Whether a file may be lost, built but not shown."""
    told = say("It is in {parent} already. What it holds now is lost.", parent=path.parent)
    box = question(title, say("Replace {name}?", name=path.name), told, parent)
    box.setObjectName("export_question")
    add_answers(box, say("&Replace")).setObjectName("confirm_replace")
    return box
