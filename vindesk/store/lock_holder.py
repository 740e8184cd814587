"""Whether a program holds the cache file, and which, in words."""

import re
import sys
from contextlib import suppress
from pathlib import Path

from vindesk.domain.words import say

_HOLDER = re.compile(
    r"(?:held|open) in\s+(?:(?P<program>\S.*?) \()?PID (?P<process>\d+)", re.DOTALL
)
_PROCESSES = Path("/proc")


def is_held(cache: Path) -> bool:
    """Whether another process has it open, as far as the system tells without DuckDB.

    A lock of DuckDB's may be lost; the one that ``hold`` has beside it is not.

    This process must not: closing the file again would drop its own lock.
    """
    if sys.platform == "win32":
        return False  # what somebody has open cannot be renamed there anyway
    import fcntl  # noqa: PLC0415 - Windows has none

    with suppress(OSError), cache.open("rb") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return True
    return False


def process_holding(cache: Path) -> str:
    """Who has a lock of ``flock`` on the file, in DuckDB's words; of an unknown one, nothing."""
    with suppress(OSError, ValueError):
        inode = cache.stat().st_ino
        for line in (_PROCESSES / "locks").read_text("ascii").splitlines():
            _number, kind, _manner, _how, process, place, *_ = line.split()
            if kind == "FLOCK" and int(place.rpartition(":")[2]) == inode:
                return f"held in PID {process}"
    return ""


def lock_holder(message: str) -> str:
    """Who holds the lock, read from DuckDB's message; at the beginning of a sentence."""
    found = _HOLDER.search(message)
    if found is None:
        return say("Another program")
    process = int(found["process"])
    program = re.split(r"[/\\]", found["program"] or "")[-1] or say("Another program")
    words = _command(process) or (program,)
    if any(_is_vindesk(word) for word in words):
        return say("Another vindesk window (process {process})", process=process)
    return say("{program} (process {process})", program=program, process=process)


def _is_vindesk(word: str) -> bool:
    path = Path(word)
    return path.stem == "vindesk" or path.parts[-2:] == ("vindesk", "__main__.py")


def _command(process: int) -> tuple[str, ...]:
    """The words of a command line, where the system tells them."""
    try:
        raw = (_PROCESSES / str(process) / "cmdline").read_bytes()
    except OSError:
        return ()
    return tuple(raw.decode("utf-8", "replace").split("\0"))
