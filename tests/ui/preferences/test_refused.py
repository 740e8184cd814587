"""A value of the settings file that cannot be used: named, and taken out from the window."""

import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox

from tests.conftest import carry_out_deletions
from tests.ui.preferences.conftest import Begin
from vindesk.config.settings import Settings
from vindesk.ui.preferences.preferences_dialog import PreferencesDialog

BAD = "# mine\nlog_files = 999\ncolour = 1\n"


def problems(dialog: PreferencesDialog) -> str:
    label = dialog.findChild(QLabel, "preferences_problems")
    return label.text() if label is not None else ""


def reset_all(dialog: PreferencesDialog) -> QPushButton:
    button = dialog.findChild(QPushButton, "reset_all")
    assert button is not None
    return button


def test_it_is_said_beside_its_setting_and_can_be_reset(begin: Begin) -> None:
    dialog = begin(BAD).open()
    row = dialog.rows["log_files"]
    assert row.state.text().startswith("Default; what the settings file has cannot be used.")
    assert row.reset.isVisibleTo(dialog)
    assert reset_all(dialog).isEnabled()
    assert not dialog.rows["no_data_days"].reset.isVisibleTo(dialog)


@pytest.mark.parametrize("all_of_them", [False, True])
def test_a_reset_takes_it_out_of_the_file_and_its_problem_is_gone(
    begin: Begin, file: Path, all_of_them: bool
) -> None:
    desk = begin(BAD)
    dialog = desk.open()
    assert "log_files = 999" in problems(dialog)
    (reset_all(dialog) if all_of_them else dialog.rows["log_files"].reset).click()
    assert dialog.rows["log_files"].state.text().startswith("Default. ")
    assert not dialog.rows["log_files"].reset.isVisibleTo(dialog)
    dialog.accept()
    assert file.read_text() == "# mine\ncolour = 1\n"
    assert desk.heard == [], "the default held before"
    carry_out_deletions()

    told = problems(desk.open())
    assert "log_files" not in told
    assert "“colour”" in told, "it is still there"


def test_another_value_takes_its_place_and_its_problem_is_gone(begin: Begin, file: Path) -> None:
    desk = begin("log_files = 999\n")
    dialog = desk.open()
    box = dialog.rows["log_files"].editor.inner
    assert isinstance(box, QSpinBox)
    box.setValue(8)
    box.setValue(Settings().log_files)
    dialog.accept()
    assert tomllib.loads(file.read_text()) == {"log_files": Settings().log_files}
    carry_out_deletions()
    assert problems(desk.open()) == ""


def test_on_cancel_it_stays_and_so_does_its_problem(begin: Begin, file: Path) -> None:
    desk = begin(BAD)
    dialog = desk.open()
    dialog.rows["log_files"].reset.click()
    dialog.reject()
    assert file.read_text() == BAD
    carry_out_deletions()
    assert "log_files = 999" in problems(desk.open())


def test_what_the_environment_overrides_is_not_reset_here(begin: Begin, file: Path) -> None:
    dialog = begin(BAD, {"VINDESK_LOG_FILES": "4"}).open()
    assert not dialog.rows["log_files"].reset.isVisibleTo(dialog)
    assert not reset_all(dialog).isEnabled()
    dialog.accept()
    assert file.read_text() == BAD
