"""The choice of the source beside the entry is remembered, and gives way to what goes first."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.e2e.conftest import User
from tests.e2e.test_preferences import choose, preferences
from vindesk.app.wiring import remembered_source
from vindesk.domain.vehicle import SourceChoice
from vindesk.ui.state_file import StateFile

AUTO, WEB, EMBEDDED = SourceChoice.AUTO, SourceChoice.WEB, SourceChoice.EMBEDDED
Start = Callable[..., User]


def chosen(user: User) -> SourceChoice:
    return user.session.desk.panel.choice


def pick(user: User, wanted: SourceChoice) -> None:
    """Choose in the box with the keyboard."""
    box = user.session.desk.panel.source
    key = Qt.Key.Key_Down if box.findData(wanted) > box.currentIndex() else Qt.Key.Key_Up
    while chosen(user) is not wanted:
        user.qtbot.keyClick(box, key)
    user.until_quiet()


def leave(user: User) -> None:
    user.until_quiet()
    user.session.close()


def write_setting(folder: Path, source: SourceChoice) -> None:
    (folder / "data" / "settings.toml").write_text(f'source = "{source}"\n')


# -- from one start to the next ------------------------------------------------------


def test_what_is_chosen_beside_the_entry_is_chosen_at_the_next_start(start: Start) -> None:
    user = start()
    assert chosen(user) is AUTO
    pick(user, EMBEDDED)
    leave(user)
    assert chosen(start()) is EMBEDDED


def test_what_goes_first_goes_first_once_and_overwrites_nothing(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = start()
    pick(user, EMBEDDED)
    leave(user)
    user = start("--source", "auto")
    assert chosen(user) is AUTO
    leave(user)
    with monkeypatch.context() as patched:
        patched.setenv("VINDESK_SOURCE", "auto")
        user = start()
        assert chosen(user) is AUTO
        leave(user)
    assert chosen(start()) is EMBEDDED


def test_a_choice_against_the_command_line_is_remembered(start: Start, tmp_path: Path) -> None:
    leave(start())
    write_setting(tmp_path, WEB)
    user = start("--source", "auto")
    pick(user, EMBEDDED)
    leave(user)
    assert chosen(start()) is EMBEDDED


def test_another_setting_than_that_of_before_goes_first(start: Start, tmp_path: Path) -> None:
    user = start()
    pick(user, EMBEDDED)
    leave(user)
    write_setting(tmp_path, WEB)
    assert chosen(start()) is WEB


@pytest.mark.parametrize("kept", ["", "moon auto", "embedded", "embedded web", "a b c", 7, None])
def test_what_makes_no_sense_or_was_chosen_with_another_setting_is_passed_over(
    tmp_path: Path, kept: object
) -> None:
    state = StateFile(tmp_path / "state.ini")
    state.keep({"source_choice/chosen": kept})
    assert remembered_source(state, AUTO) is AUTO


# -- with the Preferences ------------------------------------------------------------


def test_it_comes_back_when_the_setting_does(start: Start) -> None:
    user = start()
    pick(user, EMBEDDED)
    for by_reset in (False, True):
        dialog = preferences(user)
        choose(dialog, "source", "web")
        assert chosen(user) is WEB, by_reset
        if by_reset:
            dialog.rows["source"].reset.click()
            dialog.accept()
        else:
            dialog.reject()
        assert chosen(user) is EMBEDDED, by_reset
        leave(user)
        user = start()
        assert chosen(user) is EMBEDDED, by_reset


def test_a_setting_that_is_chosen_takes_the_place_of_an_earlier_choice(start: Start) -> None:
    user = start()
    pick(user, EMBEDDED)
    for source in (WEB, AUTO):
        dialog = preferences(user)
        choose(dialog, "source", source)
        dialog.accept()
        user.until(lambda: user.status.startswith("The settings are saved."))
        user.until_quiet()
        user.session.window.status.tell("")
        assert chosen(user) is source
    leave(user)
    assert chosen(start()) is AUTO
