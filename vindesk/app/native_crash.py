"""Faults in native code: written down by the dying process, told at the next start."""

import faulthandler
import logging
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from vindesk.config.log_memory import tail

if TYPE_CHECKING:  # crashes are rare, and told after the first paint
    from vindesk.ui.bug_text import BugReport

log = logging.getLogger(__name__)

_LONGEST = 100_000
_LONGEST_RECORDS = 20_000


class NativeCrashes:
    """The file ``native-crash.log``: empty, unless a process died while it wrote to it."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "native-crash.log"
        self._open: TextIO | None = None
        self._untold = ""
        """What an earlier run left behind, until it is asked for."""

    def watch(self) -> None:
        """From now on, a fault writes the stacks of all threads, and to the file only.

        It stays so to the last moment of the process, whose end is not the safest part.
        """
        self._untold = self._written()
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._open = self._file.open("a", encoding="utf-8")
        except OSError as error:
            log.warning("Faults in native code cannot be written down: %s", error)
            return
        faulthandler.enable(self._open)

    def last(self) -> "BugReport | None":
        """What an earlier run left behind; it is then kept under its date, and told once."""
        trace = self._written()
        if not trace:
            return None
        from vindesk.ui.bug_text import BugReport  # noqa: PLC0415
        from vindesk.ui.logs.bug_report import tame  # noqa: PLC0415

        try:
            kept = self._keep(trace)
        except OSError as error:
            log.warning("What the last run left behind could not be kept: %s", error)
            return None
        self._untold = ""
        log.error("The last run was ended by a fault in native code, kept in %s", kept)
        records = tail(self._file.with_name("vindesk.log"), _LONGEST_RECORDS)
        return BugReport.of_native_crash(trace, kept, tame(records).rstrip())

    def survived(self) -> None:
        """The run ends in order: what it wrote was no crash (Windows may do that).

        What an earlier run left behind waits for somebody to whom it can be told.
        """
        trace = self._written()
        if trace and not self._untold:
            log.warning("Native code recovered from a fault:\n%s", trace)
            with suppress(OSError):
                self._empty()

    def _written(self) -> str:
        try:
            return self._file.read_text("utf-8", errors="replace").strip()[:_LONGEST]
        except OSError:
            return ""

    def _keep(self, trace: str) -> Path:
        """Copied and emptied, not renamed: another run may have the file open."""
        from vindesk.config.crash_files import name_at, outdated  # noqa: PLC0415

        moment = datetime.fromtimestamp(self._file.stat().st_mtime, UTC)
        kept = self._file.with_name(name_at(moment))
        kept.write_text(trace, "utf-8")
        self._empty()
        with suppress(OSError):  # what is left over is cleaned another time
            for old in outdated(self._file.parent.iterdir(), datetime.now(UTC)):
                if old != kept:
                    old.unlink(missing_ok=True)
        return kept

    def _empty(self) -> None:
        self._file.open("w").close()
