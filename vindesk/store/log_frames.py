"""The log of DuckDB as a chain of entries: whether it leads as far as it once did.

An entry whose length is damaged looks to DuckDB like the end of a log that was being written
when the power went: it stops there without a word.
"""

import mmap
import struct
from pathlib import Path
from typing import Final

_BEGINNING: Final = b"\x64\x00\x62\x65\x00"
"""The first entry tells the version of the log."""

_IDENTITY: Final = b"\x66\x00\x10"
_IDENTITY_LENGTH: Final = 16
"""Numbers, each in one byte or two: the highest bit says that another byte follows."""

_GOES_ON: Final = 0x80
_ITERATION: Final = b"\x67\x00"
_END: Final = b"\xff\xff"
_ENTRY: Final = struct.Struct("<QQ")
"""How long an entry is, and its checksum, which DuckDB looks at itself."""

_LONGEST_START: Final = 64


def begins_well(log: Path) -> bool:
    """Whether DuckDB would take ``log`` for one; what it does not, it passes over."""
    with log.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


def leads_to(log: Path, place: int) -> bool:
    """Whether an entry of ``log`` ends at ``place``; true also where nobody can tell."""
    if not place:
        return True
    with log.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = _first_entry(content)
        if at is None:
            return True
        while at < place and at + _ENTRY.size <= len(content):
            length, _checksum = _ENTRY.unpack_from(content, at)
            at += _ENTRY.size + length
        return at == place


def _first_entry(content: mmap.mmap) -> int | None:
    """Where the entries begin; None for a version of the log that is not known here."""
    start = content[:_LONGEST_START]
    identity = start.find(_IDENTITY)
    if identity < 0:
        return None
    at = identity + len(_IDENTITY)
    for _ in range(_IDENTITY_LENGTH):
        while at < len(start) and start[at] & _GOES_ON:
            at += 1
        at += 1
    if start[at : at + len(_ITERATION)] != _ITERATION:
        return None
    end = start.find(_END, at + len(_ITERATION))
    return None if end < 0 else end + len(_END)
