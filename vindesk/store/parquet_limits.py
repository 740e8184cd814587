"""Parquet files that would take more to be found one's way in than anybody has."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vindesk.domain.errors import FileTooLarge
from vindesk.domain.words import grouped, say
from vindesk.store.parquet_files import ParquetFiles

_SHARE: Final = 8
_ALWAYS_MB: Final = 48
"""DuckDB keeps footers in memory, beside its limit: 10 to 18 times as much as they are long.

An export of ten million vehicles with all fields has 15 MB, 36 MB where little memory may be
used.
"""

_MOST_GROUPS: Final = 50_000
"""In one file. A page of 100 rows takes DuckDB 0.3 s of a processor where there are 20,000,
1.9 s with 50,000, 7 s with 100,000, 30 s with 200,000.
"""

_TAIL: Final = 8
_MARKS: Final = (b"PAR1", b"PARE")
_MB: Final = 1_000_000


def refuse_long_footers(files: ParquetFiles, memory_mb: int) -> None:
    """Raise ``FileTooLarge`` where the footers alone need more than ``memory_mb`` allow.

    What only claims to be so long is left to whoever reads it.

    Raises:
        OSError: a file could not be read.

    """
    length_mb = sum(map(_footer_bytes, files.paths)) // _MB
    if length_mb > max(memory_mb // _SHARE, _ALWAYS_MB):
        raise FileTooLarge(
            say(
                "{path} cannot be shown. Its table of contents alone is {size} MB.",
                path=files.root,
                size=grouped(length_mb),
            ),
            advice=say(
                "Have it rewritten with larger row groups, or allow more memory in the preferences."
            ),
        )


def refuse_crumbs(files: ParquetFiles, groups: Sequence[int]) -> None:
    """Raise ``FileTooLarge`` where a file has so many row ``groups`` that no page is found."""
    most = max(groups)
    if most > _MOST_GROUPS:
        raise FileTooLarge(
            say(
                "{path} cannot be shown. It is cut into {count} row groups; "
                "finding a page among them would take too long.",
                path=files.root,
                count=grouped(most),
            ),
            advice=say("Have it rewritten with larger row groups."),
        )


def _footer_bytes(path: Path) -> int:
    """As the file says of itself; 0 where that cannot be."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _TAIL, 0))
        tail = file.read(_TAIL)
    length = int.from_bytes(tail[:4], "little")
    return length if tail[4:] in _MARKS and length < size else 0
