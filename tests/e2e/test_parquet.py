"""Parquet files and folders: dropped, on the command line, opened again, looked up."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu, QMessageBox

from tests.e2e.conftest import User
from tests.e2e.hands import import_dialog
from vindesk.domain.endings import PARQUET_ENDINGS
from vindesk.ui.actions import HELP_MENU, ActionId
from vindesk.ui.parquet.parquet_window import ParquetWindow

# The plugin for no screen says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files in partitions."""
    for year in (2020, 2021):
        place = tmp_path / "fleet.v2" / f"year={year}"
        place.mkdir(parents=True)
        pq.write_table(pa.table({"vin": ["1HGCM82633A004352"], "n": [year]}), place / "a.parquet")
    return tmp_path / "fleet.v2"


def only_window(user: User) -> ParquetWindow:
    windows = user.session.desk.parquet._windows
    user.until(lambda: windows and all(window.isVisible() for window in windows))
    user.until_quiet()
    (window,) = windows
    return window


def test_a_folder_is_dropped_and_remembered(user: User, folder: Path) -> None:
    user.window.list_dropped.emit(folder)
    window = only_window(user)
    assert window.view.model().rowCount() == 2
    assert [column.name for column in window.file.columns] == ["vin", "n", "year"]
    window.close()
    menu = user.window.findChild(QMenu, "recent_files")
    assert menu is not None
    assert menu.isEnabled()
    user.until_quiet()
    menu.actions()[0].trigger()
    assert only_window(user).file.path == folder


def test_a_recent_file_that_is_gone_is_said(user: User, folder: Path) -> None:
    path = next(folder.rglob("*.parquet"))
    user.session.desk.parquet.open(path)
    only_window(user).close()
    path.unlink()
    menu = user.window.findChild(QMenu, "recent_files")
    assert menu is not None
    menu.actions()[0].trigger()
    user.until(lambda: user.window.findChild(QMessageBox, "failure"))
    box = user.window.findChild(QMessageBox, "failure")
    assert box is not None
    assert "does not exist" in box.informativeText()
    box.close()
    assert not menu.isEnabled()
    user.until_quiet()


def test_a_file_is_dropped_whatever_its_ending(user: User, folder: Path) -> None:
    path = next(folder.rglob("*.parquet"))
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copying = Qt.DropAction.CopyAction
    for ending in PARQUET_ENDINGS:
        path = path.rename(folder / f"one{ending.upper()}")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        user.window.dropEvent(QDropEvent(QPoint(50, 50), copying, data, button, key))
        window = only_window(user)
        assert window.file.path == path
        window.close()
        user.until_quiet()


def test_icon_and_help_are_those_of_the_main_window(user: User, folder: Path) -> None:
    user.session.desk.parquet.open(next(folder.rglob("*.parquet")))
    window = only_window(user)
    assert window.windowIcon().cacheKey() == user.window.windowIcon().cacheKey()
    helping = window.menuBar().actions()[-1].menu()
    assert isinstance(helping, QMenu)
    assert [each for each in helping.actions() if not each.isSeparator()] == [
        user.session.desk.actions[each] for each in HELP_MENU if each is not None
    ]
    window.activateWindow()
    user.until(window.isActiveWindow)
    user.press(ActionId.ABOUT)
    box = window.findChild(QMessageBox, "about_box")
    assert box is not None
    box.close()
    user.until_quiet()


def test_a_file_with_a_rare_ending_on_the_command_line(
    start: Callable[..., User], folder: Path
) -> None:
    path = next(folder.rglob("*.parquet")).rename(folder / "one.parq")
    assert only_window(start(str(path))).file.path == path


def test_a_folder_on_the_command_line(start: Callable[..., User], folder: Path) -> None:
    assert only_window(start(str(folder))).view.model().rowCount() == 2


def test_a_list_without_an_ending_is_still_imported(user: User, tmp_path: Path) -> None:
    listed = tmp_path / "vins"
    listed.write_text("1HGCM82633A004352\n")
    user.window.list_dropped.emit(listed)
    import_dialog(user).reject()
    user.until_quiet()


def test_the_vins_of_a_file_are_looked_up(user: User, folder: Path) -> None:
    user.session.desk.parquet.open(next(folder.rglob("*.parquet")))
    window = only_window(user)
    action = window.actions_by_name["import_vins"]
    user.until(action.isEnabled)
    action.trigger()
    import_dialog(user).reject()
    user.until_quiet()


def test_rows_are_never_saved_over_a_list_that_was_imported(user: User, folder: Path) -> None:
    imported, other = sorted(folder.rglob("*.parquet"))
    user.session.desk.imports.import_file(imported)
    import_dialog(user).accept()
    user.until_quiet()
    before = imported.read_bytes()
    user.session.desk.parquet.open(other)
    window = only_window(user)
    window.exporting.export(imported)
    user.until(lambda: window.findChild(QMessageBox, "failure"))
    box = window.findChild(QMessageBox, "failure")
    assert box is not None
    assert "is the list that was imported" in box.informativeText()
    box.close()
    user.until_quiet()
    assert imported.read_bytes() == before
