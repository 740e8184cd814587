"""How far a COPY is, read by another thread than the one that waits for it."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

from vindesk.domain.monitor import Monitor, Progress
from vindesk.store.engine import Cursor

_STEP_S: Final = 0.2


class Gauge:
    """Made by who wants to know, handed to the export, and followed on a thread of its own."""

    def __init__(self, *, step_s: float = _STEP_S) -> None:
        self._step_s = step_s
        self._changed = threading.Condition()
        self._cursor: Cursor | None = None
        self._rows = self._before = self._part = 0
        self._over = False
        self._most = 0.0

    @contextmanager
    def watching(
        self, cursor: Cursor, total: int, *, before: int = 0, rows: int | None = None
    ) -> Generator[None, None, None]:
        """While the block runs, ``cursor`` writes ``rows`` rows of ``total``, by default all."""
        cursor.execute("SET enable_progress_bar = true")
        cursor.execute("SET enable_progress_bar_print = false")
        with self._changed:
            self._cursor, self._rows = cursor, total
            self._before, self._part = before, total if rows is None else rows
        try:
            yield
        finally:
            with self._changed:
                self._cursor = None

    def end(self) -> None:
        """Nothing more will come; whoever follows is let go."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def follow(self, monitor: Monitor) -> None:
        """Report how far it is until it has ended.

        Raises:
            Cancelled: the monitor was cancelled; the export does not mind.

        """
        while True:
            monitor.raise_if_cancelled()
            with self._changed:
                if self._changed.wait_for(lambda: self._over, self._step_s):
                    return
                progress = self._read()
            if progress is not None:
                monitor.report(progress)

    def _read(self) -> Progress | None:
        """DuckDB's guess may go back, as where a second table is read."""
        if self._cursor is None:
            return None
        share = min(max(self._cursor.query_progress() / 100, 0.0), 1.0)
        self._most = max(self._most, self._before + self._part * share)
        return Progress(int(self._most), self._rows) if self._most else None
