"""F1: the topic that fits the place where the keyboard is."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QChildEvent, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from typing_extensions import override

from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.help.help_key import give_help_key
from vindesk.ui.help.help_window import HelpWindow
from vindesk.ui.help.shortcut_sheet import keys, sheet
from vindesk.ui.help.topics import SHORTCUTS, START, Topic, read_topics
from vindesk.ui.window_state import bring_forward

PLACES: Final[Mapping[str, str]] = {
    "vin_entry": "lookup",
    "lookup_button": "lookup",
    "source_choice": "sources",
    "filter_entry": "filter",
    "vehicle_table": "table",
    "details_panel": "details",
    "facets_panel": "summary",
    "jobs_panel": "imports",
    "summary_window": "summary",
    "import_dialog": "imports",
    "import_report": "imports",
    "short_import_report": "imports",
    "compare_dialog": "compare",
    "column_chooser": "fields",
    "refresh_changes": "table",
    "parquet_window": "parquet",
    "export_options": "exports",
    "backups_window": "backups",
    "clean_dialog": "backups",
    "removed_dialog": "table",
    "preferences_dialog": "preferences",
    "log_window": "preferences",
}
"""The topic that fits a widget with this object name, and all inside it."""


def topic_of(widget: QWidget | None) -> str:
    """The topic that fits ``widget``, or the nearest thing around it."""
    place = widget
    while place is not None:
        if place.objectName() in PLACES:
            return PLACES[place.objectName()]
        place = place.parentWidget()
    return START


class HelpController(QObject):
    """Reads the topics when they are first wanted, and keeps the window."""

    failed = Signal(Exception)
    made = Signal(QWidget)

    def __init__(self, runner: JobRunner, window: QWidget) -> None:
        super().__init__(window)
        self._runner = runner
        self._job: Job[Sequence[Topic]] | None = None
        self._made: HelpWindow | None = None
        window.installEventFilter(self)
        for child in window.children():
            self._give_key(child)

    @property
    def window(self) -> HelpWindow:
        if self._made is None:
            self._made = HelpWindow()
            self.made.emit(self._made)
        return self._made

    def help_here(self) -> None:
        """Open the topic that fits the widget that has the focus."""
        focused = QApplication.focusWidget()
        if self._made is None or focused is None or focused.window() is not self._made:
            self.open(topic_of(focused))

    def show_shortcuts(self) -> None:
        self.open(SHORTCUTS)

    def open(self, name: str) -> None:
        self.window.show_topic(name)
        bring_forward(self.window)
        self.window.browser.setFocus()
        if not self.window.filled and self._job is None:
            self._read()

    def let_go(self) -> None:
        """Close the window and delete it; another is made when one is wanted."""
        if self._made is not None:
            self._made.close()
            self._made.deleteLater()
            self._made = None

    def _read(self) -> None:
        shortcuts, every = {str(name): key for name, key in keys().items()}, sheet()

        def work(_monitor: Monitor) -> Sequence[Topic]:
            return read_topics(shortcuts, every)

        job = Job("read the help", work).on_success(self._fill)
        job.on_failure(self.failed.emit)
        job.finished.connect(self._forget)
        self._job = job
        self._runner.start(job, Lane.LOOKUP)

    def _fill(self, topics: Sequence[Topic]) -> None:
        if self._made is not None:
            self._made.fill(topics)

    def _forget(self) -> None:
        self._job = None

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A dialog that is open keeps the window from its keys: it gets an F1 of its own."""
        if event.type() == QEvent.Type.ChildPolished and isinstance(event, QChildEvent):
            self._give_key(event.child())
        return False

    def _give_key(self, child: QObject) -> None:
        if isinstance(child, QDialog):
            give_help_key(child, self.help_here)
