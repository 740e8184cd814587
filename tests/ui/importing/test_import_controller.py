"""From a file to a plan, with the dialog between them."""

import threading
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from tests.ui.foreign import assert_all_tame
from tests.ui.importing.desk import PATH, Desk
from tests.ui.importing.samples import GOOD, TYPO, FakeInput
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.import_job import Cached
from vindesk.domain.input_counts import Trouble
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import SourceChoice
from vindesk.jobs.runner import JobRunner
from vindesk.ui.importing.column_roles import Role


def test_a_file_is_opened_counted_and_agreed_to(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    assert desk.line() == (
        "4 VINs, 1 duplicate, 1 is cached already, 1 has a wrong check digit, "
        "1 is mistyped, 1 not a VIN."
    )
    assert desk.dialog.import_button.text() == "&Import 3 VINs"
    desk.dialog.accept()
    (plan,) = desk.plans
    assert (plan.name, plan.path, plan.columns.vin, plan.columns.year) == (
        *("fleet.csv", str(PATH.absolute()), 1, 2),
    )
    assert plan.columns.own_names == ("Unit", "Note")
    assert len(list(desk.openers[0]().batches([1], Unwatched()))) == 6


def test_what_was_counted_is_told_to_who_does_not_see_it(desk: Desk, heard: list[str]) -> None:
    desk.controller.import_file(PATH)
    assert heard == [f"Announcement: {desk.line()}"], "not each number on the way"
    assert desk.dialog.import_button.accessibleDescription() == desk.line()
    desk.dialog.columns.vin.setCurrentIndex(0)
    assert desk.dialog.import_button.accessibleDescription() == ""


def test_the_file_is_closed_whatever_is_decided(desk: Desk) -> None:
    for end in ("accept", "reject"):
        desk.controller.import_file(PATH)
        getattr(desk.dialog, end)()
    assert desk.given.closed == desk.given.opened == 2
    assert len(desk.plans) == 1


def test_a_pasted_text_has_no_path(desk: Desk) -> None:
    desk.controller.import_text(GOOD)
    desk.dialog.accept()
    assert (desk.plans[0].name, desk.plans[0].path) == ("Pasted text", "")


def test_several_files_come_one_after_the_other(desk: Desk) -> None:
    for name in ("a.csv", "b.csv"):
        desk.controller.import_file(Path(name))
    assert desk.dialog.name.text() == "a.csv"
    desk.dialog.reject()
    assert desk.dialog.name.text() == "b.csv"


def test_another_column_is_counted_anew(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    desk.dialog.columns.vin.setCurrentIndex(1)
    assert desk.line() == "0 VINs, 6 not VINs."
    assert not desk.dialog.import_button.isEnabled()
    desk.dialog.columns.vin.setCurrentIndex(0)
    assert desk.line() == "Choose the column that holds the VINs."
    desk.dialog.preview.role_chosen.emit(1, Role.VIN)
    assert desk.line().startswith("4 VINs")
    assert desk.dialog.columns.vin.currentText() == "VIN"


def test_the_menu_of_a_head_changes_what_a_column_is(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    for column, text in ((0, "&Leave Out"), (2, "&Keep beside the VIN")):
        menu = desk.dialog.preview.role_menu(column)
        next(action for action in menu.actions() if action.text() == text).trigger()
    assert desk.dialog.roles.kept == [2, 3]
    assert desk.dialog.roles.year is None


def test_repairs_are_taken_by_the_keyboard_and_stand_in_the_plan(desk: Desk, qtbot: QtBot) -> None:
    desk.controller.import_file(PATH)
    problems = desk.dialog.problems
    desk.dialog.tabs.setCurrentWidget(problems)
    assert problems.trouble is Trouble.MISTYPED
    problems.table.setCurrentIndex(problems.model.index(0, 0))
    qtbot.keyClick(problems.table, Qt.Key.Key_Space)
    assert desk.line().endswith(" 1 repaired.")
    assert desk.dialog.import_button.text() == "&Import up to 4 VINs"
    desk.dialog.accept()
    assert desk.plans[0].columns.own_names == ("Unit", "Note", "VIN as written")


def test_all_repairs_of_a_row_are_offered(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    problems = desk.dialog.problems
    menu = problems.table.repair_menu(0)
    assert menu is not None
    assert [action.text() for action in menu.actions()][2].startswith(GOOD)
    menu.actions()[2].trigger()
    assert problems.repairs == {TYPO: GOOD}
    problems.choice.setCurrentIndex(2)
    assert problems.table.repair_menu(0) is None


def test_what_is_refreshed_is_remembered_and_who_answers_is_the_choice_of_the_window(
    desk: Desk,
) -> None:
    desk.controller.choose_source(SourceChoice.EMBEDDED)
    desk.controller.name_embedded_month("October 2026")
    desk.controller.import_file(PATH)
    assert desk.dialog.policy.source.currentText() == "Embedded only (October 2026)"
    desk.dialog.policy.cached.setCurrentIndex(1)
    desk.dialog.policy.days.setValue(7)
    desk.dialog.accept()
    assert desk.plans[0].source is SourceChoice.EMBEDDED
    assert desk.plans[0].cached is Cached.REFRESH_OLDER
    assert desk.plans[0].older_than is not None
    desk.controller.import_file(PATH)
    assert desk.dialog.policy.days.value() == 7
    web = desk.dialog.policy.source.findData(SourceChoice.WEB.value)
    desk.dialog.policy.source.setCurrentIndex(web)
    desk.dialog.accept()
    assert desk.plans[1].source is SourceChoice.WEB
    desk.controller.import_file(PATH)
    assert desk.dialog.policy.policy.source is SourceChoice.EMBEDDED
    assert desk.dialog.policy.days.value() == 7


def test_a_scanner_imports_nothing_and_who_waits_can_press_return(
    threaded_runner: JobRunner, given: FakeInput, qtbot: QtBot
) -> None:
    given.gate = gate = threading.Event()
    desk = Desk(threaded_runner, given, qtbot)
    desk.controller.import_file(PATH)
    qtbot.waitUntil(lambda: bool(desk.dialogs))
    dialog, place = desk.dialog, desk.dialog.focusWidget()
    assert place is dialog.preview
    qtbot.keyClick(place, Qt.Key.Key_Return)
    assert desk.plans == [], "nobody has seen yet what is in it"
    gate.set()
    qtbot.waitUntil(lambda: dialog.import_button.text() == "&Import 3 VINs")
    qtbot.keyClicks(place, GOOD)
    qtbot.keyClick(place, Qt.Key.Key_Return)
    assert desk.plans == [], "that was a scanner"
    with qtbot.waitSignal(threaded_runner.idle):
        qtbot.keyClick(place, Qt.Key.Key_Return)
    assert len(desk.plans) == 1


def test_a_file_that_cannot_be_opened_fails_without_a_dialog(desk: Desk) -> None:
    desk.given.trouble = FileUnreadable("It is a picture.")
    desk.controller.import_file(PATH)
    assert desk.failures == [desk.given.trouble]
    assert desk.dialogs == []
    desk.given.trouble = None
    desk.controller.import_file(PATH)
    assert desk.dialog.isVisible()


def test_what_opens_slowly_can_be_given_up_for_the_next(
    threaded_runner: JobRunner, given: FakeInput, qtbot: QtBot
) -> None:
    desk = Desk(threaded_runner, given, qtbot)
    told: list[str] = []
    for signal in (desk.controller.told, desk.controller.under_way):
        signal.connect(told.append)
    given.opening_gate = threading.Event()
    for name in ("slow.csv", "next.csv"):
        desk.controller.import_file(Path(name))
    qtbot.waitUntil(lambda: bool(given.asked))
    assert told == ["Opening slow.csv… Escape cancels."]
    desk.controller.cancel()
    qtbot.waitUntil(lambda: bool(desk.dialogs))
    assert told[1:] == [
        "slow.csv was not imported.",
        "Opening next.csv… Escape cancels.",
        "",
    ]
    assert desk.dialog.name.text() == "next.csv"
    desk.controller.cancel()
    assert desk.dialog.isVisible()
    assert desk.failures == []
    with qtbot.waitSignal(desk.dialog.finished):
        desk.dialog.reject()


def test_foreign_text_stays_plain_text(desk: Desk) -> None:
    desk.controller.import_text(GOOD, "<b>x</b>\n\N{RIGHT-TO-LEFT OVERRIDE}")
    assert_all_tame(desk.dialog)


def test_everything_has_a_name_and_fits_a_small_window(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    dialog = desk.dialog
    for part in (dialog.columns.vin, dialog.columns.year, dialog.preview, dialog.name):
        assert part.accessibleName()
        assert part.focusPolicy() & Qt.FocusPolicy.TabFocus
    smallest = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    assert smallest.boundedTo(QSize(800, 520)) == smallest


def test_counting_goes_on_while_one_chooses_and_ends_with_the_dialog(
    threaded_runner: JobRunner, given: FakeInput, qtbot: QtBot
) -> None:
    given.gate = threading.Event()
    desk = Desk(threaded_runner, given, qtbot)
    desk.controller.import_file(PATH)
    qtbot.waitUntil(lambda: bool(desk.dialogs) and "1 VIN" in desk.line())
    assert desk.line() == "Reading… 1 VIN so far"
    assert desk.dialog.import_button.isEnabled()
    with qtbot.waitSignal(threaded_runner.idle):
        desk.dialog.reject()
    assert given.closed == 1
    assert desk.plans == []
