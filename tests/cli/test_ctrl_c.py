"""What Ctrl+C leaves is told as it is, of each sub-command."""

from pathlib import Path

import pytest

from tests.cli.test_commands import NOBODY, Shell
from vindesk.cli.stream import Stream
from vindesk.cli.terminal import TerminalMonitor

VIN = "1XPWD40X1ED215307"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "data", NOBODY)
    shell.run("--source", "embedded", "lookup", VIN)
    return shell


def stop_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every command is stopped as soon as it looks."""
    made = TerminalMonitor.__init__

    def press(monitor: TerminalMonitor, screen: Stream) -> None:
        made(monitor, screen)
        monitor.cancel()

    monkeypatch.setattr(TerminalMonitor, "__init__", press)


@pytest.fixture
def interrupted(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    stop_at_once(monkeypatch)
    return shell


def test_an_export_has_written_nothing(interrupted: Shell, tmp_path: Path) -> None:
    for name in ("out.parquet", "out.csv", "out.xlsx"):
        interrupted.run("export", str(tmp_path / name), code=1)
        said = interrupted.errors.splitlines()[-1]
        assert said == "The export was cancelled. Nothing was written."
        assert not (tmp_path / name).exists()


def test_an_import_has_kept_its_answers_when_its_export_is_stopped(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = "1XKWDB0X57J211825"
    (tmp_path / "fleet.txt").write_text(f"{other}\n")
    begin = TerminalMonitor.begin

    def press_at_the_export(monitor: TerminalMonitor, words: str) -> None:
        begin(monitor, words)
        if words == "Exporting":
            monitor.cancel()

    with monkeypatch.context() as patched:
        patched.setattr(TerminalMonitor, "begin", press_at_the_export)
        command = ("--source", "embedded", "import", str(tmp_path / "fleet.txt"))
        shell.run(*command, "--export", str(tmp_path / "out.csv"), code=1)
    assert shell.errors == (
        "The export was cancelled. Nothing was written; what was answered is kept.\n"
    )
    assert not (tmp_path / "out.csv").exists()
    (answer,) = shell.json("lookup", other)
    assert answer["cached_result"] is True


def test_a_backup_is_not_there(interrupted: Shell) -> None:
    interrupted.run("backup", code=1)
    assert interrupted.errors == "The backup was cancelled. Nothing was written.\n"
    assert interrupted.run("backup", "--list") == []


def test_a_restored_backup_has_not_taken_the_place_of_the_cache(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.run("backup")
    shell.run("remove", VIN)
    stop_at_once(monkeypatch)
    shell.run("restore", code=1)
    assert shell.errors == "Cancelled. Nothing was restored; the cache is as it was.\n"
    assert len(shell.run("backup", "--list")) == 1


def test_what_was_not_removed_is_there(interrupted: Shell) -> None:
    interrupted.run("remove", VIN, code=1)
    assert interrupted.errors == "Cancelled. What was removed by then stays removed.\n"
    assert interrupted.json("lookup", VIN)[0]["cached_result"] is True


def test_what_was_not_cleaned_is_there(interrupted: Shell, tmp_path: Path) -> None:
    logs = tmp_path / "data" / "logs"
    old = [logs / f"vindesk-20260101-00000{number}-000000.log" for number in range(7)]
    for file in old:
        file.write_text("old")
    interrupted.run("clean", code=1)
    assert interrupted.errors == (
        "Cancelled. What was cleaned by then is gone; the rest is as it was.\n"
    )
    assert all(file.exists() for file in old)
