"""The log, the activity, and the report of a bug, as a person meets them."""

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractSlider, QComboBox, QFileDialog, QMessageBox

from tests.e2e.conftest import User
from tests.exporting import export_every_vehicle
from tests.fakes.vpic_server import VpicServer
from tests.ui.foreign import HTML, assert_all_tame
from vindesk.ui.actions import ActionId
from vindesk.ui.logs.log_window import LogWindow

VIN = "1XPWD40X1ED215307"
log = logging.getLogger("vindesk.test")

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "This plugin does not support raise")


def window(user: User) -> LogWindow:
    user.press(ActionId.SHOW_LOG)
    user.until_quiet()
    found = user.window.findChild(LogWindow)
    assert found is not None
    return found


def messages(shown: LogWindow) -> list[str]:
    model = shown.current.model
    last = model.columnCount() - 1
    return [str(model.index(row, last).data()) for row in range(model.rowCount())]


def test_the_log_shows_what_is_written_while_it_is_open_or_escape_closed_it(user: User) -> None:
    shown = window(user)
    assert any(text.startswith("vindesk ") for text in messages(shown))
    threading.Thread(target=log.warning, args=("from a thread",), name="elsewhere").start()
    user.until(lambda: messages(shown)[-1] == "from a thread")
    user.qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    log.warning("while it was closed")
    user.press(ActionId.SHOW_LOG)
    assert messages(shown)[-1] == "while it was closed"
    shown.close()


def test_activity_tells_what_was_done_and_the_next_start_remembers(
    user: User, start: Callable[..., User], vpic_server: VpicServer
) -> None:
    user.look_up(VIN)
    user.click_row(0)
    user.press(ActionId.REMOVE)
    user.until(lambda: user.status.startswith("Removed 1 vehicle."))
    user.until_quiet()
    shown = window(user)
    shown.tabs.setCurrentIndex(1)
    told = messages(shown)
    assert told[0].startswith(f"{VIN}: PETERBILT 388 2014. From vPIC, ")
    assert told[1:] == ["Removed 1 vehicle. Undo brings it back."]
    user.session.close()

    again = window(start(url=vpic_server.url))
    again.tabs.setCurrentIndex(1)
    assert messages(again) == told
    again.tabs.setCurrentIndex(0)
    earlier = [text for text in messages(again) if text.startswith("vindesk ")]
    assert len(earlier) == 1, "this process wrote both runs: the file tells none of it twice"


def test_what_failed_is_told_in_the_activity_with_its_reason(user: User, tmp_path: Path) -> None:
    export_every_vehicle(user.session.desk.exports, tmp_path / "no" / "folder.parquet")
    user.until(lambda: user.window.findChild(QMessageBox, "failure"))
    user.until_quiet()
    shown = window(user)
    shown.tabs.setCurrentIndex(1)
    told = messages(shown)[-1]
    assert told.startswith("The export was not written: The folder ")
    box = user.window.findChild(QMessageBox, "failure")
    assert box is not None
    box.close()


def test_the_level_changes_while_the_program_runs(user: User) -> None:
    shown = window(user)
    log.debug("quiet")
    shown.level.setCurrentIndex(shown.level.findData("debug"))
    log.debug("loud")
    shown.refresh()
    assert messages(shown)[-1] == "loud"
    assert "quiet" not in messages(shown)

    user.press(ActionId.PREFERENCES)
    level = user.session.desk.preferences._dialog
    assert level is not None
    box = level.rows["log_level"].editor.inner
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("error"))
    log.warning("not any more")
    shown.refresh()
    assert "not any more" not in messages(shown)
    assert shown.level.currentData() == "error"
    level.reject()
    user.until_quiet()


