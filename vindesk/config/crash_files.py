"""What is kept of faults in native code: what the files are called, and which of them may go."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from vindesk.domain.backups import AHEAD

KEPT: Final = 5
_STAMP: Final = "%Y%m%d-%H%M%S"
_NAME: Final = re.compile(r"native-crash-(\d{8}-\d{6})\.log")


def name_at(moment: datetime) -> str:
    """The name of the file of a fault; ``moment`` is UTC."""
    return f"native-crash-{moment:{_STAMP}}.log"


def outdated(files: Iterable[Path], now: datetime) -> Sequence[Path]:
    """Those of ``files`` that are ours and may go, the one that counts least first.

    A date to come was written by a clock that was wrong, and counts less than any other.
    """
    latest = format(now + AHEAD, _STAMP)
    named = ((_NAME.fullmatch(file.name), file) for file in files)
    ours = sorted((name[1] <= latest, name[1], file) for name, file in named if name)
    return [file for _is_past, _stamp, file in ours[: max(len(ours) - KEPT, 0)]]
