"""Help > Log and Activity, and the report of a bug."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from vindesk.config.log_memory import LogLine, LogMemory, earlier_lines
from vindesk.config.settings import LogLevel
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say, say_many
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.activity import Activity
from vindesk.store.drafts import draft_of
from vindesk.store.export_place import file_place, telling
from vindesk.ui.after_paint import AfterPaint
from vindesk.ui.logs.bug_report import MOST_RECORDS, bug_report
from vindesk.ui.logs.log_view import as_long_text
from vindesk.ui.logs.log_window import LogWindow
from vindesk.ui.preferences.choices import Choices
from vindesk.ui.saving import PlaceAsker, SaveDialog


class LogSources(Struct, frozen=True):
    """Where the lines come from."""

    memory: LogMemory
    file: Path
    activity: Activity


class _Earlier(Struct, frozen=True):
    log: Sequence[LogLine]
    activity: Sequence[LogLine]


class LogsController(QObject):
    told = Signal(str)
    failed = Signal(Exception)
    made = Signal(QWidget)
    level_chosen = Signal(LogLevel)

    def __init__(
        self,
        sources: LogSources,
        choices: Callable[[], Choices],
        runner: JobRunner,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._sources = sources
        self._choices = choices
        self._runner = runner
        self._after_paint = AfterPaint(self)
        self._parent = parent
        self._level = choices().settings.log_level
        self.window: LogWindow | None = None
        self._folder = ""
        self._places = PlaceAsker(runner, self)
        self._places.failed.connect(self.failed)

    def open(self) -> None:
        """Show the window; what earlier runs wrote is read when it opens the first time."""
        if self.window is None:
            self.window = self._made()
            self._read_earlier(self.window)
        self.window.open()

    def show_level(self, level: LogLevel) -> None:
        """From ``level`` on records are made."""
        self._level = level
        if self.window is not None:
            self.window.show_level(level)

    def note(self, what: str, result: str) -> None:
        """Add to the activity; it is written down off the GUI thread, and after the next paint.

        What is noted last is written when the activity is closed.
        """
        self._sources.activity.note(what, result)
        if not self._after_paint.busy:
            self._after_paint.do(self._write_down)

    def _write_down(self) -> None:
        activity = self._sources.activity
        job = Job("write the activity down", lambda _monitor: activity.write())
        self._runner.start(job.on_failure(self.failed.emit), Lane.STORE)

    def report(self) -> str:
        """What a bug report needs to know, of this run alone; nothing is read."""
        return bug_report(self._choices(), self._sources.memory.last(MOST_RECORDS))

    def copy_report(self) -> None:
        """Gather the report off the GUI thread, and copy it."""

        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.told.emit(say("The report for a bug is copied. Read it before you publish it."))

        def work(_monitor: Monitor) -> str:
            ours = self._sources.memory.last(MOST_RECORDS)
            lines = [*earlier_lines(self._sources.file), *ours]
            return bug_report(self._choices(), lines)

        job = Job("gather a bug report", work)
        self._runner.start(job.on_success(copy).on_failure(self.failed.emit), Lane.NETWORK)

    # -- the window ------------------------------------------------------------

    def _made(self) -> LogWindow:
        window = LogWindow(self._sources.memory, self._sources.activity.memory, self._parent)
        window.show_level(self._level)
        window.level_chosen.connect(self.level_chosen)
        window.report_wanted.connect(self.copy_report)
        window.save_wanted.connect(self._ask)
        for view in (window.log_view, window.activity_view):
            view.copy_wanted.connect(self.copy)
        self.made.emit(window)
        return window

    def _read_earlier(self, window: LogWindow) -> None:
        def work(_monitor: Monitor) -> _Earlier:
            return _Earlier(earlier_lines(self._sources.file), self._sources.activity.earlier())

        def show(read: _Earlier) -> None:
            window.log_view.take_earlier(read.log)
            window.activity_view.take_earlier(read.activity)

        job = Job("read the log", work).on_success(show).on_failure(self.failed.emit)
        self._runner.start(job, Lane.NETWORK)

    def copy(self, lines: Sequence[LogLine]) -> None:
        """Copy ``lines``; to write 100,000 of them takes half a second, elsewhere."""

        def put(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.told.emit(say_many("Copied {n} line.", "Copied {n} lines.", len(lines)))

        job = Job("copy the log", lambda monitor: as_long_text(lines, monitor))
        self._runner.start(job.on_success(put).on_failure(self.failed.emit), Lane.NETWORK)

    def _ask(self) -> None:
        window = self.window
        if window is None:
            return
        lines = window.current.model.all_shown()

        name = say("activity") if window.current is window.activity_view else say("vindesk log")
        kinds = {"txt": phrase("Text files (*.txt)")}
        dialog = SaveDialog(say("Save the Lines"), (self._folder, name), kinds, window)
        dialog.setObjectName("save_log_dialog")
        self._places.ask(dialog, window, partial(self.save, lines))

    def save(self, lines: Sequence[LogLine], target: Path, *, replace: bool = True) -> None:
        """Write ``lines``, whole or not at all; a file that is there goes only if ``replace``."""
        self._folder = str(target.parent)

        def work(monitor: Monitor) -> int:
            with telling(target), draft_of(file_place(target), exclusive=not replace) as draft:
                text = as_long_text(lines, monitor)
                draft.write_text(text, "utf-8", errors="backslashreplace")
            return len(lines)

        def tell(count: int) -> None:
            self.told.emit(
                say_many(
                    "Saved {n} line to {name}.",
                    "Saved {n} lines to {name}.",
                    count,
                    name=target.name,
                )
            )

        job = Job("save the log", work).on_success(tell).on_failure(self.failed.emit)
        self._runner.start(job, Lane.NETWORK)
