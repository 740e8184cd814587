import errno
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLibraryInfo, QMimeData, QPoint, QPointF, Qt, QUrl, QVersionNumber
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.holding import hold
from tests.store.parquet_samples import write
from tests.viewing import one_opens, open_window
from vindesk.domain.errors import FileUnreadable
from vindesk.jobs.runner import JobRunner
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.failures import ToldBugs
from vindesk.ui.parquet.column_layouts import ColumnLayouts
from vindesk.ui.parquet.parquet_controller import ParquetController
from vindesk.ui.parquet.recent_files import MOST, RecentFiles
from vindesk.ui.parquet.viewer_memory import ViewerMemory
from vindesk.ui.state_file import StateFile

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def controller(qtbot: QtBot, threaded_runner: JobRunner, tmp_path: Path) -> ParquetController:
    window = QWidget()
    qtbot.addWidget(window)
    limits = EngineLimits(memory_mb=512, threads=1, temporary=tmp_path / "temporary")
    state = StateFile(tmp_path / "state.ini")
    memory = ViewerMemory(RecentFiles(state), ColumnLayouts(state))
    return ParquetController(limits, threaded_runner, window, ToldBugs(), memory)


def test_several_windows_are_open_and_known(
    qtbot: QtBot, controller: ParquetController, threaded_runner: JobRunner, tmp_path: Path
) -> None:
    paths = [write(tmp_path / f"{name}.parquet", {"n": [1]}) for name in "ab"]
    for path in paths:
        open_window(qtbot, controller, path)
    assert controller.open_paths() == frozenset(paths)
    assert list(controller.recent.paths) == paths[::-1]
    controller.close_all()
    assert not controller.open_paths()
    qtbot.waitUntil(lambda: not threaded_runner.busy)


_POINTS_ARE_FINE = QLibraryInfo.version() >= QVersionNumber(6, 12)
"""From then on Qt takes fractions of pixels here, and warns of whole ones."""


def test_what_is_dropped_on_a_window_opens_another(
    qtbot: QtBot, controller: ParquetController, threaded_runner: JobRunner, tmp_path: Path
) -> None:
    paths = [write(tmp_path / f"{name}.parquet", {"n": [1]}) for name in "ab"]
    window = open_window(qtbot, controller, paths[0])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(paths[1])), QUrl("https://example.com/x")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    place: Any = QPointF(5, 5) if _POINTS_ARE_FINE else QPoint(5, 5)
    entering = QDragEnterEvent(place, copy, data, left, plain)
    window.dragEnterEvent(entering)
    assert entering.isAccepted()
    with one_opens(qtbot, controller):
        window.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, plain))
    assert controller.open_paths() == frozenset(paths)
    controller.close_all()
    qtbot.waitUntil(lambda: not threaded_runner.busy)


def test_a_folder_is_opened_and_what_is_none_is_told_from_what_is_not_there(
    qtbot: QtBot, controller: ParquetController, threaded_runner: JobRunner, tmp_path: Path
) -> None:
    write(tmp_path / "a.parquet", {"n": [1]})
    others: list[str] = []

    def look(path: Path) -> None:
        controller.open_folder_or(
            path, lambda: others.append("file"), lambda: others.append("nothing")
        )

    with one_opens(qtbot, controller):
        look(tmp_path)
    look(tmp_path / "a.parquet")
    qtbot.waitUntil(lambda: others == ["file"])
    look(tmp_path / "none")
    look(tmp_path / ("x" * 300))
    qtbot.waitUntil(lambda: others == ["file", "nothing", "nothing"])
    controller.close_all()
    qtbot.waitUntil(lambda: not threaded_runner.busy)


def test_what_may_not_be_looked_at_is_taken_for_a_file_which_then_says_why(
    qtbot: QtBot,
    controller: ParquetController,
    threaded_runner: JobRunner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    taken: list[str] = []
    controller.open_folder_or(
        tmp_path / "vins", lambda: taken.append("file"), lambda: taken.append("nothing")
    )
    qtbot.waitUntil(lambda: taken == ["file"])
    qtbot.waitUntil(lambda: not threaded_runner.busy)


def test_a_recent_file_that_is_gone_is_said_and_forgotten(
    qtbot: QtBot, controller: ParquetController, tmp_path: Path
) -> None:
    controller.recent.add(tmp_path / "gone.parquet")
    line: list[str] = []
    for signal in (controller.under_way, controller.told):
        signal.connect(line.append)
    with qtbot.waitSignal(controller.failed) as told:
        controller.open(tmp_path / "gone.parquet")
    assert told.args is not None
    assert isinstance(told.args[0], FileUnreadable)
    assert "does not exist" in told.args[0].detail
    assert not controller.recent.paths
    assert line == ["Opening gone.parquet… Escape cancels.", ""]


def test_the_file_that_was_begun_last_is_given_up_first(
    qtbot: QtBot,
    controller: ParquetController,
    threaded_runner: JobRunner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _come, may_begin = hold(monkeypatch, ParquetFile, "begin")
    told: list[str] = []
    controller.told.connect(told.append)
    for name in "ab":
        controller.open(write(tmp_path / f"{name}.parquet", {"n": [1]}))
    assert controller.cancel()
    assert told == ["b.parquet was not opened."]
    may_begin.set()
    qtbot.waitUntil(lambda: told[1:] == ["Opened a.parquet."])
    assert not controller.cancel()
    assert controller.open_paths() == {tmp_path / "a.parquet"}
    controller.close_all()
    qtbot.waitUntil(lambda: not threaded_runner.busy)


def test_the_dialogs_ask_for_files_and_folders(
    controller: ParquetController, tmp_path: Path
) -> None:
    controller.ask()
    controller.ask_folder()
    for name in ("open_dialog", "open_folder_dialog"):
        dialog = controller._window.findChild(QFileDialog, name)
        assert dialog is not None
        dialog.reject()


def test_recent_files_are_remembered(tmp_path: Path) -> None:
    state = tmp_path / "state.ini"
    for number in range(MOST + 3):
        RecentFiles(StateFile(state)).add(Path(f"/folder/it's {number}, ü[1].parquet"))
    RecentFiles(StateFile(state)).add(Path("/folder/it's 5, ü[1].parquet"))
    known = RecentFiles(StateFile(state)).paths
    assert len(known) == MOST
    assert known[0] == Path("/folder/it's 5, ü[1].parquet")
    RecentFiles(StateFile(state)).clear()
    assert not RecentFiles(StateFile(state)).paths
    assert not RecentFiles(StateFile(state)).drop(Path("/none"))
    state.write_text("[parquet]\nrecent=nonsense\n")
    assert not RecentFiles(StateFile(state)).paths
