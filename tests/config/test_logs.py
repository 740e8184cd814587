import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typing_extensions import override

from vindesk.config import log_file
from vindesk.config.log_file import LogFile, set_aside
from vindesk.config.logs import change_limits, start_logging, stop_logging, visible
from vindesk.config.settings import LogLevel

log = logging.getLogger("vindesk.test")

RECORD = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ +\d+ ")

Start = Callable[..., logging.Handler | None]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    begun: list[logging.Handler | None] = []

    def begin(level: LogLevel = LogLevel.INFO, folder: Path = tmp_path) -> logging.Handler | None:
        begun.append(start_logging(folder, level))
        return begun[-1]

    yield begin
    for handler in begun:
        stop_logging(handler)


def lines(folder: Path) -> list[str]:
    return (folder / "vindesk.log").read_text("utf-8").splitlines()


def all_lines(folder: Path) -> list[str]:
    return [line for file in folder.iterdir() for line in file.read_text("utf-8").splitlines()]


def test_a_record_names_its_time_level_process_thread_and_place(
    start: Start, tmp_path: Path
) -> None:
    start()
    thread = threading.Thread(target=log.info, args=("looked up",), name="lookup_0")
    thread.start()
    thread.join()

    assert re.fullmatch(
        RECORD.pattern + "lookup_0     vindesk.test: looked up", lines(tmp_path)[-1]
    )


def test_the_level_decides_what_is_written(start: Start, tmp_path: Path) -> None:
    start(LogLevel.WARNING)
    log.info("quiet")
    log.warning("loud")
    assert [line.rpartition(" ")[2] for line in lines(tmp_path)] == ["loud"]


def test_of_urllib3_which_tells_whole_urls_nothing_is_logged(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    start()
    for name in ("urllib3", "urllib3.connectionpool"):
        logging.getLogger(name).critical("GET /DecodeVinValues/%s", "1XPWD40X1ED215307")
    assert lines(tmp_path) == []
    assert caplog.records == []


def test_without_a_log_urllib3_is_quiet_too(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "logs").write_text("a file, not a folder")
    start(folder=tmp_path / "logs")
    logging.getLogger("urllib3.connection").warning("GET /DecodeVinValues/1XPWD40X1ED215307")
    assert "1XPWD40X1ED215307" not in caplog.text


def test_at_debug_urllib3_is_heard_until_logging_stops(start: Start, tmp_path: Path) -> None:
    handler = start(LogLevel.DEBUG)
    logging.getLogger("urllib3.connectionpool").debug("Starting new HTTP connection")
    stop_logging(handler)
    logging.getLogger("urllib3.connectionpool").debug("too late")
    (line,) = lines(tmp_path)
    assert line.endswith("urllib3.connectionpool: Starting new HTTP connection")


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r", "\x85", "\u2028", "\x0b", "\x0c", "\x1c"])
def test_no_text_can_forge_a_record(start: Start, tmp_path: Path, between: str) -> None:
    start()
    forged = "2026-01-01 00:00:00,000 ERROR   1 MainThread   vindesk: all is lost"
    log.warning("The file %s could not be read", f"x{between}{forged}")
    log.error("Failed", exc_info=ValueError(f"x{between}{forged}"))

    begun = [line for line in lines(tmp_path) if RECORD.match(line)]
    assert len(begun) == 2
    assert all(line.startswith("  | ") for line in lines(tmp_path) if line not in begun)


def test_what_a_terminal_would_obey_is_escaped() -> None:
    assert visible("a\x1b[2Jb\x07\u202ec\ud800") == r"a\x1b[2Jb\x07\u202ec\ud800"
    assert visible("Škoda 日本 “é”") == "Škoda 日本 “é”"


def test_a_traceback_follows_its_record_line_by_line(start: Start, tmp_path: Path) -> None:
    start()
    try:
        int("x")
    except ValueError:
        log.exception("Failed")

    assert lines(tmp_path)[1] == "  | Traceback (most recent call last):"
    assert lines(tmp_path)[-1].startswith("  | ValueError: invalid literal")


def test_a_record_without_end_is_shortened_in_its_middle(start: Start, tmp_path: Path) -> None:
    start()
    log.info("begin %s end", "x" * 1_000_000)
    (line,) = lines(tmp_path)
    assert len(line) < 21_000
    assert line.endswith("x end")


def test_a_bad_record_breaks_nothing_and_names_its_place(
    start: Start,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Rude:
        @override
        def __str__(self) -> str:
            raise ValueError

    monkeypatch.setattr(logging.getLogger("vindesk"), "propagate", False)  # pytest is less patient
    start()
    log.info("%s", Rude())
    log.info("next")

    assert "test_logs.py" in lines(tmp_path)[0]
    assert lines(tmp_path)[1].endswith("next")
    assert capsys.readouterr().err == ""


def test_a_folder_that_cannot_be_written_costs_only_the_log(start: Start, tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file, not a folder")
    assert start(folder=tmp_path / "logs") is None
    log.info("nobody hears this")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux can play a full disk")
def test_a_full_disk_costs_records_and_says_so_when_it_is_over(
    start: Start, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "vindesk.log"
    file.symlink_to("/dev/full")
    start()
    log.info("one")
    log.info("two")
    file.unlink()
    log.info("three")

    assert capsys.readouterr().err == ""
    assert lines(tmp_path)[0] == "(Records that could not be written here: 2)"
    assert lines(tmp_path)[1].endswith("three")


def test_half_a_record_does_not_swallow_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    file = LogFile(tmp_path / "vindesk.log", size=1000, files=2)
    with monkeypatch.context() as full:
        full.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:4]))
        file.write("record one\n")
    file.write("record two\n")
    file.close()
    assert lines(tmp_path) == ["reco", "(Records that could not be written here: 1)", "record two"]


def test_a_file_that_cannot_be_set_aside_grows_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, _target: Path) -> Path:
        raise PermissionError

    monkeypatch.setattr(Path, "rename", refuse)
    file = LogFile(tmp_path / "vindesk.log", size=20, files=2)
    for number in range(5):
        file.write(f"record {number}\n")
    file.close()
    assert lines(tmp_path) == [f"record {number}" for number in range(5)]


