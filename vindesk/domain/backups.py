"""Backups of the cache: what each is, and which of them are no longer needed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from msgspec import Struct

from vindesk.domain.words import phrase

AHEAD: Final = timedelta(days=1)
"""A backup that is dated later than this from now was made by a clock that was wrong."""

LATEST: Final = "latest"
"""What a person may say instead of the name of the newest backup."""


class Why(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    BY_HAND = "by-hand"
    BEFORE_RESTORE = "restore"
    BEFORE_MIGRATION = "version"


WHY_WORDS: Final[Mapping[Why, str]] = {
    Why.DAILY: phrase("Daily"),
    Why.BY_HAND: phrase("By hand"),
    Why.BEFORE_RESTORE: phrase("Before a restore"),
    Why.BEFORE_MIGRATION: phrase("Before a new format"),
}


class Backup(Struct, frozen=True):
    """A backup in our folder."""

    path: Path
    made_at: datetime
    """UTC, by the clock of that moment."""

    why: Why
    bytes: int
    vehicles: int | None = None
    """None: nobody noted how many there are in it."""

    @property
    def name(self) -> str:
        return self.path.name


class Keep(Struct, frozen=True):
    """How many backups of each kind stay; those made by hand always do."""

    daily: int = 7
    weekly: int = 4
    safety: int = 3
    """Of those made before a restore or a migration."""


def newest_first(backups: Iterable[Backup], now: datetime) -> Sequence[Backup]:
    """In the order in which they were made, as far as it is known.

    A date to come, of a clock that was wrong, says nothing: it is not the newest.
    """

    def age(backup: Backup) -> tuple[bool, datetime, str]:
        return backup.made_at <= now + AHEAD, backup.made_at, backup.name

    return sorted(backups, key=age, reverse=True)


def outdated(backups: Iterable[Backup], keep: Keep, now: datetime) -> Sequence[Backup]:
    """Those that may go, the oldest first; the newest of all is never among them.

    What bears a date to come, after a clock that was wrong, is counted by itself: it takes
    no place of a backup with a true date, and none takes its place.
    """
    ordered = newest_first(backups, now)
    kept = set(ordered[:1])
    past = [each for each in ordered if each.made_at <= now + AHEAD]
    for group in (past, [each for each in ordered if each not in past]):
        daily = [each for each in group if each.why is Why.DAILY]
        kept.update(daily[: keep.daily], _newest_of_weeks(daily[keep.daily :], keep.weekly))
        safety = [e for e in group if e.why in {Why.BEFORE_RESTORE, Why.BEFORE_MIGRATION}]
        kept.update(safety[: keep.safety], group[:1])
    kept.update(each for each in ordered if each.why is Why.BY_HAND)
    return [each for each in reversed(ordered) if each not in kept]


def made_on_day_of(backups: Iterable[Backup], now: datetime) -> bool:
    """Whether there is a daily backup of the day of ``now``."""
    return any(each.why is Why.DAILY and each.made_at.date() == now.date() for each in backups)


def _newest_of_weeks(backups: Sequence[Backup], weeks: int) -> Sequence[Backup]:
    newest: dict[tuple[int, int], Backup] = {}
    for each in backups:
        year, week, _day = each.made_at.isocalendar()
        newest.setdefault((year, week), each)
    return list(newest.values())[:weeks]
