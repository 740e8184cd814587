"""Export, then open in the viewer: the same rows."""

from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton

from tests.e2e.conftest import User
from tests.e2e.hands import type_filter
from tests.e2e.test_first_day import SIX
from tests.exporting import export_every_vehicle
from tests.viewing import one_opens, open_window
from vindesk.ui.actions import ActionId
from vindesk.ui.exporting.export_dialog import ExportDialog
from vindesk.ui.paging.drawn_rows import AIR
from vindesk.ui.parquet.parquet_window import ParquetWindow


def export(user: User, target: Path) -> None:
    export_every_vehicle(user.session.desk.exports, target)
    user.until(lambda: user.status.startswith("Exported "))
    user.until_quiet()


def open_file(user: User, path: Path) -> ParquetWindow:
    window = open_window(user.qtbot, user.session.desk.parquet, path)
    user.until_quiet()
    return window


def test_what_is_exported_is_what_the_viewer_shows(user: User, tmp_path: Path) -> None:
    for vin in SIX:
        user.look_up(vin)
    target = tmp_path / "it's 50%[1].parquet"
    export(user, target)
    assert user.status.startswith("Exported 6 vehicles to it's 50%[1].parquet")

    table = pq.read_table(target)
    assert table.column_names[:5] == ["vin", "make", "model", "model_year", "body_class"]
    assert table.column("vin").to_pylist() == list(SIX)

    window = open_file(user, target)
    model = window.view.model()
    user.until(lambda: model.index(5, 0).data() == "ZA9CA05AXJLA12340")
    shown = [
        [model.index(row, column).data().removesuffix(AIR) for column in range(5)]
        for row in range(6)
    ]
    assert shown == [[vin, *expected] for vin, expected in SIX.items()]
    window.close()


def test_an_empty_cache_exports_a_valid_file_of_no_rows(user: User, tmp_path: Path) -> None:
    target = tmp_path / "empty.parquet"
    export(user, target)
    assert pq.read_metadata(target).num_rows == 0
    window = open_file(user, target)
    assert window.view.model().rowCount() == 0
    assert window.view.model().columnCount() > 150
    window.close()


def test_the_dialogs_ask_what_and_where_and_escape_changes_nothing(
    user: User, tmp_path: Path
) -> None:
    user.press(ActionId.EXPORT)
    options = user.window.findChild(ExportDialog, "export_options")
    assert options is not None
    assert options.isVisible()
    user.until_quiet()
    options.accept()
    dialog = user.window.findChild(QFileDialog, "export_dialog")
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.selectedFiles()[0].endswith(".parquet")
    dialog.reject()
    user.until_quiet()


def test_what_the_filter_shows_is_exported_and_gone_on_with(user: User, tmp_path: Path) -> None:
    for vin in SIX:
        user.look_up(vin)
    type_filter(user, "make:lamborghini ")
    user.until(lambda: user.session.desk.table.row_count() == 1)
    user.until_quiet()
    user.press(ActionId.EXPORT)
    options = user.window.findChild(ExportDialog, "export_options")
    assert options is not None
    options.which.setCurrentIndex(1)
    options.columns.setCurrentIndex(1)
    user.until_quiet()
    count = options.findChild(QLabel, "export_count")
    assert count is not None
    assert count.text() == "1 vehicle, 9 columns."
    options.accept()
    dialog = user.window.findChild(QFileDialog, "export_dialog")
    assert dialog is not None
    target = tmp_path / "one.parquet"
    before = user.table.mapTo(user.window, QPoint(0, 0))
    dialog.selectFile(str(target))
    dialog.accept()
    user.until(lambda: user.status.startswith("Exported 1 vehicle to one.parquet"))
    assert user.table.mapTo(user.window, QPoint(0, 0)) == before, "rows moved below the hand"
    assert pq.read_table(target)["make"].to_pylist() == ["LAMBORGHINI"]
    assert pq.read_metadata(target).metadata[b"vindesk.filter"] == b"make:lamborghini"
    copy = user.window.findChild(QPushButton, "copy_export_path")
    view = user.window.findChild(QPushButton, "open_export")
    assert copy is not None
    assert view is not None
    copy.click()
    assert QGuiApplication.clipboard().text() == str(target)
    parquet = user.session.desk.parquet
    with one_opens(user.qtbot, parquet):
        view.click()
    user.until_quiet()
    assert parquet.open_paths() == {target}
    parquet.close_all()


def test_a_file_that_is_no_parquet_is_said_to_be_none(user: User, tmp_path: Path) -> None:
    path = tmp_path / "broken.parquet"
    for content in (b"", b"not parquet", b"PAR1" + b"\0" * 100 + b"PAR1"):
        path.write_bytes(content)
        user.session.desk.parquet.open(path)
        user.until(lambda: user.window.findChild(QMessageBox, "failure"))
        box = user.window.findChild(QMessageBox, "failure")
        assert box is not None
        assert box.text() == "The file could not be read", content
        assert "broken.parquet" in box.informativeText(), content
        box.close()
        user.until(lambda: user.window.findChild(QMessageBox, "failure") is None)
        user.until_quiet()


def test_a_parquet_file_on_the_command_line_is_opened(
    start: Callable[..., User], tmp_path: Path, user: User
) -> None:
    target = tmp_path / "a.parquet"
    export(user, target)
    user.session.close()
    with_file = start(str(target))
    with_file.until(lambda: with_file.session.desk.parquet._windows)
