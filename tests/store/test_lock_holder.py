import sys
from pathlib import Path

import pytest

from tests.pseudo import PSEUDO, spoken_so
from tests.store.other_process import held_by_another_process
from vindesk.domain.words import speak
from vindesk.store import lock_holder as module
from vindesk.store.lock_holder import is_held, lock_holder

HELD = "Could not set lock on file: Conflicting lock is held in {} (PID {}). See also https://x"


@pytest.fixture(autouse=True)
def processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the system describes its processes."""
    monkeypatch.setattr(module, "_PROCESSES", tmp_path)
    return tmp_path


def describe(processes: Path, number: int, *words: str) -> None:
    (processes / str(number)).mkdir()
    (processes / str(number) / "cmdline").write_bytes("\0".join(words).encode() + b"\0")


@pytest.mark.parametrize(
    "words",
    [
        ("python3", "-m", "vindesk"),
        ("/usr/bin/python3", "/usr/bin/vindesk", "--data-dir", "/x"),
        ("python3", "/src/vindesk/__main__.py"),
    ],
)
def test_vindesk_is_known_by_its_command_line(processes: Path, words: tuple[str, ...]) -> None:
    describe(processes, 77, *words)
    holder = lock_holder(HELD.format("/usr/bin/python3.11", 77))
    assert holder == "Another vindesk window (process 77)"


def test_a_program_that_has_vindesks_file_open_is_not_vindesk(processes: Path) -> None:
    describe(processes, 78, "duckdb", "/home/a/.local/share/vindesk/vehicles.duckdb")
    assert lock_holder(HELD.format("/usr/bin/duckdb", 78)) == "duckdb (process 78)"


def test_without_a_command_line_the_program_is_named() -> None:
    message = "File is already open in \nC:\\Program Files\\DBeaver\\dbeaver.exe (PID 18520)\n"
    assert lock_holder(message) == "dbeaver.exe (process 18520)"


def test_the_packed_program_is_known_by_its_name() -> None:
    message = "File is already open in \nC:\\Apps\\vindesk.exe (PID 4)\n"
    assert lock_holder(message) == "Another vindesk window (process 4)"


def test_a_process_without_a_name_has_its_number() -> None:
    message = "Conflicting lock is held in PID 123 by user anna."
    assert lock_holder(message) == "Another program (process 123)"
    speak(PSEUDO)
    assert spoken_so("Another program") in lock_holder(message)


def test_an_unknown_holder_is_another_program() -> None:
    assert lock_holder("Could not set lock on file") == "Another program"


def test_a_file_is_held_while_another_program_has_it_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "vehicles.duckdb"
    assert not is_held(cache)
    with held_by_another_process(cache):
        assert is_held(cache)
        monkeypatch.setattr(sys, "platform", "win32")
        assert not is_held(cache)
        monkeypatch.undo()
    assert not is_held(cache)