def test_a_log_that_is_deleted_begins_anew(start: Start, tmp_path: Path) -> None:
    start()
    log.info("one")
    (tmp_path / "vindesk.log").unlink()
    log.info("two")
    assert lines(tmp_path)[0].endswith("two")


def test_a_full_file_is_set_aside_and_the_oldest_are_removed(tmp_path: Path) -> None:
    foreign = tmp_path / "vindesk-of-mine.log"
    foreign.write_text("not made by vindesk\n")
    file = LogFile(tmp_path / "vindesk.log", size=100, files=3)
    for number in range(100):
        file.write(f"record {number:03}\n")
    file.close()

    assert foreign.exists()
    foreign.unlink()
    kept = sorted(line for line in all_lines(tmp_path))
    assert len(list(tmp_path.iterdir())) == 3
    assert all(file.stat().st_size <= 100 for file in tmp_path.iterdir())
    assert kept == [f"record {number:03}" for number in range(100 - len(kept), 100)]


def test_a_record_longer_than_a_file_is_written_all_the_same(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "vindesk.log", size=10, files=2)
    file.write("a record of more than ten\n")
    file.write("and another one of that kind\n")
    file.close()
    assert len(all_lines(tmp_path)) == 2


def test_several_programs_share_one_log_without_losing_or_mixing_records(tmp_path: Path) -> None:
    code = (
        "import sys, logging\n"
        "from pathlib import Path\n"
        "from vindesk.config.logs import start_logging\n"
        "from vindesk.config.settings import LogLevel\n"
        "handler = start_logging(Path(sys.argv[1]), LogLevel.INFO, file_mb=0.01, files=1000)\n"
        "for number in range(1000):\n"
        "    logging.getLogger('vindesk').info('%s %04d %s', sys.argv[2], number, 'x' * 50)\n"
    )
    programs = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, tmp_path, name])
        for name in ("one", "two", "three")
    ]
    assert [program.wait() for program in programs] == [0, 0, 0]

    assert len(list(tmp_path.iterdir())) > 10
    whole = re.compile(RECORD.pattern + r"MainThread   vindesk: (\w+ \d{4}) x{50}")
    found = [match[1] for line in all_lines(tmp_path) if (match := whole.fullmatch(line))]
    expected = {f"{name} {n:04}" for name in ("one", "two", "three") for n in range(1000)}
    assert len(found) == len(all_lines(tmp_path))
    assert len(found) == 3000
    assert set(found) == expected


