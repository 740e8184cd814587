"""Removing, undoing, selecting, copying and sorting, with real clicks and keys."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from tests.e2e.conftest import User
from tests.e2e.earlier import look_up
from tests.e2e.test_first_day import SIX
from tests.fakes.vpic_server import VpicServer
from vindesk.ui.actions import ActionId
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.jobs_panel.job_list import JobList

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="session")
def six(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the six vehicles: to be copied, not to be used."""
    folder = tmp_path_factory.mktemp("six")
    look_up(folder, SIX)
    return folder


@pytest.fixture
def holder(start: Callable[..., User], six: Path, tmp_path: Path) -> User:
    """A user who has the six vehicles in the cache, the last of them on top."""
    copytree(six, tmp_path / "data")
    return start()


def test_delete_removes_the_selected_rows_and_undo_brings_them_back(holder: User) -> None:
    before = holder.rows()
    holder.click_row(1)
    holder.click_row(3, CTRL)

    holder.qtbot.keyClick(holder.table, Qt.Key.Key_Delete)
    holder.until(lambda: holder.status.startswith("Removed 2 vehicles"))
    holder.until_quiet()
    left = [row for number, row in enumerate(before) if number not in {1, 3}]
    assert holder.rows() == left

    holder.press(ActionId.UNDO)
    holder.until(lambda: holder.status == "Brought 2 vehicles back.")
    holder.until_quiet()
    assert holder.rows() == before

    holder.press(ActionId.REDO)
    holder.until(lambda: holder.status.startswith("Removed 2 vehicles"))
    holder.until_quiet()
    assert holder.rows() == left


def test_delete_with_the_keyboard_in_a_dock_removes_no_vehicle(holder: User) -> None:
    """The selected rows are far from where one looks, or out of view."""
    before = holder.rows()
    docks = (holder.window.facets_dock, holder.window.details_dock)
    for dock in docks:
        dock.show()
    holder.until_quiet()
    holder.click_row(1)
    holder.until_quiet()

    for dock in docks:
        wanted = [part for part in dock.findChildren(QWidget) if takes_keys(part)]
        assert wanted
        for part in wanted:
            part.setFocus()
            assert part.hasFocus(), f"{part} is not on trial"
            holder.qtbot.keyClick(part, Qt.Key.Key_Delete)

    holder.until_quiet()
    assert holder.session.desk.history.undo_text is None
    assert holder.rows() == before
    assert holder.session.desk.table.selected_count() == 1


def test_delete_in_the_list_of_imports_forgets_the_list_and_no_vehicle(user: User) -> None:
    window, desk = user.window, user.session.desk
    desk.imports.import_text("\n".join(SIX))
    user.until(lambda: window.findChild(QDialog, "import_dialog"))
    user.until_quiet()
    dialog = window.findChild(QDialog, "import_dialog")
    assert dialog is not None
    dialog.accept()
    user.until(lambda: desk.table.row_count() == len(SIX))
    user.until_quiet()
    user.click_row(1)
    assert desk.actions[ActionId.REMOVE].isEnabled()
    window.activateWindow()  # no window manager does it when the dialog goes
    user.until(window.isActiveWindow)
    imports = window.jobs_dock.findChild(JobList)
    assert imports is not None
    imports.setFocus()
    user.qtbot.keyClick(imports, Qt.Key.Key_Delete)

    question = window.findChild(QMessageBox, "import_question")
    assert question is not None
    assert question.text().startswith("Forget ")
    question.reject()
    user.until_quiet()
    assert desk.history.undo_text is None
    assert len(user.rows()) == len(SIX)


def takes_keys(part: QWidget) -> bool:
    return part.isVisible() and part.isEnabled() and part.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_select_all_goes_to_the_rows_so_that_delete_removes_them(holder: User) -> None:
    holder.entry.setFocus()
    holder.qtbot.keyClicks(holder.entry, "1XP")
    holder.press(ActionId.SELECT_ALL)
    holder.qtbot.keyClick(holder.table, Qt.Key.Key_Delete)
    holder.until(lambda: holder.status.startswith("Removed 6 vehicles"))


def test_a_removed_vin_that_is_looked_up_again_is_asked_again_and_wins_over_undo(
    user: User, vpic_server: VpicServer
) -> None:
    vin = "1XPWD40X1ED215307"
    user.look_up(vin)
    user.click_row(0)
    user.qtbot.keyClick(user.table, Qt.Key.Key_Delete)
    user.until(lambda: user.status == "Removed 1 vehicle. Undo brings it back.")
    user.until_quiet()

    assert user.look_up(vin).startswith("From vPIC")
    assert vpic_server.request_count == 2

    user.press(ActionId.UNDO)
    user.until(lambda: user.status == "Brought 0 vehicles back.")
    user.until_quiet()
    assert [row[0] for row in user.rows()] == [vin]


def test_select_all_and_remove_leave_the_empty_state(holder: User) -> None:
    holder.table.setFocus()
    holder.press(ActionId.SELECT_ALL)
    assert holder.session.desk.table.selected_count() == 6
    holder.press(ActionId.REMOVE)
    holder.until(lambda: holder.status.startswith("Removed 6 vehicles"))
    holder.until_quiet()
    assert holder.session.desk.table.empty_state.isVisible()
    assert not holder.session.desk.actions[ActionId.REMOVE].isEnabled()


def test_copy_takes_the_rows_as_text_with_nothing_for_no_data(user: User) -> None:
    user.look_up("ZA9CA05AXJLA12340")
    user.click_row(0)
    user.press(ActionId.COPY_WITH_HEADERS)
    user.until(lambda: user.status == "Copied 1 vehicle.")
    header, row = (line.split("\t") for line in QGuiApplication.clipboard().text().split("\n"))
    assert header[:5] == ["VIN", "Make", "Model", "Model Year", "Body Class"]
    assert row[:5] == ["ZA9CA05AXJLA12340", "LAMBORGHINI", "", "1988", ""]


def test_a_click_on_a_header_sorts_with_no_data_last_both_ways(holder: User) -> None:
    header = holder.table.horizontalHeader()
    orders: list[list[str]] = []
    for _click in range(3):
        place = header.sectionViewportPosition(2) + 5
        holder.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place, 5))
        holder.until_quiet()
        orders.append([row[2] for row in holder.rows()])
    assert orders[0] == ["379", "379", "388", "VNL", "W9 Series", "—"]
    assert orders[1] == ["W9 Series", "VNL", "388", "379", "379", "—"]
    assert orders[2] == [expected[1] for expected in reversed(SIX.values())]


def test_the_selection_follows_the_vehicles_when_the_table_changes(holder: User) -> None:
    holder.click_row(2)
    chosen = holder.rows()[2][0]
    holder.session.desk.table.reload()
    holder.until_quiet()
    (rows,) = holder.table.selected_ranges()
    assert holder.rows()[rows.start][0] == chosen


def shown_vin(details: DetailsPanel) -> str:
    return details.vehicle.vin.text if details.vehicle else ""


def test_the_details_follow_the_current_row(holder: User) -> None:
    details = holder.window.details_dock.widget()
    assert isinstance(details, DetailsPanel)
    holder.click_row(0)
    holder.until(lambda: shown_vin(details) == holder.rows()[0][0])
    holder.qtbot.keyClick(holder.table, Qt.Key.Key_Down)
    holder.until(lambda: shown_vin(details) == holder.rows()[1][0])
