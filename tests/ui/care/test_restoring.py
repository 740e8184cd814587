"""A backup takes the place of the cache: after a question, and never beside an import."""

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from tests.store.samples import vehicle
from tests.ui.care.desk import Desk, press
from vindesk.domain.backups import Why
from vindesk.domain.errors import CacheDamaged
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.services.care import Care
from vindesk.store.backups import Backups
from vindesk.ui.care.backups_window import BackupsWindow

pytestmark = pytest.mark.qt_log_ignore("does not support")


def test_nothing_is_restored_while_an_import_runs(desk: Desk) -> None:
    desk.care.back_up()
    dialog = desk.dialog()
    desk.why_not = "An import is running."
    press(dialog, "restore_backup")
    assert desk.told[-1] == "An import is running."
    assert desk.window.findChild(QMessageBox, "restore_question") is None
    dialog.undo_requested.emit(dialog.model.backups[0])
    assert (desk.told[-1], desk.restored) == ("An import is running.", [])


def test_no_is_no_and_yes_restores(desk: Desk, services: Services) -> None:
    desk.care.back_up()
    services.vehicles.save([vehicle(3)])
    dialog = desk.dialog()
    press(dialog, "restore_backup")
    question = dialog.findChild(QMessageBox, "restore_question")
    assert question is not None
    question.reject()
    assert services.vehicles.count() == 3
    press(dialog, "restore_backup")
    press(dialog.findChildren(QMessageBox, "restore_question")[-1], "confirm_restore")
    assert (services.vehicles.count(), desk.restored) == (2, [True])
    press(dialog, "undo_restore")
    assert (services.vehicles.count(), desk.restored) == (3, [True, True])


def test_an_import_that_began_behind_the_question_is_in_the_way_of_the_restore(
    desk: Desk, services: Services
) -> None:
    desk.care.back_up()
    services.vehicles.save([vehicle(3)])
    dialog = desk.dialog()
    press(dialog, "restore_backup")
    (question,) = dialog.findChildren(QMessageBox, "restore_question")
    desk.why_not = "An import is running."
    press(question, "confirm_restore")
    assert desk.told[-1] == "An import is running."
    assert (services.vehicles.count(), desk.restored, desk.under_way) == (3, [], [])


def test_a_restore_is_under_way_until_it_has_ended_however_it_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.care.back_up()
    dialog = desk.dialog()
    restore_newest(desk, dialog)
    assert desk.under_way == [True, False]
    monkeypatch.setattr(Care, "restore", find_it_damaged)
    restore_newest(desk, dialog)
    assert desk.under_way == [True, False, True, False]
    assert [type(error) for error in desk.failures] == [CacheDamaged]


def find_it_damaged(*_given: object) -> None:
    """In place of what would read the present cache."""
    raise CacheDamaged("It cannot be read.")


def restore_newest(desk: Desk, dialog: BackupsWindow) -> None:
    dialog.table.selectRow(0)
    press(dialog, "restore_backup")
    press(dialog.findChildren(QMessageBox, "restore_question")[-1], "confirm_restore")


def test_a_damaged_cache_is_said_to_be_kept_and_no_undo_is_promised(
    desk: Desk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.care.back_up()
    dialog = desk.dialog()
    restore_newest(desk, dialog)
    undo = dialog.findChild(QPushButton, "undo_restore")
    assert undo is not None
    assert undo.isEnabled()

    with monkeypatch.context() as patch:
        patch.setattr(Backups, "_seal", find_it_damaged)
        restore_newest(desk, dialog)
    (aside,) = services.database.path.parent.glob("vehicles-damaged-*.duckdb")
    assert desk.told[-1].endswith(f"The previous cache is kept as {aside.name}.")
    assert "Undo" not in desk.told[-1]
    assert desk.failures == []
    assert [each.why for each in dialog.model.backups].count(Why.BEFORE_RESTORE) == 1
    assert not undo.isEnabled()


def test_what_another_session_restored_is_undone_only_after_a_question(
    desk: Desk, services: Services, inline_runner: JobRunner
) -> None:
    desk.care.back_up()
    services.vehicles.save([vehicle(3)])
    restore_newest(desk, desk.dialog())
    later = Desk(services, inline_runner, QWidget(desk.window))
    dialog = later.dialog()
    press(dialog, "undo_restore")
    assert services.vehicles.count() == 2
    (question,) = dialog.findChildren(QMessageBox, "restore_question")
    press(question, "confirm_restore")
    assert (services.vehicles.count(), later.restored) == (3, [True])


def test_a_restore_that_fails_leaves_no_undo_without_a_question(
    desk: Desk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.care.back_up()
    dialog = desk.dialog()
    restore_newest(desk, dialog)
    with monkeypatch.context() as patch:
        patch.setattr(Care, "restore", find_it_damaged)
        restore_newest(desk, dialog)
    assert [type(error) for error in desk.failures] == [CacheDamaged]
    asked = len(dialog.findChildren(QMessageBox, "restore_question"))
    press(dialog, "undo_restore")
    assert len(dialog.findChildren(QMessageBox, "restore_question")) == asked + 1