def test_a_line_is_searched_shown_whole_and_copied(user: User) -> None:
    log.error("Failed %s", HTML, exc_info=ValueError("x"))
    log.info("after")
    shown = window(user)
    view = shown.log_view
    view.level.setCurrentIndex(view.level.findText("Errors"))
    user.qtbot.keyClicks(view.search, "failed")
    user.until(lambda: [text[:6] for text in messages(shown)] == ["Failed"])
    assert view.count.text().startswith("1 of ")
    view.table.selectRow(0)
    assert view.whole.toPlainText().endswith("ValueError: x")
    assert_all_tame(shown)
    user.qtbot.keySequence(view.table, QKeySequence(QKeySequence.StandardKey.Copy))
    user.until_quiet()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert " Error   MainThread vindesk.test: Failed " in copied[0]
    assert copied[-1] == "  | ValueError: x"


def test_who_scrolls_back_is_left_in_peace(user: User) -> None:
    for number in range(500):
        log.info("record %d", number)
    shown = window(user)
    view = shown.log_view
    bar = view.table.verticalScrollBar()
    user.until(lambda: bar.maximum() > 100 and bar.value() == bar.maximum())
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    assert not view.follow.isChecked()
    log.info("one more")
    shown.refresh()
    assert bar.value() == 0
    bar.triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
    assert view.follow.isChecked()


def test_lines_are_saved_whole_or_not_at_all(user: User, tmp_path: Path) -> None:
    log.info("to be saved")
    shown = window(user)
    shown.save_wanted.emit()
    dialog = shown.findChild(QFileDialog, "save_log_dialog")
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "out"))
    user.until(lambda: user.status.startswith("Saved "))
    assert "vindesk.test: to be saved\n" in (tmp_path / "out.txt").read_text("utf-8")
    dialog.reject()

    user.session.desk.logs.save((), tmp_path / "no" / "folder.txt")
    user.until(lambda: user.window.findChild(QMessageBox, "failure"))
    user.until_quiet()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes with a name")
def test_lines_take_the_place_of_no_pipe(user: User, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    user.session.desk.logs.save((), pipe)
    user.until(lambda: user.window.findChild(QMessageBox, "failure"))
    user.until_quiet()
    assert pipe.is_fifo()


def test_a_report_for_a_bug_is_copied_without_vins_and_with_the_end_of_the_last_run(
    user: User, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "logs" / "vindesk.log"
    with file.open("a", encoding="utf-8") as log_file:
        log_file.write("2026-11-28 06:00:00,000 ERROR   1 MainThread   vindesk.x: the last word\n")
    user.look_up(VIN)
    log.warning("about %s", VIN)
    user.press(ActionId.COPY_REPORT)
    user.until(lambda: user.status.startswith("The report for a bug is copied."))
    copied = QGuiApplication.clipboard().text()
    assert "about …215307" in copied
    assert VIN not in copied
    assert "data_folder = " in copied
    assert "the last word" in copied
    user.until_quiet()


@pytest.mark.parametrize(
    ("each", "kept"), [(3_000, 12_000), pytest.param(28_000, 100_000, marks=pytest.mark.long)]
)
def test_a_storm_of_records_from_many_threads_does_not_stop_the_window(
    user: User, monkeypatch: pytest.MonkeyPatch, each: int, kept: int
) -> None:
    """Four times ``each``; the fixture fails if the GUI thread is blocked."""
    monkeypatch.setattr(logging.getLogger("vindesk"), "propagate", False)  # pytest keeps them all
    shown = window(user)

    def storm() -> None:
        for number in range(each):
            log.info("…%06d answered by the embedded copy in 3 ms", number)

    threads = [threading.Thread(target=storm) for _ in range(4)]
    for thread in threads:
        thread.start()
    user.until(lambda: not any(thread.is_alive() for thread in threads), timeout_ms=120_000)
    last = user.session._memory.since(0)[-1].number
    user.until(lambda: shown.log_view.model.last_number >= last)
    assert kept <= shown.log_view.model.count <= kept + 10_000
    user.qtbot.keyClicks(shown.log_view.search, f"{each - 1:06d}")
    user.until(lambda: shown.log_view.model.rowCount() == 4)
    shown.log_view.search.clear()
    user.until(lambda: shown.log_view.model.rowCount() >= kept)
    shown.log_view.table.selectAll()
    shown.log_view.copy()
    user.until(lambda: user.status.startswith(f"Copied {str(kept)[:2]}"))
    shown.close()
