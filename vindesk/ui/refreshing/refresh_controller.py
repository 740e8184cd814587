"""Asking anew about the selected vehicles, so that it can be undone."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import Vin
from vindesk.domain.words import phrase, say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.refresh import MOST_AT_ONCE, Refreshed, Refresher
from vindesk.ui.questions import add_answers, question
from vindesk.ui.refreshing.telling import (
    cost,
    progress_line,
    put_again,
    put_back,
    remarks,
    summary,
    too_many,
)
from vindesk.ui.undo import Change, UndoHistory
from vindesk.ui.vehicles.copying import Selected, Selecting
from vindesk.ui.wording import vehicles

ASK_FIRST_ABOVE: Final = 200
"""So many vehicles may be asked about on the web without a question."""
_AGAIN: Final = phrase("Last Refresh in the View menu shows this again.")


class RefreshController(QObject):
    """One refresh at a time; what it changed is shown, and stands on the undo history."""

    told = Signal(str)
    under_way = Signal(str)
    failed = Signal(Exception)
    stored = Signal()
    """The cache holds other answers than before."""

    changed = Signal()
    """``busy`` or ``has_changes`` is another."""

    def __init__(
        self,
        table: Selecting,
        refresher: Callable[[], Refresher],
        runner: JobRunner,
        history: UndoHistory,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._table = table
        self._refresher = refresher
        self._runner = runner
        self._history = history
        self._window = window
        self._job: Job[Refreshed] | None = None
        self._last: Refreshed | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None

    @property
    def has_changes(self) -> bool:
        """Whether there has been a refresh that can be looked into."""
        return self._last is not None

    def refresh_selected(self, choice: SourceChoice) -> None:
        """Ask anew about what is selected; about very much of it, only after a question."""
        selected = self._table.selected()
        if selected is None:
            return
        if self.busy:
            self.told.emit(say("A refresh is running. Esc stops it and keeps what is done."))
        elif selected.count > MOST_AT_ONCE:
            self.told.emit(too_many(selected.count))
        else:
            self._ask_and_start(selected, choice)

    def cancel(self) -> bool:
        """End what runs, if it does; what has come is kept, shown, and can be undone."""
        if self._job is None:
            return False
        self.under_way.emit(say("Ending the refresh…"))
        self._job.stop()
        return True

    def show_changes(self) -> None:
        """Show what the last refresh changed."""
        if self._last is None:
            self.told.emit(say("Nothing has been refreshed yet."))
        else:
            from vindesk.ui.refreshing.changes_dialog import ChangesDialog  # noqa: PLC0415

            ChangesDialog(self._last, self._window).open()

    # -- a refresh -----------------------------------------------------------

    def _ask_and_start(self, selected: Selected, choice: SourceChoice) -> None:
        if choice is SourceChoice.EMBEDDED or selected.count <= ASK_FIRST_ABOVE:
            self._start(selected, choice)
            return
        box = refresh_question(selected.count, self._window)
        box.accepted.connect(lambda: self._start(selected, choice))
        box.open()

    def _start(self, selected: Selected, choice: SourceChoice) -> None:
        def work(monitor: Monitor) -> Refreshed:
            vins = [Vin(text) for text in selected.vins(monitor)]
            return self._refresher().refresh(vins, choice, monitor)

        job = Job("refresh", work).on_success(self._take).on_failure(self.failed.emit)
        job.on_progress(self._tell_progress)
        job.cancelled.connect(self._tell_cancelled)
        job.finished.connect(self._end)
        self._job = job
        self.changed.emit()
        self._tell_progress(Progress(0, selected.count))
        self._runner.start(job, Lane.NETWORK)

    def _tell_progress(self, progress: Progress) -> None:
        self.under_way.emit(progress_line(progress))

    def _tell_cancelled(self) -> None:
        """It was ended before anybody was asked: later, what has come is a result."""
        self.told.emit(say("The refresh was cancelled. Nothing was refreshed."))

    def _end(self) -> None:
        self._job = None
        self.changed.emit()

    def _take(self, done: Refreshed) -> None:
        self._last = done
        if done.replaced:
            self.stored.emit()
        if done.changed:
            self._history.made(self._change(done))
        listed = bool(done.changes or done.failures)
        said = " ".join((summary(done), *remarks(done)))
        self.told.emit(said if listed else f"{said} {say(_AGAIN)}")
        if done.trouble is not None:
            self.failed.emit(done.trouble)
        elif listed:
            self.show_changes()

    def _change(self, done: Refreshed) -> Change:
        def tell_again(count: int) -> None:
            self.told.emit(put_again(count, done))
            self.stored.emit()

        def tell_back(count: int) -> None:
            self.told.emit(put_back(count, done))
            self.stored.emit()

        return Change(
            text=say("Refresh {vehicles}", vehicles=vehicles(len(done.replaced))),
            apply=lambda: self._refresher().apply_again(done),
            revert=lambda: self._refresher().revert(done),
            told=tell_again,
            taken_back=tell_back,
        )


def refresh_question(count: int, parent: QWidget) -> QMessageBox:
    """Whether so many are meant, built but not shown."""
    text = say("Refresh {vehicles} from vPIC?", vehicles=vehicles(count))
    box = question(say("Refresh from vPIC"), text, cost(count), parent)
    box.setObjectName("refresh_question")
    add_answers(box, say("&Refresh")).setObjectName("confirm_refresh")
    return box
