import io

import pytest
from typing_extensions import override

from vindesk.cli.stream import Stream
from vindesk.cli.terminal import TerminalMonitor
from vindesk.domain.monitor import Cancelled, Progress


class Screen(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True

    def last(self) -> str:
        return self.getvalue().rsplit("\r\x1b[K", 1)[-1]


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_terminal_has_a_bar() -> None:
    screen = Screen()
    monitor = TerminalMonitor(Stream(screen), Watch())
    monitor.begin("Decoding")
    monitor.report(Progress(1, 3))
    assert screen.last() == "Decoding [##########                    ]  33%"
    monitor.report(Progress(3, 3))
    assert screen.last() == f"Decoding [{'#' * 30}] 100%"


def test_a_bar_is_drawn_ten_times_a_second() -> None:
    screen, watch = Screen(), Watch()
    monitor = TerminalMonitor(Stream(screen), watch)
    monitor.begin("Decoding")
    for step in range(100):
        watch.now += 0.01
        monitor.report(Progress(step, 1_000))
    assert 9 <= screen.getvalue().count("Decoding") <= 11


def test_a_note_stands_beside_the_bar_and_keeps_to_its_line() -> None:
    screen = Screen()
    monitor = TerminalMonitor(Stream(screen), Watch())
    for note in ("vPIC could not be reached", "a\x1b[2Jb\n" + "x" * 1_000):
        monitor.report(Progress(0, 0, note))
    assert "  vPIC could not be reached" in screen.getvalue()
    assert "\x1b[2J" not in screen.getvalue()
    assert "\n" not in screen.getvalue()
    assert len(screen.last()) < 110


def test_the_bar_is_taken_away_before_something_else_is_written() -> None:
    screen = Screen()
    monitor = TerminalMonitor(Stream(screen), Watch())
    monitor.clear()
    assert screen.getvalue() == ""
    monitor.report(Progress(1, 3))
    monitor.clear()
    assert screen.last() == ""


def test_elsewhere_there_are_only_notes() -> None:
    screen = io.StringIO()
    monitor = TerminalMonitor(Stream(screen))
    monitor.begin("Decoding")
    monitor.report(Progress(1, 3))
    monitor.report(Progress(1, 3, "vPIC asks\nto wait"))
    monitor.clear()
    assert screen.getvalue() == "vPIC asks␊to wait\n"


def test_cancelling_stops_what_cannot_poll() -> None:
    monitor, stopped = TerminalMonitor(Stream(io.StringIO())), list[str]()
    with monitor.stopping_with(lambda: stopped.append("now")):
        monitor.cancel()
    assert stopped == ["now"]
    monitor.cancel()
    assert stopped == ["now"]
    with pytest.raises(Cancelled):
        monitor.raise_if_cancelled()


def test_a_block_entered_after_ctrl_c_is_stopped_at_once() -> None:
    monitor, stopped = TerminalMonitor(Stream(io.StringIO())), list[str]()
    monitor.cancel()
    with monitor.stopping_with(lambda: stopped.append("late")):
        assert stopped == ["late"]
    assert stopped == ["late"]
