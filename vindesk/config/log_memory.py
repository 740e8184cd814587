"""The last records of this run, kept in memory; and earlier ones, read from the log file."""

import logging
import os
import re
import threading
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from msgspec import Struct
from typing_extensions import override

from vindesk.config.logs import OneRecord

MOST_LINES: Final = 100_000
_MOST_CHARACTERS: Final = 30_000_000
_TAIL_BYTES: Final = 1_000_000
_HEAD: Final = r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),(\d{3}) ([A-Z]+) +(\d+) (.{12,}?) ([\w.]+): (.*)"
_BELOW: Final = "  | "


class LogLine(Struct, frozen=True):
    """One record; ``text`` is its message, with what follows it on lines of their own."""

    number: int
    """Each line has a larger one than those before it, whatever the clock does."""

    moment: float
    """Seconds since 1970."""

    level: int
    thread: str
    name: str
    text: str

    @property
    def headline(self) -> str:
        return self.text.partition("\n")[0]


_Kept = tuple[int, float, int, str, str, str]
"""A ``LogLine`` as a plain tuple, which Python's garbage collection does not look through: of
a hundred thousand it would take longer than a frame."""


class LogMemory(logging.Handler):
    """A ring of the last lines, filled from any thread; whoever shows them asks for the new."""

    def __init__(
        self, most_lines: int = MOST_LINES, most_characters: int = _MOST_CHARACTERS
    ) -> None:
        super().__init__()
        self.setFormatter(OneRecord("%(message)s"))
        self._most_lines = most_lines
        self._most_characters = most_characters
        self._ring: deque[_Kept] = deque()
        self._characters = 0
        self._number = 0
        self._guard = threading.Lock()

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = self.format(record)
        except Exception:  # noqa: BLE001 - logging never breaks what it reports on
            text = f"A record at {record.pathname}:{record.lineno} could not be put into words."
        self.add(record.created, record.levelno, record.threadName or "", record.name, text)

    def add(self, moment: float, level: int, thread: str, name: str, text: str) -> None:
        with self._guard:
            self._number += 1
            self._ring.append((self._number, moment, level, thread, name, text))
            self._characters += len(text)
            while len(self._ring) > self._most_lines or (
                self._characters > self._most_characters and len(self._ring) > 1
            ):
                self._characters -= len(self._ring.popleft()[-1])

    def since(self, number: int, most: int = MOST_LINES) -> list[LogLine]:
        """The first ``most`` lines after ``number`` that are still there, oldest first."""
        with self._guard:
            if not self._ring or self._ring[-1][0] <= number:
                return []
            skipped = max(number + 1 - self._ring[0][0], 0)
            wanted = tuple(islice(self._ring, skipped, skipped + most))
        return [LogLine(*each) for each in wanted]

    def last(self, count: int) -> Sequence[LogLine]:
        with self._guard:
            newest = self._number
        return self.since(newest - count)


def earlier_lines(file: Path, *, process: int | None = None) -> list[LogLine]:
    """The end of a log file without what ``process`` wrote, this one by default.

    Numbered below 0, so that they come before all lines of this run. Empty if there is no
    such file, or it cannot be read.
    """
    ours = os.getpid() if process is None else process
    lines: list[LogLine] = []
    is_ours = True
    for text in tail(file).splitlines():
        head = re.fullmatch(_HEAD, text)
        if head is not None:
            day_and_time, ms, level, writer, thread, name, message = head.groups()
            is_ours = int(writer) == ours
            if not is_ours:
                moment = _moment(day_and_time) + int(ms) / 1000
                number = logging.getLevelNamesMapping().get(level, logging.INFO)
                lines.append(LogLine(0, moment, number, thread.strip(), name, message))
        elif lines and not is_ours:
            below = text.removeprefix(_BELOW)
            last = lines[-1]
            lines[-1] = LogLine(
                0, last.moment, last.level, last.thread, last.name, f"{last.text}\n{below}"
            )
    return [
        LogLine(number, each.moment, each.level, each.thread, each.name, each.text)
        for number, each in enumerate(lines, -len(lines))
    ]


def tail(file: Path, most_bytes: int = _TAIL_BYTES) -> str:
    """The last whole lines of a text file; nothing, if it cannot be read."""
    try:
        with file.open("rb") as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(max(size - most_bytes, 0))
            data = stream.read(most_bytes)
    except OSError:
        return ""
    text = data.decode("utf-8", errors="replace")
    return text if size <= most_bytes else text.partition("\n")[2]


def _moment(text: str) -> float:
    """Logs are written in local time."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").astimezone().timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0
