"""Settings are changed in the window while the program runs."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PySide6.QtWidgets import QComboBox, QMessageBox, QSpinBox

from tests.e2e.conftest import User
from tests.fakes.vpic_server import VpicServer
from vindesk.domain.vehicle import SourceChoice
from vindesk.ui.actions import ActionId
from vindesk.ui.preferences.preferences_dialog import PreferencesDialog
from vindesk.ui.theme import is_dark

VIN, OTHER = "1XPWD40X1ED215307", "1XKWDB0X57J211825"


def preferences(user: User) -> PreferencesDialog:
    user.press(ActionId.PREFERENCES)
    dialog = user.window.findChild(PreferencesDialog)
    assert dialog is not None
    return dialog


def choose(dialog: PreferencesDialog, name: str, value: str) -> None:
    box = dialog.rows[name].editor.inner
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(value))


def test_the_appearance_changes_while_one_looks_and_cancel_brings_it_back(user: User) -> None:
    before = is_dark(user.window.palette())
    dialog = preferences(user)
    choose(dialog, "appearance", "light" if before else "dark")
    user.until(lambda: is_dark(user.window.palette()) is not before)
    dialog.reject()
    user.until(lambda: is_dark(user.window.palette()) is before)
    user.until_quiet()


def test_what_was_chosen_holds_at_once_and_at_the_next_start(
    user: User, start: Callable[..., User], vpic_server: VpicServer, tmp_path: Path
) -> None:
    user.look_up(VIN)
    dialog = preferences(user)
    choose(dialog, "source", "embedded")
    limit = dialog.rows["confirm_removal_above"].editor.inner
    assert isinstance(limit, QSpinBox)
    limit.setValue(0)
    dialog.accept()
    user.until(lambda: user.status.startswith("The settings are saved."))
    user.until_quiet()
    assert user.session.desk.panel.choice is SourceChoice.EMBEDDED
    assert user.look_up(OTHER).startswith("From the embedded copy")

    user.click_row(0)
    user.press(ActionId.REMOVE)
    (box,) = [box for box in user.window.findChildren(QMessageBox) if box.isVisible()]
    assert box.text() == "Remove 1 vehicle from the cache?"
    box.close()
    user.until_quiet()
    user.session.close()

    again = start(url=vpic_server.url)
    assert again.session.desk.panel.choice is SourceChoice.EMBEDDED
    text = (tmp_path / "data" / "settings.toml").read_text()
    assert text == 'source = "embedded"\nconfirm_removal_above = 0\n'


def test_parquet_windows_keep_to_the_memory_that_was_chosen(user: User, tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": [1]}), tmp_path / "x.parquet")
    user.session.desk.parquet.open(tmp_path / "x.parquet")
    user.until(user.session.desk.parquet.open_paths)
    user.until_quiet()
    desk = user.session.desk
    desk.preferences.changed.emit(msgspec.structs.replace(desk.settings, memory_limit_mb=300))
    user.until(lambda: desk.parquet._engines.share_mb == 300)
    user.until_quiet()


def test_how_vpic_is_asked_changes_without_a_new_start(
    user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.look_up(VIN)
    before = user.session.desk.services().sources()
    dialog = preferences(user)
    row = dialog.rows["connect_timeout_s"]
    row.chosen.emit("connect_timeout_s", 9.0)
    dialog.accept()
    user.until(lambda: user.session.desk.services().sources() is not before)
    assert user.look_up(OTHER).startswith("From vPIC")
