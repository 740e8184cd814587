"""The whole program in processes of its own: how it ends, and what a second one does."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from vindesk.app import main
from vindesk.app.single_instance import SingleInstance
from vindesk.config.command_line import parse

ROOT = Path(__file__).parents[2]
LONELY = ("--vpic-url", "http://127.0.0.1:9", "--source", "embedded")


class Program:
    """One run of the program; its standard input is open until it is let go."""

    def __init__(self, *command: str | Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def until(self, line: str) -> str:
        """Wait until it says ``line``; returns what it said before."""
        assert self._process.stdout is not None
        before: list[str] = []
        for said in self._process.stdout:
            if said.startswith(line):
                return "".join((*before, said))
            before.append(said)
        pytest.fail(f"ended after {before}: {self.end()}")

    def send(self, number: int) -> None:
        self._process.send_signal(number)

    def end(self) -> tuple[int, str, str]:
        """Wait for its end; returns its code, and the rest of what it said."""
        out, err = self._process.communicate()
        return self._process.returncode, out, err

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()


Start = Callable[..., Program]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch, data: Path) -> Iterator[Start]:
    """Start the program as it is, or with a deed to be done in it."""
    runtime = tempfile.mkdtemp(prefix="v")
    monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    running: list[Program] = []

    def begin(*arguments: str | Path, deed: str = "") -> Program:
        command = ("tests.app.child", deed) if deed else ("vindesk",)
        running.append(Program(*command, "--data-dir", data, *LONELY, *arguments))
        return running[-1]

    yield begin
    for program in running:
        program.kill()
    shutil.rmtree(runtime)


def log_of(data: Path) -> str:
    return (data / "logs" / "vindesk.log").read_text("utf-8")


def test_ctrl_c_in_the_terminal_ends_an_idle_window_in_order(start: Start, data: Path) -> None:
    program = start(deed="nothing")
    program.until("ready")
    program.send(signal.SIGINT)
    assert program.end() == (0, "", "")
    assert "The cache is closed" in log_of(data)


@pytest.mark.parametrize(("deed", "code"), [("interrupt", 0), ("leave", 5)])
def test_a_slot_that_ends_the_program_ends_it_in_order(
    start: Start, data: Path, deed: str, code: int
) -> None:
    assert start(deed=deed).end()[0] == code
    assert "The cache is closed" in log_of(data)


def test_a_bug_is_shown_and_the_program_goes_on(start: Start, data: Path) -> None:
    program = start(deed="bug")
    assert "box: vindesk hit a bug: ['Traceback (most recent call last):'" in program.until("ready")
    program.send(signal.SIGTERM)
    code, _out, err = program.end()
    assert code == 0
    assert "ZeroDivisionError: a bug" in err
    assert "  | ZeroDivisionError: a bug" in log_of(data)


def test_a_fault_in_native_code_is_told_at_the_next_start(start: Start, data: Path) -> None:
    assert start(deed="fault").end()[0] == -signal.SIGSEGV

    second = start(deed="nothing")
    told = second.until("ready")
    assert "box: vindesk closed unexpectedly last time" in told
    assert "Segmentation fault" in told
    assert "child.py" in told
    assert "vindesk 0." in told
    second.send(signal.SIGTERM)
    assert second.end()[0] == 0

    kept = [file for file in (data / "logs").iterdir() if re.match(r"native-crash-\d", file.name)]
    assert len(kept) == 1
    assert "Segmentation fault" in kept[0].read_text()


def test_a_kill_is_told_at_the_next_start_and_only_then(start: Start, data: Path) -> None:
    first = start(deed="nothing")
    first.until("ready")
    assert "did not end in order" not in log_of(data)
    first.kill()

    second = start(deed="nothing")
    assert "status: vindesk closed unexpectedly last time" in second.until("ready")
    second.send(signal.SIGTERM)
    assert second.end()[0] == 0

    third = start(deed="nothing")
    assert "closed unexpectedly" not in third.until("ready")
    third.send(signal.SIGTERM)
    assert third.end()[0] == 0
    assert log_of(data).count("did not end in order") == 1


def test_a_second_start_hands_over_and_ends(start: Start, tmp_path: Path) -> None:
    first = start(deed="nothing")
    first.until("ready")

    second = start("1XPWD40X1ED215307", Path(os.path.relpath(tmp_path, ROOT), "a.parquet"))
    assert second.end() == (0, "vindesk is already open and was given 2 inputs.\n", "")
    name = Path(ROOT, os.path.relpath(tmp_path, ROOT), "a.parquet")
    assert first.until("took") == f"took {('1XPWD40X1ED215307', str(name))!r}\n"
    first.send(signal.SIGTERM)
    assert first.end()[0] == 0


def test_a_window_that_does_not_answer_is_named_as_the_reason(
    start: Start, data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(main, "SingleInstance", partial(SingleInstance, patience_s=0.1))
    first = start(deed="stand still")
    first.until("stands still")
    assert main.main(parse(["--data-dir", str(data), "1XPWD40X1ED215307"])) == 3
    assert "is not responding" in capsys.readouterr().err


def test_a_picture_is_taken_beside_an_open_window(start: Start, tmp_path: Path) -> None:
    first = start(deed="nothing")
    first.until("ready")
    code, out, _err = start("--screenshot", tmp_path / "out.png").end()
    assert (code, out) == (0, "")
    assert (tmp_path / "out.png").stat().st_size > 1000
    first.send(signal.SIGTERM)
    assert first.end() == (0, "", "")


def test_without_a_screen_the_program_ends_and_it_is_no_crash(
    start: Start, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "none-such")
    code, _out, err = start().end()
    assert code != 0
    assert "none-such" in err
    assert not (data / "logs").exists()
