"""Notices when the GUI thread does not turn, and looks where it is."""

import logging
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

log = logging.getLogger(__name__)

_PAUSE_S: Final = 0.1
_DEEPEST: Final = 6
"""Places named in a record, the innermost first."""


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
        frames = sys._current_frames()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - documented
        stack = traceback.StackSummary.extract(
            traceback.walk_stack(frames[self._gui_thread]), limit=_DEEPEST, lookup_lines=False
        )
        return " < ".join(f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in stack)
