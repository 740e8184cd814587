"""What runs is seen on a terminal, and Ctrl+C stops it."""

import time
from collections.abc import Callable
from typing import Final

from vindesk.cli.stream import Stream
from vindesk.domain.monitor import Cancellation, Progress
from vindesk.domain.shown_text import shown_line

_WIDTH: Final = 30
_MOST_NOTE: Final = 60
_CLEAR: Final = "\r\x1b[K"
_STEP_S: Final = 0.1


class TerminalMonitor(Cancellation):
    """Shows a bar if ``screen`` is a terminal, else notes line by line; Ctrl+C cancels."""

    def __init__(self, screen: Stream, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._screen = screen
        self._now = now
        self._has_bar = screen.is_terminal
        self._words = ""
        self._drawn_at = float("-inf")

    def begin(self, words: str) -> None:
        """From now on a bar is about this."""
        self._words = words
        self._drawn_at = float("-inf")

    def report(self, progress: Progress) -> None:
        if self._has_bar:
            self._draw(progress)
        elif progress.note:
            self._screen.write(f"{shown_line(progress.note)}\n")

    def clear(self) -> None:
        """Take the bar away: something else is to be written."""
        if self._has_bar and self._drawn_at != float("-inf"):
            self._screen.write(_CLEAR)
            self._screen.flush()
            self._drawn_at = float("-inf")

    def _draw(self, progress: Progress) -> None:
        now = self._now()
        is_last = progress.done == progress.total
        if now - self._drawn_at < _STEP_S and not progress.note and not is_last:
            return
        self._drawn_at = now
        share = min(progress.done / progress.total, 1.0) if progress.total else 0.0
        bar = "#" * int(share * _WIDTH)
        note = f"  {shown_line(progress.note, _MOST_NOTE)}" if progress.note else ""
        self._screen.write(f"{_CLEAR}{self._words} [{bar:<{_WIDTH}}] {share:4.0%}{note}")
        self._screen.flush()
