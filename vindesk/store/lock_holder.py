"""Which program holds the cache file, in words."""

import re
from pathlib import Path

from vindesk.domain.words import say

_HOLDER = re.compile(
    r"(?:held|open) in\s+(?:(?P<program>\S.*?) \()?PID (?P<process>\d+)", re.DOTALL
)
_PROCESSES = Path("/proc")


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
