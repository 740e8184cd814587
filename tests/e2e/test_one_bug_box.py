"""A bug is told once in a session, whatever window it happened in."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PySide6.QtWidgets import QApplication, QDialog

from tests.app.test_crash_box import bug, other_bug
from tests.e2e.conftest import User
from tests.viewing import open_window

# The plugin for no screen says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def open_boxes() -> list[QDialog]:
    shown = [widget for widget in QApplication.allWidgets() if widget.objectName() == "bug_box"]
    return [box for box in shown if isinstance(box, QDialog) and box.isVisible()]


def test_of_windows_that_fail_alike_one_tells(user: User, tmp_path: Path) -> None:
    desk = user.session.desk
    for name in ("a", "b"):
        path = tmp_path / f"{name}.parquet"
        pq.write_table(pa.table({"a": [1]}), path)
        open_window(user.qtbot, desk.parquet, path)
    user.until_quiet()
    one, other = desk.parquet._windows

    one._model.load_failed.emit(bug())
    user.until(open_boxes)
    (box,) = open_boxes()
    assert box.parent() is one
    box.close()
    other._model.load_failed.emit(bug())
    desk.table.failed.emit(bug())
    QApplication.processEvents()
    assert open_boxes() == []

    other._model.load_failed.emit(other_bug())
    user.until(open_boxes)
    assert len(open_boxes()) == 1
    other.close()
    user.until_quiet()
