"""Backups, restoring and cleaning at the window; and a cache that cannot be opened."""

import threading
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton

from tests.e2e.conftest import User
from tests.e2e.earlier import look_up
from vindesk.domain.backups import Backup, Why
from vindesk.domain.import_job import ImportState
from vindesk.domain.monitor import Monitor
from vindesk.services.care import Care
from vindesk.ui.actions import ActionId
from vindesk.ui.care.backups_window import BackupsWindow
from vindesk.ui.importing.import_dialog import ImportDialog

VINS = ("1XPWD40X1ED215307", "1XKWDB0X57J211825", "ZA9CA05AXJLA12340")
OTHER = "1XP5DB9X7YN526158"
EMBEDDED = ("--source", "embedded")


def press(user: User, name: str) -> None:
    button = user.window.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isEnabled(), name
    button.click()


def backups_of(user: User) -> BackupsWindow:
    user.press(ActionId.RESTORE)
    window = user.window.findChild(BackupsWindow)
    assert window is not None
    user.until_quiet()
    return window


def filled(start: Callable[..., User]) -> User:
    user = start(*EMBEDDED)
    for vin in VINS:
        user.look_up(vin)
    user.press(ActionId.BACKUP)
    user.until_quiet()
    assert user.status.startswith("Made a backup of 3 vehicles: ")
    return user


