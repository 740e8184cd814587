"""Many rows at once: orders, selection, copying, removing, and arrivals under the eyes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

from tests.e2e.conftest import User
from tests.e2e.fleet import ALL, KNOWN
from tests.e2e.hands import (
    CTRL,
    LEFT,
    SHIFT,
    click_cell,
    click_head,
    count,
    selected_vins,
    type_filter,
    until_counted,
    values,
)
from tests.fakes.vpic_server import VpicServer
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import Vin
from vindesk.jobs.job import Job
from vindesk.jobs.runner import Lane
from vindesk.services.found import Found, NotFound
from vindesk.services.lookup import Question
from vindesk.ui.actions import ActionId

Key = Qt.Key
NEWEST_FIRST = [vin for vin, *_ in reversed(KNOWN)]


def sorted_by(user: User) -> str:
    """What the heads say of the order, to who cannot see the arrows."""
    return user.table.heads.accessibleDescription().rpartition("Sorted by ")[2]


# -- orders ------------------------------------------------------------------------


def test_a_click_sorts_by_one_column_and_shift_adds_others(owner: User) -> None:
    type_filter(owner, "-make:freightliner ")
    until_counted(owner, f"{len(KNOWN)} of {ALL} vehicles")
    click_head(owner, "make")
    click_head(owner, "model_year", SHIFT)
    assert sorted_by(owner) == "Make ascending, then Model Year ascending"
    assert values(owner, "make")[2:6] == ["LAMBORGHINI", "PETERBILT", "PETERBILT", "PETERBILT"]
    assert values(owner, "model_year")[3:6] == ["1999", "2000", "2014"]

    click_head(owner, "model_year", SHIFT)
    assert sorted_by(owner) == "Make ascending, then Model Year descending"
    assert values(owner, "model_year")[3:6] == ["2014", "2000", "1999"]

    click_head(owner, "model")
    assert sorted_by(owner) == "Model ascending"


def test_what_is_selected_stays_selected_in_another_order(owner: User) -> None:
    click_cell(owner, 2, "vin")
    before = selected_vins(owner)
    click_head(owner, "model_year")
    assert selected_vins(owner) == before


def test_a_second_row_apart_from_the_first_is_chosen_by_keys(owner: User) -> None:
    owner.entry.setText("1XPWD40X1ED2")
    click_cell(owner, 0, "make")
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Space):
        owner.qtbot.keyClick(owner.table, key, CTRL)
    assert owner.table.selected_ranges() == [range(1), range(2, 3)]
    owner.qtbot.keyClick(owner.table, Key.Key_Space)
    assert owner.table.hasFocus()
    assert owner.entry.text() == "1XPWD40X1ED2"
    owner.until_quiet()


# -- copying -----------------------------------------------------------------------


def test_vins_are_copied_one_a_line(owner: User) -> None:
    click_cell(owner, 0, "make")
    owner.click_row(2, SHIFT)
    owner.qtbot.keyClick(owner.table, Key.Key_C, CTRL | Qt.KeyboardModifier.AltModifier)
    owner.until(lambda: owner.status == "Copied 3 VINs.")
    assert QGuiApplication.clipboard().text().split() == NEWEST_FIRST[:3]


def test_a_copy_has_the_columns_as_they_are_seen(owner: User) -> None:
    click_cell(owner, 1, "make")
    owner.qtbot.keyClick(owner.table, Key.Key_C, CTRL)
    owner.until(lambda: owner.status == "Copied 1 vehicle.")
    copied = QGuiApplication.clipboard().text().split("\t")
    assert copied[:5] == ["1XPWD40X1ED215307", "PETERBILT", "388", "2014", "Truck-Tractor"]


# -- removing ----------------------------------------------------------------------


@pytest.fixture
def careful(
    start: Callable[..., User],
    vpic_server: VpicServer,
    fleet: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> User:
    """An owner who wants to be asked before more than a hundred vehicles are removed."""
    copytree(fleet, tmp_path / "data")
    monkeypatch.setenv("VINDESK_CONFIRM_REMOVAL_ABOVE", "100")
    return start(url=vpic_server.url)


def question(user: User) -> QMessageBox:
    user.table.setFocus()
    user.press(ActionId.SELECT_ALL)
    user.qtbot.keyClick(user.table, Key.Key_Delete)
    (box,) = [box for box in user.window.findChildren(QMessageBox) if box.isVisible()]
    assert box.text() == f"Remove {ALL} vehicles from the cache?"
    return box


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_all_are_removed_after_a_question_and_undo_brings_back_rows_order_and_selection(
    careful: User,
) -> None:
    click_head(careful, "model_year")
    before = values(careful, "vin")
    box = question(careful)
    confirm = box.findChild(QPushButton, "confirm_removal")
    assert confirm is not None
    careful.qtbot.mouseClick(confirm, LEFT)
    careful.until(lambda: careful.status.startswith(f"Removed {ALL} vehicles"))
    until_counted(careful, "0 vehicles")

    careful.press(ActionId.UNDO)
    until_counted(careful, f"{ALL} vehicles")
    assert values(careful, "vin") == before
    assert sorted_by(careful) == "Model Year ascending"
    assert careful.session.desk.table.selected_count() == ALL

    careful.press(ActionId.REDO)
    until_counted(careful, "0 vehicles")


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_escape_at_the_question_removes_nothing(careful: User) -> None:
    box = question(careful)
    with careful.qtbot.waitSignal(box.finished):
        careful.qtbot.keyClick(box, Key.Key_Escape)
    careful.until_quiet()
    assert count(careful) == f"{ALL} vehicles"
    assert careful.window.focusWidget() is careful.table


def test_undo_shows_what_it_brought_back(owner: User) -> None:
    owner.click_row(0)
    owner.qtbot.keyClick(owner.table, Key.Key_Delete)
    until_counted(owner, f"{ALL - 1} vehicles")
    owner.qtbot.keyClick(owner.table, Key.Key_End)
    owner.press(ActionId.UNDO)
    until_counted(owner, f"{ALL} vehicles")
    assert selected_vins(owner) == NEWEST_FIRST[:1]
    assert owner.table.current_row() == 0
    assert owner.table.top_row() == 0


# -- while rows arrive -------------------------------------------------------------


def arrive(user: User, *vins: str) -> None:
    """Vehicles come in as from an import: nobody asked to see them."""
    desk = user.session.desk
    questions = [Question(Vin(vin)) for vin in vins]

    def work(monitor: Monitor) -> Sequence[Found | NotFound]:
        return desk.services().lookup.find_many(questions, SourceChoice.EMBEDDED, monitor)

    job = Job("arrivals", work)
    with user.qtbot.waitSignal(job.succeeded):
        desk.runner.start(job, Lane.NETWORK)
    desk.table.take_arrivals()


def test_the_view_stays_where_the_user_is_while_rows_arrive(owner: User) -> None:
    owner.table.verticalScrollBar().setValue(100)
    owner.click_row(105)
    owner.until_quiet()
    chosen, at_the_top = selected_vins(owner), values(owner, "vin")[owner.table.top_row()]

    arrive(owner, "1XPWD40X7ED215308", "1XPWD40X9ED215309")
    until_counted(owner, f"{ALL + 2} vehicles")
    assert owner.table.top_row() == 102
    assert values(owner, "vin")[102] == at_the_top
    assert selected_vins(owner) == chosen
    assert owner.table.current_row() == 107


def test_in_a_chosen_order_arrivals_wait_until_they_are_wanted(owner: User) -> None:
    click_head(owner, "model_year")
    offer = owner.window.findChild(QPushButton, "show_new")
    assert offer is not None
    arrive(owner, "1XPWD40X7ED215308")
    owner.until(offer.isVisible)
    assert offer.text() == "1 new vehicle: show"
    assert count(owner) == f"{ALL} vehicles"

    owner.qtbot.mouseClick(offer, LEFT)
    until_counted(owner, f"{ALL + 1} vehicles")
    assert not offer.isVisible()
