"""A bug as text: what it means for the user, and what a report of it must name."""

import platform
import traceback
from pathlib import Path
from typing import Self

from msgspec import Struct
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from vindesk import __version__
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say

_PACKAGES = ("PySide6-Essentials", "duckdb", "pyarrow", "ultravin", "requests")
_MOST_LINES = 1_000
_LONGEST_LINE = 2_000
"""A message in a traceback may hold a server's page, or a file."""


class BugReport(Struct, frozen=True):
    """A failure of ours as text: it keeps no frame, and so no widget, alive."""

    headline: str
    words: str
    details: str
    fingerprint: str
    """The same for the same failure, whatever values it had to do with."""

    @classmethod
    def of(cls, error: BaseException) -> Self:
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.filename}:{frame.lineno}" for frame in frames]
        return cls(
            headline=say("vindesk hit a bug"),
            words=say(
                "Your last action may not have happened. Nothing saved was lost, and you can "
                "keep working. The details are also in the log."
            ),
            details=_details("".join(traceback.format_exception(error))),
            fingerprint=" ".join((type(error).__qualname__, *places)),
        )

    @classmethod
    def of_native_crash(cls, trace: str, kept: Path, records: str = "") -> Self:
        """What the last run left behind when it was ended by a fault in native code.

        ``records`` is the end of its log.
        """
        return cls(
            headline=say("vindesk closed unexpectedly last time"),
            words=say(
                "An error that Python cannot catch ended it. Nothing saved was lost. The "
                "details are also in {path}.",
                path=without_home(str(kept)),
            ),
            details=_details(f"{trace}\n\nLast records:\n{records}" if records else trace),
            fingerprint=trace,
        )


def versions() -> str:
    """What a report must name."""
    return "\n".join(
        (
            f"vindesk {__version__}",
            f"Python {platform.python_version()}",
            f"Qt {qVersion()} on {QGuiApplication.platformName() or 'no screen'}",
            ", ".join(f"{name} {_version(name)}" for name in _PACKAGES),
            platform.platform(),
        )
    )


def _version(package: str) -> str:
    """Read from what was installed: importing it could be what failed."""
    from importlib import metadata  # noqa: PLC0415 - 15 ms, and seldom wanted

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "unknown"


def _details(trace: str) -> str:
    lines = without_home(trace).rstrip().split("\n")
    if len(lines) > _MOST_LINES:
        half = _MOST_LINES // 2
        lines = [*lines[:half], "…", *lines[-half:]]  # the end says most
    told = "\n".join(shown_line(line, _LONGEST_LINE) for line in lines)
    return f"{told}\n\n{versions()}\n"


def without_home(text: str) -> str:
    """A report is made to be pasted in public: who its writer is does not belong in it."""
    try:
        home = str(Path.home())
    except RuntimeError:  # some systems know of none
        return text
    return text.replace(home, "~") if len(home) > 1 else text
