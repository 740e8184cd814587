"""A start that is refused is told in a box, if there is a screen to show it on."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from vindesk.app import main
from vindesk.app.refusal import has_screen
from vindesk.app.single_instance import SingleInstance
from vindesk.config.command_line import parse

# The plugin for no screen says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def busy(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[str]]:
    """The arguments of a start on data that a window has which does not answer."""
    with tempfile.TemporaryDirectory(prefix="v") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        first = SingleInstance(tmp_path)
        first.enter(())
        monkeypatch.setattr(main, "SingleInstance", lambda data: SingleInstance(data, 0.05))
        quits = qapp.quitOnLastWindowClosed()
        yield ["--data-dir", str(tmp_path)]
        qapp.setQuitOnLastWindowClosed(quits)
        first.leave()


class Reader(QObject):
    """Waits for a box, reads it, and closes it with Return."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.read: list[str] = []
        self.formats: set[Qt.TextFormat] = set()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                self.read.append(box.informativeText())
                self.formats |= {lb.textFormat() for lb in box.findChildren(QLabel) if lb.text()}
                self._timer.stop()
                self._qtbot.keyClick(box, Qt.Key.Key_Return)


def test_a_busy_first_window_is_told_in_a_box_until_it_is_read(
    qtbot: QtBot,
    busy: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    reader = Reader(qtbot)

    assert main.main(parse(busy)) == 3
    assert [text.partition(".")[0] for text in reader.read] == [
        "Another vindesk is open with the same data but is not responding"
    ]
    assert reader.formats == {Qt.TextFormat.PlainText}
    assert "is not responding" in capsys.readouterr().err


def test_without_a_screen_the_terminal_alone_is_told(
    qtbot: QtBot,
    busy: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    assert main.main(parse(busy)) == 3
    assert "is not responding" in capsys.readouterr().err
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)]


@pytest.mark.parametrize(
    ("environment", "platform", "seen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "vnc:size=800x600"}, "linux", False),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "win32", False),
    ],
)
def test_whether_a_box_can_be_seen(environment: dict[str, str], platform: str, seen: bool) -> None:
    assert has_screen(environment, platform) is seen
