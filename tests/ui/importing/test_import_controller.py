"""From a file to a plan, with the dialog between them."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.foreign import assert_all_tame
from tests.ui.importing.samples import GOOD, TYPO, FakeInput
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.import_job import Cached, ImportPlan
from vindesk.domain.input_counts import Trouble
from vindesk.domain.monitor import Monitor, Unwatched
from vindesk.domain.vehicle import SourceChoice
from vindesk.jobs.runner import JobRunner
from vindesk.ui.importing.column_roles import Role
from vindesk.ui.importing.import_controller import ImportController
from vindesk.ui.importing.import_dialog import ImportDialog

PATH = Path("fleet.csv")


class Desk:
    """A window, a runner and a controller, with what it told."""

    def __init__(self, runner: JobRunner, given: FakeInput, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.given = given
        self.controller = ImportController(given.opening, self.known, runner, self.window)
        self.plans: list[ImportPlan] = []
        self.openers: list[Any] = []
        self.failures: list[Exception] = []
        self.controller.accepted.connect(self._take)
        self.controller.failed.connect(self.failures.append)

    @staticmethod
    def known(vins: Any, monitor: Monitor) -> int:
        return vins.to_pylist().count(GOOD)

    def _take(self, plan: ImportPlan, opener: Any) -> None:
        self.plans.append(plan)
        self.openers.append(opener)

    @property
    def dialogs(self) -> list[ImportDialog]:
        return [one for one in self.window.findChildren(ImportDialog) if one.isVisible()]

    @property
    def dialog(self) -> ImportDialog:
        (dialog,) = self.dialogs
        return dialog

    def line(self, name: str = "import_counts") -> str:
        label = self.dialog.findChild(QLabel, name)
        assert label is not None
        return label.text()


@pytest.fixture
def given() -> FakeInput:
    return FakeInput()


@pytest.fixture
def desk(inline_runner: JobRunner, given: FakeInput, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(inline_runner, given, qtbot)
    yield desk
    for dialog in desk.dialogs:
        dialog.reject()


def test_a_file_is_opened_counted_and_agreed_to(desk: Desk) -> None:
    desk.controller.import_file(PATH)
    assert desk.line() == (
        "4 VINs, 1 duplicate, 1 is cached already, 1 has a wrong check digit, "
        "1 is mistyped, 1 is no VIN."
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
    assert desk.line() == "0 VINs, 6 are no VINs."
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
    desk.controller.told.connect(told.append)
    given.opening_gate = threading.Event()
    for name in ("slow.csv", "next.csv"):
        desk.controller.import_file(Path(name))
    qtbot.waitUntil(lambda: bool(given.asked))
    assert told == ["Opening slow.csv… Escape gives it up."]
    desk.controller.cancel()
    qtbot.waitUntil(lambda: bool(desk.dialogs))
    assert told[1:] == [
        "slow.csv was not imported.",
        "Opening next.csv… Escape gives it up.",
        "",
    ]
    assert desk.dialog.name.text() == "next.csv"
    desk.controller.cancel()
    assert desk.dialog.isVisible()
    assert desk.failures == []
    with qtbot.waitSignal(desk.dialog.finished):
        desk.dialog.reject()


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