@pytest.fixture(scope="session")
def backed_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with three vehicles and a backup: to be copied, not to be used."""
    folder = tmp_path_factory.mktemp("backed up")
    look_up(folder, VINS, back_up=True)
    return folder


@pytest.fixture
def data(backed_up: Path, tmp_path: Path) -> Path:
    """The data folder of a program that starts where three vehicles were backed up."""
    return copytree(backed_up, tmp_path / "data")


def close(user: User) -> None:
    user.session.close()


def damage(cache: Path) -> None:
    content = bytearray(cache.read_bytes())
    content[20_000 : len(content)] = bytes(len(content) - 20_000)
    cache.write_bytes(content)


def test_a_restore_brings_the_rows_back_and_can_be_undone(start: Callable[..., User]) -> None:
    user = filled(start)
    user.click_row(0)
    user.press(ActionId.REMOVE)
    user.until(lambda: len(user.rows()) == 2)
    user.until_quiet()
    window = backups_of(user)
    assert [backup.why for backup in window.model.backups] == [Why.BY_HAND]
    press(user, "restore_backup")
    question = user.window.findChild(QMessageBox, "restore_question")
    assert question is not None
    assert "with 3 vehicles?" in question.text()
    press(user, "confirm_restore")
    user.until(lambda: user.status.startswith("Restored the backup of "))
    user.until(lambda: {row[0] for row in user.rows()} == set(VINS))
    assert user.session.desk.history.undo_text is None
    user.until_quiet()

    assert [backup.why for backup in window.model.backups] == [Why.BEFORE_RESTORE, Why.BY_HAND]
    press(user, "undo_restore")
    user.until(lambda: "before the restore" in user.status)
    user.until(lambda: {row[0] for row in user.rows()} == set(VINS[:2]))
    user.until_quiet()
    assert user.look_up(VINS[2]).startswith("From the embedded copy")


def test_a_list_that_is_agreed_to_while_a_backup_is_restored_is_imported_afterwards(
    start: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, restore = threading.Event(), Care.restore

    def restore_when_let(care: Care, backup: Backup, monitor: Monitor) -> Path:
        with monitor.stopping_with(gate.set):
            gate.wait()
        return restore(care, backup, monitor)

    monkeypatch.setattr(Care, "restore", restore_when_let)
    user = filled(start)
    window = backups_of(user)
    press(user, "restore_backup")
    press(user, "confirm_restore")
    window.reject()
    user.session.desk.imports.import_text(OTHER)

    def counted() -> bool:
        dialog = user.window.findChild(ImportDialog)
        return dialog is not None and dialog.import_button.text() == "&Import 1 VIN"

    user.until(counted)
    dialog = user.window.findChild(ImportDialog)
    assert dialog is not None
    dialog.accept()
    assert user.status == "The import “Pasted text” begins when the restore has ended."
    gate.set()
    user.until(lambda: user.status == "The import “Pasted text” is done: 1 VIN.")
    user.until(lambda: {row[0] for row in user.rows()} == {*VINS, OTHER})
    user.until_quiet()
    imports = user.session.desk.services().importer.imports
    assert [(record.plan.name, record.state) for record in imports.all()] == [
        ("Pasted text", ImportState.DONE)
    ]
    assert user.window.findChild(QMessageBox, "failure") is None


def test_a_damaged_cache_is_said_and_the_newest_backup_is_offered(
    start: Callable[..., User], data: Path
) -> None:
    cache = data / "vehicles.duckdb"
    damage(cache)
    spoiled = cache.read_bytes()

    user = start(*EMBEDDED)
    user.until(lambda: user.window.findChild(QMessageBox, "damage_box"))
    box = user.window.findChild(QMessageBox, "damage_box")
    assert box is not None
    assert box.text() == "The cache is damaged"
    assert "with 3 vehicles" in box.informativeText()
    assert [each.objectName() for each in user.window.findChildren(QMessageBox)] == ["damage_box"]
    press(user, "rescue_restore")
    user.until(lambda: len(user.rows()) == 3)
    (aside,) = cache.parent.glob("vehicles-damaged-*.duckdb")
    assert aside.read_bytes() == spoiled
    assert f"kept as {aside.name}" in user.status
    user.until_quiet()
    assert user.look_up(VINS[0]).startswith("From the cache")


def test_who_prefers_it_starts_with_an_empty_cache(start: Callable[..., User], data: Path) -> None:
    damage(data / "vehicles.duckdb")
    user = start(*EMBEDDED)
    user.until(lambda: user.window.findChild(QMessageBox, "damage_box"))
    press(user, "rescue_empty")
    user.until(lambda: user.status.startswith("Started with an empty cache."))
    user.until_quiet()
    assert user.rows() == []
    user.look_up(VINS[0])
    assert len(user.rows()) == 1


def test_a_cache_that_is_gone_is_restored_rather_than_made_anew(
    start: Callable[..., User], data: Path
) -> None:
    cache = data / "vehicles.duckdb"
    cache.unlink()
    user = start(*EMBEDDED)
    user.until(lambda: user.window.findChild(QMessageBox, "damage_box"))
    box = user.window.findChild(QMessageBox, "damage_box")
    assert box is not None
    assert box.text() == "The cache is not there"
    assert not cache.exists()
    press(user, "rescue_restore")
    user.until(lambda: len(user.rows()) == 3)


def test_changes_that_are_missing_are_said_at_the_start(
    start: Callable[..., User], tmp_path: Path
) -> None:
    copytree_folder = tmp_path / "aside"
    user = start(*EMBEDDED)
    user.look_up(VINS[0])
    copytree(tmp_path / "data", copytree_folder)
    close(user)
    for name in ("vehicles.duckdb", "vehicles.duckdb.mark"):
        (tmp_path / "data" / name).write_bytes((copytree_folder / name).read_bytes())
    user = start(*EMBEDDED)
    user.until(lambda: user.window.findChild(QMessageBox, "failure"))
    box = user.window.findChild(QMessageBox, "failure")
    assert box is not None
    assert box.text() == "The newest changes may be lost"


def test_cleaning_shows_first_what_goes(start: Callable[..., User], tmp_path: Path) -> None:
    user = start(*EMBEDDED)
    logs = tmp_path / "data" / "logs"
    for number in range(8):
        (logs / f"vindesk-20260101-00000{number}-000000.log").write_text("old")
    (logs / "mine.log").write_text("mine")
    user.press(ActionId.CLEAN)
    user.until(lambda: user.window.findChild(QDialog, "clean_dialog"))
    user.until_quiet()
    press(user, "confirm_clean")
    user.until(lambda: user.status.startswith("Cleaned 3 items"))
    user.until_quiet()
    names = sorted(path.name for path in logs.glob("vindesk-*"))
    assert names == [f"vindesk-20260101-00000{number}-000000.log" for number in range(3, 8)]
    assert (logs / "mine.log").exists()


@pytest.mark.parametrize("action", [ActionId.BACKUP])
def test_a_folder_that_cannot_be_written_is_a_sentence(
    start: Callable[..., User], tmp_path: Path, action: ActionId
) -> None:
    user = start(*EMBEDDED)
    user.look_up(VINS[0])
    folder = tmp_path / "data" / "backups"
    folder.write_text("a file")
    user.press(action)
    user.until(lambda: user.window.findChild(QMessageBox, "failure"))
    box = user.window.findChild(QMessageBox, "failure")
    assert box is not None
    assert box.text() == "The backup was not made"
    assert "The cache is as it was" in box.informativeText()
    box.reject()
    user.until_quiet()
    assert user.look_up(VINS[0]).startswith("From the cache")


def test_an_end_in_the_middle_of_a_backup_leaves_all_or_nothing(
    start: Callable[..., User], tmp_path: Path
) -> None:
    user = start(*EMBEDDED)
    for vin in VINS:
        user.look_up(vin)
    user.press(ActionId.BACKUP)
    user.session.close()
    folder = tmp_path / "data" / "backups"
    names = sorted(path.suffix for path in folder.glob("*")) if folder.exists() else []
    assert names in ([], [".duckdb", ".json"], [".json"])
    user = start(*EMBEDDED)
    assert len(user.rows()) == 3


def test_a_folder_of_backups_that_is_chosen_while_the_cache_is_damaged_is_looked_into(
    start: Callable[..., User], data: Path, tmp_path: Path
) -> None:
    damage(data / "vehicles.duckdb")
    elsewhere = tmp_path / "elsewhere"
    (data / "backups").rename(elsewhere)
    user = start(*EMBEDDED)

    def offered() -> str:
        boxes = user.window.findChildren(QMessageBox, "damage_box")
        return next((box.informativeText() for box in boxes if box.isVisible()), "")

    user.until(lambda: "There is no backup." in offered())
    press(user, "rescue_later")
    desk = user.session.desk
    desk.preferences.changed.emit(replace(desk.settings, backup_folder=str(elsewhere)))
    user.until_quiet()
    desk.table.reload()
    user.until(lambda: "with 3 vehicles" in offered())
    button = user.window.findChildren(QPushButton, "rescue_restore")[-1]
    button.click()
    user.until(lambda: len(user.rows()) == 3)
    user.until_quiet()
    assert {each.path.parent for each in desk.services().care.backups()} == {elsewhere}
