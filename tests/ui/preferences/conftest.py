"""A window of preferences on a settings file of its own."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import carry_out_deletions
from vindesk.config.loading import load
from vindesk.config.settings_file import SettingsFile
from vindesk.jobs.runner import JobRunner
from vindesk.store.drafts import draft_of
from vindesk.ui.preferences.preferences_controller import PreferencesController
from vindesk.ui.preferences.preferences_dialog import PreferencesDialog


class Desk:
    """The controller, what it said, and the dialog that is open."""

    def __init__(self, controller: PreferencesController, window: QWidget) -> None:
        self.controller = controller
        self.told: list[str] = []
        self.failed: list[Exception] = []
        self.heard: list[object] = []
        self._window = window
        controller.told.connect(self.told.append)
        controller.failed.connect(self.failed.append)
        controller.changed.connect(self.heard.append)

    def open(self) -> PreferencesDialog:
        self.controller.open()
        (dialog,) = (
            each for each in self._window.findChildren(PreferencesDialog) if each.isVisible()
        )
        return dialog


Begin = Callable[..., Desk]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def begin(qtbot: QtBot, inline_runner: JobRunner, file: Path) -> Iterator[Begin]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

    def start(
        text: str = "",
        environment: Mapping[str, str] | None = None,
        command_line: Mapping[str, object] | None = None,
    ) -> Desk:
        if text:
            file.write_text(text)
        loaded = load(file, environment or {}, command_line or {})
        controller = PreferencesController(
            loaded, SettingsFile(file, draft_of), inline_runner, window
        )
        return Desk(controller, window)

    yield start
    carry_out_deletions()
