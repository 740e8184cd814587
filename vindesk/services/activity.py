"""What the user did and what came of it, in their words, from one start to the next."""

import logging
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from vindesk.config.log_file import LogFile
from vindesk.config.log_memory import LogLine, LogMemory, tail
from vindesk.config.logs import visible

_NAME: Final = "activity.log"
_BYTES: Final = 500_000
_FILES: Final = 2
_MOST_LINES: Final = 10_000
_FIELDS: Final = 3

log = logging.getLogger(__name__)


class Activity:
    """Kept in memory at once, and written to a file of its own when ``write`` is called.

    The file holds whole VINs, since it is the user's own; it is bounded in size.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.memory = LogMemory(_MOST_LINES)
        self._waiting: list[str] = []
        self._written = 0
        self._guard = threading.Lock()
        self._file: LogFile | None = None

    def note(self, what: str, result: str) -> None:
        """Remember that something was done; nothing is written yet."""
        moment = time.time()
        text = visible(" ".join(result.split()))
        self.memory.add(moment, logging.INFO, "", what, text)
        stamp = datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
        with self._guard:
            self._waiting.append(f"{stamp}\t{what}\t{text}\n")

    def write(self) -> None:
        """Write down what was noted; what cannot be written is lost, and only that."""
        with self._guard:
            waiting, self._waiting = self._waiting, []
            if waiting and self._file is None:
                try:
                    self._file = LogFile(self._folder / _NAME, size=_BYTES, files=_FILES)
                except OSError as error:
                    log.warning("The activity cannot be written down: %s", error)
            if self._file is not None:
                for line in waiting:
                    self._file.write(line)
                    self._written += 1

    def earlier(self) -> list[LogLine]:
        """What was done in earlier runs, as far as the file goes back."""
        with self._guard:
            read, ours = tail(self._folder / _NAME, _BYTES).splitlines(), self._written
        rows = [line.split("\t", _FIELDS - 1) for line in read]
        whole = [row for row in rows if len(row) == _FIELDS]
        old = whole[: max(len(whole) - ours, 0)]
        return [
            LogLine(number, _moment(stamp), logging.INFO, "", what, text)
            for number, (stamp, what, text) in enumerate(old, -len(old))
        ]

    def close(self) -> None:
        self.write()
        with self._guard:
            if self._file is not None:
                self._file.close()
                self._file = None


def _moment(stamp: str) -> float:
    try:
        return datetime.fromisoformat(stamp).timestamp()
    except (ValueError, OverflowError):
        return 0.0
