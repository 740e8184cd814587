import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.conftest import carry_out_deletions
from vindesk.jobs import slow_turns
from vindesk.jobs.slow_turns import SlowTurns


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_turns, "_PAUSE_S", 0)


class Watched(SlowTurns):
    """Says when it has looked where the GUI thread is."""

    def __init__(self) -> None:
        super().__init__(limit_s=0)
        self.looked = threading.Event()

    @override
    def _where(self) -> str:
        where = super()._where()
        self.looked.set()
        return where


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[Watched]:
    watched = Watched()
    yield watched
    watched.stop()
    watched.deleteLater()
    carry_out_deletions()


def stand_still(watched: Watched) -> None:
    """A slot that lasts until it has been noticed."""
    watched.start()
    watched.looked.wait()


def test_a_slow_turn_is_noted_with_its_length_and_place(
    qtbot: QtBot, watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    stand_still(watched)
    qtbot.waitUntil(lambda: "stand_still" in caplog.text)

    line = next(text for text in caplog.messages if "stand_still" in text)
    assert line.startswith("The window stood still for ")
    assert "test_slow_turns.py:" in line
    assert "\n" not in line


def test_turns_go_on_being_watched(qtbot: QtBot, watched: Watched) -> None:
    stand_still(watched)
    watched.looked.clear()
    qtbot.waitUntil(watched.looked.is_set)


def test_without_room_for_the_place_the_length_is_noted_and_it_goes_on(
    qtbot: QtBot,
    watched: Watched,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse() -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(slow_turns.tempfile, "TemporaryFile", refuse)
        watched.start()
        qtbot.waitUntil(lambda: "The window stood still" in caplog.text)
    watched.looked.clear()
    qtbot.waitUntil(watched.looked.is_set)


class Door(threading.Event):
    """Says when somebody stands before it."""

    def __init__(self) -> None:
        super().__init__()
        self.knocked = threading.Event()

    @override
    def wait(self, timeout: float | None = None) -> bool:
        if not self.is_set():
            self.knocked.set()
        return super().wait(timeout)


def test_the_thread_sleeps_while_nobody_looks(
    qtbot: QtBot, watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    watched._wanted = door = Door()
    stand_still(watched)
    watched.watch(False)
    qtbot.waitUntil(door.knocked.is_set)

    noted = len(caplog.messages)
    watched.watch(True)
    qtbot.waitUntil(lambda: len(caplog.messages) > noted)


def test_it_ends_although_the_gui_thread_never_answers(watched: Watched) -> None:
    stand_still(watched)
    watched.stop()
    assert not watched._thread.is_alive()


def test_it_ends_although_nobody_looks(qtbot: QtBot, watched: Watched) -> None:
    watched._wanted = door = Door()
    watched.start()
    watched.watch(False)
    qtbot.waitUntil(door.knocked.is_set)
    watched.stop()
    watched.stop()
    assert not watched._thread.is_alive()


def test_one_that_never_began_can_be_stopped(watched: Watched) -> None:
    watched.stop()


def test_the_place_is_that_of_the_gui_thread_whoever_looks() -> None:
    told = (
        "Current thread 0x00007f0000000001 (most recent call first):\n"
        '  File "/a/looks.py", line 1 in look\n'
        "\n"
        "Thread 0x00007f0000000002 [python3] (most recent call first):\n"
        '  File "/a b/slot, one.py", line 12 in <lambda>\n'
        '  File "/a/app.py", line 3 in exec\n'
    )
    assert slow_turns._places(told, 0x7F0000000002) == ["slot, one.py:12 <lambda>", "app.py:3 exec"]
    assert slow_turns._places(told, 0x7F0000000001) == ["looks.py:1 look"]
    assert slow_turns._places(told, 0x7F0000000003) == []
