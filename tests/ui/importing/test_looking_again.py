"""Another sheet, or the header taken otherwise: what stays, and what is chosen anew."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.importing.desk import PATH, Desk
from tests.ui.importing.samples import GOOD, TYPO, FakeInput
from vindesk.domain.errors import FileUnreadable
from vindesk.jobs.runner import JobRunner
from vindesk.ui.importing.column_roles import Role
from vindesk.ui.importing.import_dialog import ImportDialog


def test_another_sheet_is_opened_without_prejudice(desk: Desk) -> None:
    desk.given.sheets = ("Fleet", "Old")
    desk.controller.import_file(PATH)
    desk.dialog.header.setChecked(False)
    assert desk.dialog.roles.names[0] == "Column 1"
    desk.dialog.sheet.setCurrentIndex(1)
    assert desk.given.asked[0] == ("Fleet", None)
    assert ("Fleet", False) in desk.given.asked
    assert ("Old", None) in desk.given.asked
    assert desk.line() == "1 VIN, 1 is cached already."
    desk.dialog.accept()
    assert desk.plans[0].sheet == "Old"


def test_what_was_chosen_stays_when_the_header_is_taken_otherwise(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    dialog = desk.dialog
    dialog.preview.role_chosen.emit(3, Role.LEFT_OUT)
    dialog.columns.year.setCurrentIndex(0)
    dialog.problems.take_all.click()
    dialog.header.setChecked(False)
    assert dialog.roles.names[0] == "Column 1"
    assert (dialog.roles.vin, dialog.roles.year, dialog.roles.kept) == (1, None, [0, 2])
    assert dialog.problems.repairs == {TYPO: GOOD}
    assert desk.line().endswith(" 1 repaired.")
    dialog.columns.vin.setCurrentIndex(1)
    dialog.header.setChecked(True)
    assert (dialog.roles.names[0], dialog.roles.vin) == ("Unit", 0)
    assert dialog.problems.repairs == {}


def test_repairs_are_agreed_to_also_before_their_rows_are_read_once_more(
    threaded_runner: JobRunner, given: FakeInput, qtbot: QtBot
) -> None:
    desk = Desk(threaded_runner, given, qtbot)
    desk.controller.import_file(PATH)
    qtbot.waitUntil(lambda: bool(desk.dialogs) and desk.line().startswith("4 VINs"))
    desk.dialog.problems.take_all.click()
    given.gate = threading.Event()
    desk.dialog.header.setChecked(False)
    qtbot.waitUntil(lambda: desk.line().startswith("Reading… 1 VIN so far"))
    assert desk.dialog.problems.model.rowCount() == 0
    with qtbot.waitSignal(threaded_runner.idle):
        desk.dialog.accept()
    assert [plan.repairs for plan in desk.plans] == [{TYPO: GOOD}]


@pytest.fixture
def slow(threaded_runner: JobRunner, given: FakeInput, qtbot: QtBot) -> Iterator[Desk]:
    """A workbook of two sheets; the first is counted, the next is not opened before its gate is."""
    given.sheets = ("Fleet", "Old")
    desk = Desk(threaded_runner, given, qtbot)
    desk.controller.import_file(PATH)
    qtbot.waitUntil(lambda: bool(desk.dialogs) and desk.line().startswith("4 VINs"))
    given.opening_gate = gate = threading.Event()
    yield desk
    gate.set()
    for dialog in desk.dialogs:
        dialog.reject()


def choose_another_sheet(dialog: ImportDialog) -> None:
    dialog.sheet.setCurrentIndex(1)


def take_the_header_otherwise(dialog: ImportDialog) -> None:
    dialog.header.setChecked(False)


def open_gate(desk: Desk) -> None:
    gate, desk.given.opening_gate = desk.given.opening_gate, None
    assert gate is not None
    gate.set()


@pytest.mark.parametrize(
    ("choose", "vin"), [(choose_another_sheet, 1), (take_the_header_otherwise, 0)]
)
def test_what_was_not_looked_at_yet_is_not_agreed_to(
    slow: Desk, qtbot: QtBot, choose: Callable[[ImportDialog], None], vin: int
) -> None:
    dialog = slow.dialog
    choose(dialog)
    assert slow.line() == "Opening…"
    assert not dialog.import_button.isEnabled()
    assert dialog.import_button.text() == "&Import"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    dialog.columns.vin.setCurrentIndex(1)  # perhaps of the sheet that is not chosen any more
    assert slow.line() == "Opening…"
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert slow.plans == []

    open_gate(slow)
    qtbot.waitUntil(lambda: slow.line() != "Opening…")
    assert dialog.roles.vin == vin, "the columns of another sheet are chosen anew"
    dialog.columns.vin.setCurrentIndex(2)
    qtbot.waitUntil(lambda: dialog.import_button.text() != "&Import")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert [(plan.sheet, plan.columns.vin) for plan in slow.plans] == [(dialog.chosen_sheet, 1)]


def test_what_could_not_be_looked_at_is_not_agreed_to_whatever_else_is_chosen(
    slow: Desk, qtbot: QtBot
) -> None:
    slow.given.trouble = FileUnreadable("The sheet is damaged.")
    dialog = slow.dialog
    choose_another_sheet(dialog)
    open_gate(slow)
    qtbot.waitUntil(lambda: "The sheet is damaged." in slow.line())
    slow.given.trouble = None
    dialog.columns.vin.setCurrentIndex(1)
    assert "The sheet is damaged." in slow.line()
    assert not dialog.import_button.isEnabled()
    dialog.sheet.setCurrentIndex(0)
    qtbot.waitUntil(lambda: slow.line().startswith("4 VINs"))
    assert dialog.import_button.isEnabled()


def test_repairs_of_a_column_are_none_of_another_that_is_chosen_meanwhile(
    slow: Desk, qtbot: QtBot
) -> None:
    dialog = slow.dialog
    dialog.problems.take_all.click()
    take_the_header_otherwise(dialog)
    dialog.columns.vin.setCurrentIndex(1)
    slow.given.gate = threading.Event()
    open_gate(slow)
    qtbot.waitUntil(lambda: slow.line().startswith("Reading…"))
    assert dialog.problems.repairs == {}


def test_a_bug_does_not_leave_a_sheet_opening_for_ever(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    desk.given.trouble = RuntimeError("a fault of ours")
    desk.dialog.header.setChecked(False)
    assert desk.failures == [desk.given.trouble]
    assert desk.line() == "A bug in vindesk"
    assert not desk.dialog.import_button.isEnabled()


def test_where_there_is_one_sheet_there_is_no_choice(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    assert not desk.dialog.sheet.isVisible()
    desk.dialog.accept()
    assert desk.plans[0].sheet is None


def test_a_sheet_that_cannot_be_read_is_said_in_the_dialog(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    desk.given.trouble = FileUnreadable("The sheet is damaged.")
    desk.dialog.header.setChecked(False)
    assert "The sheet is damaged." in desk.line()
    assert not desk.dialog.import_button.isEnabled()
    desk.dialog.policy.cached.setCurrentIndex(1)
    assert "The sheet is damaged." in desk.line(), "whatever else is chosen meanwhile"
    assert not desk.dialog.import_button.isEnabled()
    assert desk.failures == []

    desk.given.trouble = None
    desk.dialog.header.setChecked(True)
    assert "damaged" not in desk.line()
    assert desk.dialog.import_button.isEnabled()
