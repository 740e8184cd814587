"""An import: a list of VINs that stays, and the work of decoding it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from vindesk.domain.vehicle import Quality, SourceChoice
from vindesk.domain.words import phrase

NO_VIN: Final = phrase("There is no VIN.")
"""Why a row is refused that holds something, but nothing in place of its VIN."""


class ImportState(StrEnum):
    """How far an import is."""

    READING = "reading"
    """Its file is not wholly in the cache yet; it is read again from the start."""

    WAITING = "waiting"
    """It is ready to go on."""

    PAUSED = "paused"
    """As ``WAITING``, but somebody wanted it to rest."""

    DONE = "done"
    CANCELLED = "cancelled"
    """Given up; what had been answered is kept."""

    @property
    def is_open(self) -> bool:
        """Whether there is work left that may go on."""
        return self in {ImportState.READING, ImportState.WAITING, ImportState.PAUSED}


class Cached(StrEnum):
    """What to do with a vehicle that is in the cache already."""

    KEEP = "keep"
    REFRESH_OLDER = "older"
    REFRESH_ALL = "all"


class Columns(Struct, frozen=True):
    """Which of a table's columns are what, by their places from 0."""

    vin: int
    year: int | None = None
    own: tuple[int, ...] = ()
    """The user's own, that are kept beside the VIN."""

    own_names: tuple[str, ...] = ()


class ImportPlan(Struct, frozen=True):
    """What was asked for."""

    name: str
    columns: Columns
    source: SourceChoice
    cached: Cached = Cached.KEEP
    older_than: datetime | None = None
    """UTC; with ``REFRESH_OLDER``."""

    path: str = ""
    """The file it is read from; empty for a text."""

    stamp: str = ""
    """Tells whether the file is still the one that it was."""

    sheet: str | None = None
    has_header: bool | None = None
    repairs: Mapping[str, str] = field(default_factory=dict[str, str])
    """From what is written to the VIN that is taken instead; it may have to be read again."""


class ImportRecord(Struct, frozen=True):
    """An import as it stands in the cache; numbers count rows of the input."""

    id: int
    plan: ImportPlan
    state: ImportState
    added_at: datetime
    items: int
    """All rows that hold anything."""

    position: int
    """Of these, so many have been dealt with."""

    answered: int
    """So many answers came from its source."""

    @property
    def reached(self) -> int:
        """At least so many rows have been dealt with: answers also come past the position."""
        return min(max(self.position, self.answered), self.items)

    @property
    def progress(self) -> float:
        return self.reached / self.items if self.items else 1.0


class ImportReport(Struct, frozen=True):
    """What came of an import so far."""

    record: ImportRecord
    vins: int
    """Different VINs."""

    kept: int
    """Of those that were dealt with, so many were in the cache and stayed as they were."""

    duplicates: int
    rejected: int
    failed: int
    by_quality: Mapping[Quality, int] = field(default_factory=dict[Quality, int])


class Rejected(Struct, frozen=True):
    """A row whose text is no VIN; it may be empty."""

    row: int
    written: str
    reason: str
    own: tuple[str | None, ...] = ()
    """Of the user's own columns, as many as were asked for."""


class Failed(Struct, frozen=True):
    """A VIN that got no answer."""

    vin: str
    reason: str
