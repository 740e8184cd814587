"""Notices when the GUI thread does not turn, and looks where it is."""

import faulthandler
import logging
import re
import struct
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

log = logging.getLogger(__name__)

_PAUSE_S: Final = 0.1
_DEEPEST: Final = 6
"""Places named in a record, the innermost first."""
_PLACE: Final = r'^  File "(.*)", line (\d+) in (.*)$'
_DIGITS: Final = 2 * struct.calcsize("L")
"""With which faulthandler writes the identity of a thread."""


class SlowTurns(QObject):
    """A thread that asks the GUI thread for an answer ten times a second.

    It has to be a thread, since one that stands still cannot look at itself. It costs 0.2 %
    of one core, and nothing while the user looks elsewhere or the GUI thread stands still.
    A turn of ``limit_s`` and a pause is always noticed, a shorter one by chance.
    """

    _asked = Signal()

    def __init__(self, limit_s: float = 0.15, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limit_s = limit_s
        self._gui_thread = threading.get_ident()
        self._wanted = threading.Event()
        self._answered = threading.Event()
        self._closing = threading.Event()
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        # A daemon: where the end is not orderly, it must not hold up the process.
        self._thread = threading.Thread(target=self._watch, name="slow_turns", daemon=True)

    def start(self) -> None:
        self._wanted.set()
        self._thread.start()

    def watch(self, wanted: bool) -> None:
        """Whether somebody is there to suffer from a slow turn."""
        if wanted:
            self._wanted.set()
        else:
            self._wanted.clear()

    def stop(self) -> None:
        """Wait until the thread has ended; may be called more than once."""
        self._closing.set()
        self._wanted.set()
        self._answered.set()
        if self._thread.is_alive():
            self._thread.join()

    @Slot()
    def _answer(self) -> None:
        self._answered.set()

    # -- the thread ----------------------------------------------------------

    def _watch(self) -> None:
        while not self._closing.wait(_PAUSE_S):
            self._wanted.wait()
            self._answered.clear()
            if not self._closing.is_set():
                self._ask()

    def _ask(self) -> None:
        asked = time.monotonic()
        self._asked.emit()
        if self._answered.wait(self._limit_s):
            return
        where = self._where()
        self._answered.wait()
        if not self._closing.is_set():
            lasted_ms = (time.monotonic() - asked) * 1e3
            log.warning("The window stood still for %.0f ms: %s", lasted_ms, where)

    def _where(self) -> str:
        # Not by sys._current_frames: on Python 3.11 a frame of a thread that runs on meanwhile may
        # be gone when its caller is asked for. This looks at once, and runs no Python.
        told = ""
        with suppress(OSError), tempfile.TemporaryFile() as written:  # the disk may be full
            faulthandler.dump_traceback(written, all_threads=True)
            written.seek(0)
            told = written.read().decode(errors="replace")
        return " < ".join(_places(told, self._gui_thread)[:_DEEPEST])


def _places(told: str, thread: int) -> list[str]:
    """Of what faulthandler tells of all threads, the places of one, the innermost first."""
    _, _, from_here = told.partition(f"hread 0x{thread:0{_DIGITS}x} ")
    of_thread, _, _ = from_here.partition("\n\n")
    places = re.findall(_PLACE, of_thread, re.MULTILINE)
    return [f"{Path(file).name}:{line} {name}" for file, line, name in places]
