"""A clock that stands still while others have the cores.

Other tests run at the same time, and other machines on the same hardware; neither is the
program's doing.
"""

import os
import time
from pathlib import Path
from typing import Final

_SCHEDULED: Final = Path("/proc/thread-self/schedstat")
_MACHINE: Final = Path("/proc/stat")
_TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")


def now_s() -> float:
    """The difference of two, taken on one thread, is how long what stands between them took."""
    return time.perf_counter() - _kept_waiting_s()


def _kept_waiting_s() -> float:
    """How long this thread has waited for a core so far; zero where the kernel does not say."""
    try:
        queued_ns = int(_SCHEDULED.read_bytes().split()[1])
        with _MACHINE.open("rb") as lines:
            stolen = int(lines.readline().split()[8])
    except OSError:
        return 0.0
    return queued_ns / 1e9 + stolen / _TICKS_A_SECOND
