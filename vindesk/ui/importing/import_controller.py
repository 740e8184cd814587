"""From a file or a text to a plan that the user has agreed to."""

from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from vindesk.domain.endings import LIST_ENDINGS, PARQUET_ENDINGS, masks
from vindesk.domain.errors import UserError
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.words import phrase, say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.input_tally import Known
from vindesk.ui.first_folder import first_folder
from vindesk.ui.importing.counting import Counting
from vindesk.ui.importing.handed_in import Glance, HandedIn, Opening, Reading
from vindesk.ui.importing.import_dialog import ImportDialog
from vindesk.ui.importing.planning import Policy, opener_of, plan_of
from vindesk.ui.plain_buttons import without_icons
from vindesk.ui.wording import ESCAPE

_PASTED: Final = phrase("Pasted text")


def import_dialog(folder: str, parent: QWidget) -> QFileDialog:
    every = masks([*LIST_ENDINGS, *PARQUET_ENDINGS])
    kinds = say("Lists of VINs ({masks});;All files (*)", masks=every)
    dialog = QFileDialog(parent, say("Import VINs"), folder, kinds)
    dialog.setObjectName("import_file_dialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    without_icons(dialog)
    return dialog


class ImportController(QObject):
    """Shows one import dialog at a time; what else is handed in meanwhile comes after it."""

    accepted = Signal(object, object)  # ImportPlan, OpenAgain
    told = Signal(str)
    under_way = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self,
        opening: Opening,
        known: Known,
        runner: JobRunner,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._files = opening
        self._known = known
        self._runner = runner
        self._window = window
        self._queue: deque[HandedIn] = deque()
        self._visit: _Visit | None = None
        self._policy = Policy()
        self._month = ""
        self._folder = ""

    def ask(self) -> None:
        """Ask which files to import."""
        dialog = import_dialog(first_folder(self._folder), self._window)
        dialog.filesSelected.connect(self._take_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_file(self, path: Path) -> None:
        """Open the dialog for a file, once what came before is settled."""
        path = path.absolute()  # another start may be in another folder
        self._folder = str(path.parent)
        opening = self._files.file
        self._take(HandedIn(path.name, lambda monitor: opening(path, monitor), str(path)))

    def import_text(self, text: str, name: str = "") -> None:
        """As ``import_file``, for a text that was pasted or dropped."""
        opening = self._files.text
        self._take(HandedIn(name or say(_PASTED), lambda _monitor: opening(text)))

    def cancel(self) -> bool:
        """Give up what is being opened, as long as there is no dialog to do it in."""
        return self._visit is not None and self._visit.give_up_opening()

    def choose_source(self, choice: SourceChoice) -> None:
        """What every dialog from the next on proposes, whatever is chosen for one list."""
        self._policy = Policy(choice, self._policy.cached, self._policy.days)

    def name_embedded_month(self, month: str) -> None:
        self._month = month

    def _take_files(self, names: list[str]) -> None:
        for name in names:
            self.import_file(Path(name))

    def _take(self, handed: HandedIn) -> None:
        self._queue.append(handed)
        if self._visit is None:
            self._next()

    def _next(self) -> None:
        self._visit = None
        if self._queue:
            handed = self._queue.popleft()
            opening = say("Opening {name}…", name=handed.name)
            self.under_way.emit(f"{opening} {say(ESCAPE)}")
            dialog = ImportDialog(handed.name, self._policy, self._window)
            if self._month:
                dialog.policy.name_embedded_month(self._month)
            self._visit = _Visit(handed, dialog, self._known, self._runner, self)
            self._visit.could_not_open.connect(self.failed)
            self._visit.opened.connect(self._end_opening)
            self._visit.settled.connect(self._settle)
            self._visit.begin()

    def _end_opening(self) -> None:
        """It is not being opened any more."""
        self.told.emit("")

    def _settle(self, agreed: bool) -> None:
        visit = self._visit
        if visit is not None and agreed:
            chosen = visit.dialog.chosen
            cached, days = chosen.policy.cached, chosen.policy.days
            self._policy = Policy(self._policy.source, cached, days)
            self.told.emit("")
            plan = plan_of(visit.handed, chosen, datetime.now(UTC))
            self.accepted.emit(plan, opener_of(visit.handed, chosen))
        elif visit is not None:
            self.told.emit(say("{name} was not imported.", name=visit.handed.name))
        if visit is not None:
            visit.dialog.deleteLater()  # one that was never shown does not do it by itself
            visit.deleteLater()
        self._next()


class _Visit(QObject):
    """One dialog, from opening what was handed in to the user's decision."""

    could_not_open = Signal(Exception)
    opened = Signal()
    """The dialog has appeared."""

    settled = Signal(bool)
    """Whether the user agreed; the dialog is still there."""

    def __init__(
        self,
        handed: HandedIn,
        dialog: ImportDialog,
        known: Known,
        runner: JobRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.handed = handed
        self.dialog = dialog
        self._runner = runner
        self._reading = Reading(handed)
        """Used on one lane only, which has one thread."""

        self._opening: Job[Glance] | None = None
        self._counting = Counting(known, runner, self)
        self._counting.found.connect(dialog.show_findings_so_far)
        self._counting.counted.connect(dialog.show_all_findings)
        self._counting.progressed.connect(dialog.show_progress)
        self._counting.failed.connect(self._tell_trouble)
        dialog.table_wanted.connect(self._open_again)
        dialog.count_wanted.connect(self._count)
        dialog.finished.connect(self._end)

    def begin(self) -> None:
        """Open what was handed in; the dialog appears when there is something to see."""
        self._open(None, None)

    def give_up_opening(self) -> bool:
        """Whether it was still being opened."""
        if self.dialog.isVisible():
            return False
        self.dialog.reject()
        return True

    def _open_again(self) -> None:
        self._open(self.dialog.chosen_sheet, self.dialog.header_wanted)

    def _open(self, sheet: str | None, header: bool | None) -> None:
        self._counting.stop()
        if self._opening is not None:
            self._opening.cancel()
        reading = self._reading
        job = Job("look into an input", lambda monitor: reading.glance(sheet, header, monitor))
        job.on_success(self._show).on_failure(self._fail)
        self._opening = job
        self._runner.start(job, Lane.COUNTS)

    def _show(self, seen: Glance) -> None:
        self._opening = None
        self.dialog.show_glance(seen)
        if not self.dialog.isVisible():
            self.dialog.open()
            self.opened.emit()

    def _fail(self, error: Exception) -> None:
        self._opening = None
        if self.dialog.isVisible():
            self._tell_trouble(error)
            return
        self.could_not_open.emit(error)
        self.dialog.reject()

    def _tell_trouble(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.dialog.show_trouble(error.sentence)
        else:
            self.dialog.show_trouble(say("A bug in vindesk"))
            self.could_not_open.emit(error)

    def _count(self) -> None:
        roles = self.dialog.roles
        self._counting.stop()
        if roles.vin is not None:
            chosen = self.dialog.chosen
            reading, sheet, header = self._reading, chosen.sheet, chosen.has_header
            self._counting.start(
                lambda monitor: reading.read(sheet, header, monitor),
                (roles.vin, roles.read),
            )

    def _end(self, result: int) -> None:
        self._counting.stop()
        if self._opening is not None:
            self._opening.cancel()
        reading = self._reading
        self._runner.start(Job("close an input", lambda _monitor: reading.close()), Lane.COUNTS)
        self.settled.emit(result == QDialog.DialogCode.Accepted)
