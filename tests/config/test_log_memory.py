import gc
import logging
import threading
from pathlib import Path

import pytest
from typing_extensions import override

from vindesk.config.log_memory import LogMemory, earlier_lines, tail
from vindesk.config.logs import start_logging, stop_logging
from vindesk.config.settings import LogLevel


def filled(memory: LogMemory, count: int, text: str = "text") -> LogMemory:
    for _number in range(count):
        memory.add(0.0, logging.INFO, "thread", "vindesk", text)
    return memory


def texts(memory: LogMemory, since: int = 0) -> list[str]:
    return [line.text for line in memory.since(since)]


def test_a_record_is_kept_with_its_level_thread_and_place() -> None:
    memory = LogMemory()
    error = ValueError("x")
    what = {"msg": "no %s\nno forged line", "args": ("luck",), "levelno": logging.WARNING}
    where = {"name": "vindesk.test", "exc_info": (ValueError, error, None)}
    memory.handle(logging.makeLogRecord(what | where))
    (line,) = memory.since(0)
    assert (line.level, line.name, line.thread) == (logging.WARNING, "vindesk.test", "MainThread")
    assert line.headline == r"no luck\nno forged line"
    assert line.text.endswith("  | ValueError: x")


def test_a_record_that_cannot_be_put_into_words_is_kept_as_such() -> None:
    class Rude:
        @override
        def __str__(self) -> str:
            raise ValueError

    memory = LogMemory()
    memory.handle(logging.makeLogRecord({"msg": "%s", "args": (Rude(),)}))
    assert "could not be put into words" in texts(memory)[0]


@pytest.mark.parametrize("since", [0, 1, 4, 5, 6, 9, 10, 11, 99])
def test_what_is_new_is_told_and_no_more_than_is_kept(since: int) -> None:
    memory = LogMemory(most_lines=6)
    for number in range(1, 11):
        memory.add(0.0, logging.INFO, "", "", str(number))
    assert texts(memory, since) == [str(number) for number in range(max(since + 1, 5), 11)]


def test_the_last_lines() -> None:
    memory = filled(LogMemory(), 5)
    assert [line.number for line in memory.last(2)] == [4, 5]
    assert len(memory.last(99)) == 5
    assert LogMemory().last(3) == []


def test_long_lines_take_the_room_of_many() -> None:
    memory = filled(LogMemory(most_lines=100, most_characters=1_000), 50, "x" * 100)
    assert len(memory.since(0)) == 10
    memory.add(0.0, logging.INFO, "", "", "y" * 5_000)
    assert [len(text) for text in texts(memory)] == [5_000]


def test_what_is_kept_costs_no_garbage_collection() -> None:
    memory = LogMemory()
    memory.add(1.5, logging.INFO, "lookup_0", "vindesk", "text")
    gc.collect()
    assert not any(map(gc.is_tracked, memory._ring))


def test_lines_of_many_threads_are_numbered_one_after_the_other() -> None:
    memory = LogMemory()
    threads = [threading.Thread(target=filled, args=(memory, 500)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line.number for line in memory.since(0)] == list(range(1, 4001))


def test_earlier_runs_are_read_from_the_file_and_this_one_is_not(tmp_path: Path) -> None:
    handler = start_logging(tmp_path, LogLevel.INFO)
    log = logging.getLogger("vindesk.test")
    thread = threading.Thread(target=log.info, args=("look: up",), name="name lookup")
    thread.start()
    thread.join()
    log.error("Failed", exc_info=ValueError("x"))
    stop_logging(handler)
    file = tmp_path / "vindesk.log"
    assert earlier_lines(file) == []

    first, second = earlier_lines(file, process=0)
    assert (first.number, first.thread, first.name) == (-2, "name lookup", "vindesk.test")
    assert first.text == "look: up"
    assert second.level == logging.ERROR
    assert second.text == "Failed\nValueError: x"
    assert abs(second.moment - file.stat().st_mtime) < 60


def test_what_is_no_log_is_read_without_complaint(tmp_path: Path) -> None:
    file = tmp_path / "vindesk.log"
    assert earlier_lines(file) == []
    file.write_bytes(b"\xff\x00 nonsense\n9999-99-99 99:99:99,999 LOUD 1 MainThread   a.b: text\n")
    (line,) = earlier_lines(file)
    assert (line.moment, line.level, line.text) == (0.999, logging.INFO, "text")


def test_only_the_end_of_a_long_file_is_read_from_a_whole_line_on(tmp_path: Path) -> None:
    file = tmp_path / "long.log"
    file.write_text("".join(f"line {number:04}\n" for number in range(1000)))
    assert tail(file, 25) == "line 0998\nline 0999\n"
    assert tail(file, 10**6).startswith("line 0000")
    assert tail(tmp_path) == ""
