"""What cleaning would do away with: told before it is done."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from vindesk.domain.words import phrase


class Litter(StrEnum):
    """What there is to be cleaned."""

    BACKUP = phrase("Old backup")
    LOG = phrase("Old log")
    TEMPORARY = phrase("Temporary file")
    REMOVED = phrase("Removed vehicles")
    NO_DATA = phrase("Answers without data")
    ROOM = phrase("Free room in the cache")


class Item(Struct, frozen=True):
    """One file, or all rows of a kind."""

    litter: Litter
    words: str
    bytes: int
    """What it frees; of rows an estimate, and free only once the cache is made smaller."""

    path: Path | None = None
    count: int = 0
    """Of rows."""

    before: datetime | None = None
    """UTC; of rows: the older ones, and no others."""


class Cleaned(Struct, frozen=True):
    """What was done away with, and what could not be, in words."""

    items: Sequence[Item]
    failures: Sequence[str] = ()

    @property
    def bytes(self) -> int:
        return sum(item.bytes for item in self.items)
