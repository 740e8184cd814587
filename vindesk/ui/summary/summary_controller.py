"""Keeps the summary true for what the table shows, and takes it away as table or picture."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from vindesk.domain.filter import Filter
from vindesk.domain.filter_changes import chosen
from vindesk.domain.monitor import Monitor
from vindesk.domain.tab_separated import tab_lines
from vindesk.domain.words import phrase, say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.store.breakdowns import Breakdown
from vindesk.store.export_place import Target
from vindesk.ui.saving import PlaceAsker, SaveDialog
from vindesk.ui.summary.bars import MOST, TITLES, table
from vindesk.ui.summary.summary_picture import picture, png
from vindesk.ui.summary.summary_window import SummaryWindow
from vindesk.ui.window_state import bring_forward


class Counting(Protocol):
    """What is needed of ``store.breakdowns.Breakdowns``."""

    def count(
        self, most: Mapping[str, int], wanted: Filter = ..., *, monitor: Monitor = ...
    ) -> Sequence[Breakdown]: ...


Saving = Callable[[bytes, Target, Monitor], Path]
"""Writes a file, whole or not at all."""


class Shown(Struct, frozen=True):
    """What the table shows: the filter, as it was typed, and how many there are without it."""

    wanted: Filter
    text: str
    total: int


class SummaryController(QObject):
    """Counts while the window is open, and nothing else; only the latest wish is answered."""

    told = Signal(str)
    failed = Signal(Exception)
    made = Signal(QWidget)
    toggled = Signal(str, object)
    """The column and the value to filter by, None for no data, or to filter by no longer."""

    def __init__(
        self, counting: Callable[[], Counting], saving: Saving, runner: JobRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._counting = counting
        self._saving = saving
        self._runner = runner
        self._shown: Shown | None = None
        self._fresh = False
        self._job: Job[Sequence[Breakdown]] | None = None
        self._made: SummaryWindow | None = None
        self._folder = ""
        self._places = PlaceAsker(runner, self)
        self._places.failed.connect(self.failed)

    @property
    def window(self) -> SummaryWindow:
        """Made when it is first wanted."""
        if self._made is None:
            self._made = made = SummaryWindow()
            made.chosen.connect(self.toggled)
            made.copy_requested.connect(self.copy)
            made.picture_requested.connect(self.ask_where)
            made.view_changed.connect(self._catch_up)
            self.made.emit(made)
        return self._made

    def show(self) -> None:
        """Open the window, or bring it to the front."""
        bring_forward(self.window)

    def refresh(self, shown: Shown) -> None:
        """The filter, or the cache, is another: every number is old."""
        self._shown = shown
        self._fresh = False
        self._drop()
        self._catch_up()

    def let_go(self) -> None:
        """Close the window and delete it; another is made when one is wanted."""
        self._drop()
        if self._made is not None:
            self._made.close()
            self._made.deleteLater()
            self._made = None

    # -- counting ------------------------------------------------------------

    def _catch_up(self) -> None:
        if self._made is None or not self._made.isVisible():
            self._drop()
        elif self._shown is not None and not self._fresh and self._job is None:
            self._count(self._shown)

    def _count(self, shown: Shown) -> None:
        def work(monitor: Monitor) -> Sequence[Breakdown]:
            return self._counting().count(MOST, shown.wanted, monitor=monitor)

        def take(found: Sequence[Breakdown]) -> None:
            self._job = None
            self._fresh = True
            self.window.show_found(found, shown.total, shown.text)

        job = Job("summary", work).on_success(take).on_failure(self._fail)
        self._job = job
        self.window.show_chosen({column: chosen(shown.wanted, column) for column in MOST})
        self.window.show_counting()
        self._runner.start(job, Lane.COUNTS)

    def _fail(self, error: Exception) -> None:
        """Told once, and not asked again until something changes."""
        self._job = None
        self._fresh = True
        self.window.show_failure()
        self.failed.emit(error)

    def _drop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
            self.window.stop_counting()

    # -- taking away ---------------------------------------------------------

    def copy(self) -> None:
        """Copy all numbers as a table."""
        if self.window.found:
            text = tab_lines(([say(title) for title in TITLES], *table(self.window.found)))
            QGuiApplication.clipboard().setText(text)
            self.told.emit(say("Copied the summary."))

    def ask_where(self) -> None:
        if not self.window.found:
            return
        name, today = say("summary"), datetime.now(UTC).astimezone()
        place, kinds = (
            (self._folder, f"{name} {today:%Y-%m-%d}"),
            {"png": phrase("Pictures (*.png)")},
        )
        dialog = SaveDialog(say("Save the Summary"), place, kinds, self.window)
        dialog.setObjectName("picture_dialog")
        self._places.ask(dialog, self.window, self.save)

    def save(self, target: Path, *, replace: bool = True) -> None:
        """Draw and write what is shown now, off the GUI thread; a file is lost if ``replace``."""
        self._folder = str(target.parent)
        found, caption = self.window.found, self.window.caption
        palette, font = self.window.palette(), self.window.font()

        def work(monitor: Monitor) -> Path:
            content = png(picture(found, caption, palette, font))
            monitor.raise_if_cancelled()
            return self._saving(content, Target(target, replace), monitor)

        def tell(path: Path) -> None:
            self.told.emit(say("Saved the summary as {name}.", name=path.name))

        job = Job("save summary", work).on_success(tell).on_failure(self.failed.emit)
        self._runner.start(job, Lane.COUNTS)
