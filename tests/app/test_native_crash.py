import faulthandler
import os
from pathlib import Path

import pytest

from vindesk.app.native_crash import NativeCrashes

TRACE = "Fatal Python error: Segmentation fault\n\nCurrent thread 0x01:\n  File 'x.py', line 1\n"


@pytest.fixture(autouse=True)
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """The faults of the tests themselves are told by pytest."""
    monkeypatch.setattr(faulthandler, "enable", lambda file: file.close())


@pytest.fixture
def crashes(tmp_path: Path) -> NativeCrashes:
    return NativeCrashes(tmp_path)


def test_a_run_that_ended_well_leaves_nothing_to_tell(
    crashes: NativeCrashes, tmp_path: Path
) -> None:
    assert crashes.last() is None
    (tmp_path / "native-crash.log").touch()
    assert crashes.last() is None


def test_what_was_left_is_told_once_and_kept(crashes: NativeCrashes, tmp_path: Path) -> None:
    (tmp_path / "native-crash.log").write_text(TRACE)
    report = crashes.last()
    assert report is not None
    assert "Segmentation fault" in report.details
    assert crashes.last() is None

    (kept,) = tmp_path.glob("native-crash-*.log")
    assert kept.read_text().strip() == TRACE.strip()
    assert kept.name in report.words


def test_the_end_of_the_log_is_told_with_it_without_vins(
    crashes: NativeCrashes, tmp_path: Path
) -> None:
    (tmp_path / "native-crash.log").write_text(TRACE)
    (tmp_path / "vindesk.log").write_text("asked about 1XPWD40X1ED215307\n")
    report = crashes.last()
    assert report is not None
    assert "Last records:\nasked about …215307\n" in report.details


def test_a_few_are_kept_and_nothing_else_is_touched(crashes: NativeCrashes, tmp_path: Path) -> None:
    for day in range(10, 20):
        (tmp_path / f"native-crash-202601{day}-120000.log").touch()
    foreign = tmp_path / "native-crash-of-mine.log"
    foreign.touch()
    (tmp_path / "native-crash.log").write_text(TRACE)
    crashes.last()

    kept = sorted(tmp_path.glob("native-crash-2*.log"))
    assert len(kept) == 5
    assert kept[0].name == "native-crash-20260116-120000.log"
    assert foreign.exists()


def test_what_a_wrong_clock_dated_goes_before_what_is_true(
    crashes: NativeCrashes, tmp_path: Path
) -> None:
    for year in (2097, 2098, 2099):
        (tmp_path / f"native-crash-{year}0101-120000.log").touch()
    true = [tmp_path / f"native-crash-2020010{day}-120000.log" for day in range(1, 5)]
    for path in true:
        path.touch()
    (tmp_path / "native-crash.log").write_text(TRACE)
    crashes.last()
    assert len(list(tmp_path.glob("native-crash-2*.log"))) == 5
    assert all(path.exists() for path in true)


def test_what_is_told_is_kept_however_wrong_its_clock_was(
    crashes: NativeCrashes, tmp_path: Path
) -> None:
    for day in range(1, 6):
        (tmp_path / f"native-crash-2020010{day}-120000.log").touch()
    (tmp_path / "native-crash.log").write_text(TRACE)
    os.utime(tmp_path / "native-crash.log", (0, 0))
    assert crashes.last() is not None
    assert (tmp_path / "native-crash-19700101-000000.log").exists()


def test_a_run_that_goes_on_after_a_fault_did_not_crash(
    crashes: NativeCrashes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    crashes.watch()
    assert crashes.last() is None
    with (tmp_path / "native-crash.log").open("a") as written:
        written.write(TRACE)
    crashes.survived()
    assert "recovered" in caplog.text
    assert crashes.last() is None


def test_a_run_that_ends_before_it_could_tell_leaves_it_to_the_next(tmp_path: Path) -> None:
    (tmp_path / "native-crash.log").write_text(TRACE)
    brief = NativeCrashes(tmp_path)
    brief.watch()
    brief.survived()
    report = NativeCrashes(tmp_path).last()
    assert report is not None
    assert "Segmentation fault" in report.details


def test_a_folder_that_cannot_be_written_costs_only_this(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "logs").touch()
    crashes = NativeCrashes(tmp_path / "logs")
    crashes.watch()
    assert "cannot be written down" in caplog.text
    assert crashes.last() is None
    crashes.survived()
