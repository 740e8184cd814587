"""Edit > Preferences: what is chosen holds at once where it can, and is written on OK."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from vindesk.config.loading import Loaded
from vindesk.config.settings import SETTINGS, Settings
from vindesk.config.settings_file import SettingsFile
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.preferences.choices import Choices
from vindesk.ui.preferences.preferences_dialog import PreferencesDialog
from vindesk.ui.window_state import bring_forward


class PreferencesController(QObject):
    changed = Signal(Settings)
    """Other settings hold from now on."""

    opened = Signal()
    """Nothing has been chosen in the window yet."""

    told = Signal(str)
    failed = Signal(Exception)

    def __init__(
        self, loaded: Loaded, file: SettingsFile, runner: JobRunner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._problems = loaded.problems
        self._refused = loaded.refused
        refused = frozenset(loaded.refused)
        self._choices = self._before = Choices(loaded.settings, loaded.origins, refused)
        self._written = self._choices
        """What the file has, as far as is known: what could not be written is tried again."""

        self._file = file
        self._runner = runner
        self._window = window
        self._dialog: PreferencesDialog | None = None

    @property
    def choices(self) -> Choices:
        return self._choices

    def open(self) -> None:
        """Open the window, or show the one that is open."""
        if self._dialog is not None and isValid(self._dialog):
            bring_forward(self._dialog)
            return
        dialog = PreferencesDialog(self._problems, str(self._file.path), self._window)
        self._dialog, self._before = dialog, self._choices
        self.opened.emit()
        dialog.show_choices(self._choices)
        dialog.chosen.connect(self._choose)
        dialog.reset_wanted.connect(self._reset)
        dialog.all_reset_wanted.connect(self._reset_all)
        dialog.accepted.connect(self._save)
        dialog.rejected.connect(self._put_back)
        dialog.open()

    def _choose(self, name: str, value: object) -> None:
        self._take(self._choices.choose(name, value))

    def _reset(self, name: str) -> None:
        self._take(self._choices.reset(name))

    def _reset_all(self) -> None:
        self._take(self._choices.reset(*SETTINGS))

    def _put_back(self) -> None:
        self._take(self._before)

    def _take(self, choices: Choices) -> None:
        if choices == self._choices:
            return
        before, self._choices = self._choices, choices
        if self._dialog is not None and isValid(self._dialog):
            self._dialog.show_choices(choices)
        if choices.settings != before.settings:
            self.changed.emit(choices.settings)

    def _save(self) -> None:
        chosen = self._choices
        changes = chosen.changes_since(self._written)
        if not changes:
            return

        def work(_monitor: Monitor) -> Path | None:
            return self._file.save(changes)

        def tell(aside: Path | None) -> None:
            self._written = chosen
            mended = {self._refused.get(name) for name in changes}
            left = () if aside is not None else self._problems
            self._problems = tuple(problem for problem in left if problem not in mended)
            self.told.emit(_told(changes, aside))

        job = Job("save the settings", work).on_success(tell).on_failure(self.failed.emit)
        self._runner.start(job, Lane.STORE)


def _told(changes: dict[str, object], aside: Path | None) -> str:
    later = [say(SETTINGS[name].title) for name in changes if not SETTINGS[name].at_once]
    said = [say("The settings are saved.")]
    if later:
        said.append(say("After a restart: {later}.", later=", ".join(later)))
    if aside is not None:
        said.append(
            say("The file could not be read before; it is kept as {name}.", name=aside.name)
        )
    return " ".join(said)