def stamps(*moments: str) -> Callable[[], datetime]:
    """A clock that shows one moment after the other."""
    told = iter(datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in moments)
    return lambda: next(told)


def test_a_clock_that_jumps_takes_no_newer_record_before_an_older_one(tmp_path: Path) -> None:
    jumping = ("2026-11-01", "2099-01-01", "2099-01-02", "1970-01-01", "2026-11-02", "2026-11-03")
    file = LogFile(tmp_path / "vindesk.log", size=8, files=4, clock=stamps(*jumping))
    for number in range(7):
        file.write(f"line {number}\n")
        kept = "".join(sorted(path.read_text() for path in tmp_path.iterdir()))
        assert kept == "".join(f"line {n}\n" for n in range(max(number - 3, 0), number + 1))
    file.close()
    names = [path.name for path in set_aside(tmp_path.iterdir(), "vindesk")]
    assert [name.split("-")[1] for name in names] == ["00004", "00005", "00006"]


def test_what_was_set_aside_without_a_number_is_older(tmp_path: Path) -> None:
    names = ["vindesk-20991128-000000-000000.log", "vindesk-00002-20260101-000000-000000.log"]
    for name in (*names, "vindesk-crash-20991128-000000-000000.log", "mine.log"):
        (tmp_path / name).write_text("old")
    assert [path.name for path in set_aside(tmp_path.iterdir(), "vindesk")] == names


def test_other_limits_hold_from_the_next_record_on(tmp_path: Path) -> None:
    handler = start_logging(tmp_path, LogLevel.INFO, file_mb=0.0001, files=6)
    for number in range(8):
        logging.getLogger("vindesk.test").info("%d %s", number, "x" * 90)
    assert len(list(tmp_path.iterdir())) == 6
    change_limits(handler, file_mb=1, files=2)
    assert len(list(tmp_path.iterdir())) == 2
    logging.getLogger("vindesk.test").info("%s", "x" * 90)
    logging.getLogger("vindesk.test").info("%s", "x" * 90)
    assert len(list(tmp_path.iterdir())) == 2
    stop_logging(handler)
    change_limits(None, file_mb=1, files=2)


def test_an_old_log_that_cannot_be_removed_stops_no_other_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = LogFile(tmp_path / "vindesk.log", size=10, files=6)
    for number in range(5):
        file.write(f"record {number}\n")

    def refuse(_self: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError

    with monkeypatch.context() as held:
        held.setattr(Path, "unlink", refuse)
        file.keep(size=10, files=2)
    assert len(list(tmp_path.iterdir())) == 5
    file.write("record 5\n")
    file.close()
    assert len(list(tmp_path.iterdir())) == 2


def test_who_logs_does_not_wait_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, written = threading.Event(), os.write

    def slow(descriptor: int, data: bytes) -> int:
        assert threading.current_thread() is not threading.main_thread()
        answers.wait()
        return written(descriptor, data)

    monkeypatch.setattr(os, "write", slow)
    handler = start_logging(tmp_path, LogLevel.INFO, behind=True)
    for number in range(3):
        log.info("number %d", number)
    assert lines(tmp_path) == []
    answers.set()
    stop_logging(handler)
    assert [line[-8:] for line in lines(tmp_path)] == ["number 0", "number 1", "number 2"]


def test_a_disk_that_never_answers_holds_nobody_up_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, written = threading.Event(), os.write

    def slow(descriptor: int, data: bytes) -> int:
        answers.wait()
        return written(descriptor, data)

    monkeypatch.setattr(os, "write", slow)
    monkeypatch.setattr(log_file, "_PATIENCE_S", 0.01)
    handler = start_logging(tmp_path, LogLevel.INFO, behind=True)
    log.info("a word")
    stop_logging(handler)
    assert lines(tmp_path) == []
    answers.set()
    (writer,) = (thread for thread in threading.enumerate() if thread.name == "log")
    writer.join()
