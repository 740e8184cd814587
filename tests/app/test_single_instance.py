import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.conftest import carry_out_deletions
from vindesk.app import handover
from vindesk.app.single_instance import Call, SingleInstance, Start, sentence

Make = Callable[..., SingleInstance]
Begin = Callable[..., "Second"]

ROOT = Path(__file__).parents[2]

SERVE = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from vindesk.app.single_instance import SingleInstance

application = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
print(instance.enter(()).name)
instance.listen(lambda call: None)
print("listening", flush=True)
application.exec()
"""


ENTER = """
import sys
from pathlib import Path
from vindesk.app.single_instance import SingleInstance

class Knocking(SingleInstance):
    def _hand_over(self, inputs, patience_s):
        print("knocked", flush=True)
        return super()._hand_over(inputs, patience_s)

print(Knocking(Path(sys.argv[1]), float(sys.argv[2])).enter(sys.argv[3:]).name, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where sockets are made; its name is short, since an address has a hundred bytes."""
    folder = Path(tempfile.mkdtemp(prefix="v"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    made: list[SingleInstance] = []

    def create(data: Path = tmp_path / "data", patience_s: float = 5.0) -> SingleInstance:
        made.append(SingleInstance(data, patience_s))
        return made[-1]

    yield create
    for instance in made:
        instance.leave()
    carry_out_deletions()


class Second:
    """A second start, in a process of its own, which lives until its standard input ends."""

    def __init__(
        self, data: Path, *inputs: str, patience_s: float = 5.0, stdin: int = subprocess.DEVNULL
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", ENTER, data, str(patience_s), *inputs],
            stdin=stdin,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )

    def says(self) -> str:
        """Wait for its next line."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def ended(self) -> bool:
        return self._process.poll() is not None

    def start(self) -> Start:
        """Let it end; returns what became of it."""
        said, _nothing = self._process.communicate()
        return Start[said.split()[-1]]

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def begin(data: Path) -> Iterator[Begin]:
    """Begin a second start on the same data."""
    begun: list[Second] = []

    def start(*inputs: str, patience_s: float = 5.0, stdin: int = subprocess.DEVNULL) -> Second:
        begun.append(Second(data, *inputs, patience_s=patience_s, stdin=stdin))
        return begun[-1]

    yield start
    for second in begun:
        second.kill()


def test_a_second_start_hands_over_what_it_was_given(
    qtbot: QtBot, make: Make, begin: Begin
) -> None:
    first, calls = make(), list[Call]()
    assert first.enter(()) is Start.FIRST
    first.listen(calls.append)
    second = begin("1XPWD40X1ED215307", "ZA9CA05AXJLA12340")
    qtbot.waitUntil(second.ended)

    assert second.start() is Start.HANDED_OVER
    assert [call.inputs for call in calls] == [("1XPWD40X1ED215307", "ZA9CA05AXJLA12340")]


def test_the_names_of_files_hold_in_the_first_window_too(
    qtbot: QtBot, make: Make, begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").touch()
    odd = os.fsdecode(b"\xff.csv")
    long_paste = " ".join(["1XPWD40X1ED215307"] * 100)
    first, calls = make(), list[Call]()
    first.enter(())
    first.listen(calls.append)
    second = begin("a.parquet", "../b.csv", "/c.pq", "list", odd, "1XP5DB9X7XD487964", long_paste)
    qtbot.waitUntil(second.ended)

    assert calls[0].inputs == (
        str(tmp_path / "a.parquet"),
        str(tmp_path / ".." / "b.csv"),
        "/c.pq",
        str(tmp_path / "list"),
        str(tmp_path / odd),
        "1XP5DB9X7XD487964",
        long_paste,
    )


def test_what_lets_a_window_come_to_the_front_is_handed_over(
    qtbot: QtBot, make: Make, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "from-the-panel")
    first, calls = make(), list[Call]()
    first.enter(())
    first.listen(calls.append)
    second = begin()
    qtbot.waitUntil(second.ended)
    assert calls == [Call((), "from-the-panel")]


def test_two_data_folders_have_two_windows(make: Make, tmp_path: Path) -> None:
    assert make(tmp_path / "one").enter(()) is Start.FIRST
    assert make(tmp_path / "two").enter(()) is Start.FIRST


@pytest.mark.parametrize("name", ["other/../data", "link", "./data"])
def test_one_folder_has_one_window_by_whatever_name(make: Make, tmp_path: Path, name: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "data")
    make().enter(())
    assert make(tmp_path / name, patience_s=0).enter(()) is Start.NO_ANSWER


def test_a_busy_window_is_not_waited_for_for_ever_and_takes_nothing_later(
    qtbot: QtBot, make: Make, begin: Begin
) -> None:
    first, calls = make(), list[Call]()
    first.enter(())
    first.listen(calls.append)
    assert make(patience_s=0.1).enter(("1XPWD40X1ED215307",)) is Start.NO_ANSWER

    second = begin("1XP5DB9X7XD487964")
    qtbot.waitUntil(second.ended)
    assert [call.inputs for call in calls] == [("1XP5DB9X7XD487964",)]


def test_who_starts_while_the_first_is_starting_waits_for_it(
    qtbot: QtBot, make: Make, begin: Begin
) -> None:
    first, calls = make(), list[Call]()
    first.enter(())
    second = begin()
    first.listen(calls.append)
    qtbot.waitUntil(second.ended)
    assert second.start() is Start.HANDED_OVER


def test_who_starts_while_the_first_is_ending_becomes_the_first(make: Make, begin: Begin) -> None:
    first = make()
    first.enter(())
    first.listen(lambda _call: None)
    first.stop_listening()
    second = begin()
    assert second.says() == "knocked"
    first.leave()
    assert second.start() is Start.FIRST


def test_nothing_stays_behind(make: Make, runtime: Path) -> None:
    first = make()
    first.enter(())
    first.listen(lambda _call: None)
    first.leave()
    first.leave()
    assert list((runtime / "vindesk").iterdir()) == []


def test_of_many_that_start_at_once_one_is_the_first(begin: Begin) -> None:
    crowd = [begin(patience_s=0, stdin=subprocess.PIPE) for _ in range(5)]
    said = [one.says() for one in crowd]
    assert sorted(said) == ["FIRST", *["NO_ANSWER"] * 4]


def test_what_a_killed_process_leaves_behind_stands_in_nobodys_way(
    qtbot: QtBot, make: Make, begin: Begin, tmp_path: Path, runtime: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, tmp_path / "data"], stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "FIRST\n"
        assert killed.stdout.readline() == "listening\n"
        killed.send_signal(signal.SIGKILL)
    assert len(list((runtime / "vindesk").iterdir())) == 2

    first, calls = make(), list[Call]()
    assert first.enter(()) is Start.FIRST
    first.listen(calls.append)
    second = begin("1XPWD40X1ED215307")
    qtbot.waitUntil(second.ended)
    assert len(calls) == 1


def test_another_version_is_named_as_such(
    qtbot: QtBot, make: Make, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make()
    first.enter(())
    first.listen(lambda _call: None)
    monkeypatch.setattr(handover, "VERSION", 2)
    second = begin()
    qtbot.waitUntil(second.ended)
    assert second.start() is Start.OTHER_VERSION


def test_the_socket_lies_where_only_the_user_can_enter(make: Make, runtime: Path) -> None:
    instance = make()
    instance.enter(())
    instance.listen(lambda _call: None)
    (folder,) = runtime.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {file.suffix: file.stat().st_mode & 0o077 for file in folder.iterdir()}
    assert modes == {".lock": 0, ".socket": 0}


def test_a_folder_that_others_can_enter_is_not_used(
    make: Make, runtime: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(runtime))
    (runtime / "vindesk").mkdir(mode=0o755)
    (runtime / f"vindesk-{os.getuid()}").symlink_to(runtime)
    instance = make()
    assert instance.enter(()) is Start.FIRST
    instance.listen(lambda _call: None)

    assert "no folder for a socket" in caplog.text
    assert list((runtime / "vindesk").iterdir()) == []


def test_without_a_runtime_folder_one_of_our_own_is_made(
    make: Make, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(tempfile, "tempdir", str(runtime))
    make().enter(())
    (folder,) = runtime.iterdir()
    assert folder.name == f"vindesk-{os.getuid()}"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_too_deep_for_a_socket_is_passed_over(
    make: Make, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = runtime / ("d" * 100)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setattr(tempfile, "tempdir", str(runtime))
    make().enter(())
    assert list(deep.iterdir()) == []


def test_every_start_that_is_not_the_first_says_why_it_ends() -> None:
    assert sentence(Start.HANDED_OVER, 1).endswith("was given 1 input.")
    assert sentence(Start.HANDED_OVER, 2).endswith("was given 2 inputs.")
    assert "now in front" in sentence(Start.HANDED_OVER, 0)
    assert "is not responding" in sentence(Start.NO_ANSWER, 1)
    assert "Another version" in sentence(Start.OTHER_VERSION, 1)
