"""The care of the cache: backups, restoring one, cleaning; and what is due by itself."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.backups import Backup, Keep, Why, made_on_day_of
from vindesk.domain.cleaning import Cleaned, Item
from vindesk.domain.monitor import Monitor
from vindesk.services.cleaning import Cleaner, Limits, sweep
from vindesk.store.backups import Backups
from vindesk.store.cache_copy import present_fingerprint
from vindesk.store.engine import EngineLimits
from vindesk.store.fingerprint import Fingerprint
from vindesk.store.lived_time import LivedTime
from vindesk.store.opening import Opened
from vindesk.store.replacing import restore

log = logging.getLogger(__name__)


class DoneByItself(Struct, frozen=True):
    """What was due; None: it was not."""

    backup: Backup | None = None
    cleaned: Cleaned | None = None


class Care:
    """Backs up, restores and cleans, from any thread, but one of these at a time."""

    def __init__(
        self,
        opened: Opened,
        backups: Backups,
        cleaner: Cleaner,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = opened.database
        self._backups = backups
        self._settings = settings
        self._clock = clock
        self._lived = LivedTime(opened.database, clock)
        self.cleaner = cleaner
        self.remark = opened.remark
        """What was found missing when the cache was opened, in words."""

        self.notice = opened.notice
        """What else there is to say of where the cache is."""

    def use(self, settings: Settings) -> None:
        """Do as ``settings`` say from now on."""
        self._settings = settings
        limits = engine_limits(settings, self.cleaner.paths)
        self._database.use(limits)
        self._backups.limits = limits
        self.cleaner.limits = limits_of(settings)
        self._backups.folder = self.cleaner.paths.with_backups(settings.backup_folder).backups

    def backups(self) -> Sequence[Backup]:
        """All there are, the newest first."""
        return self._backups.all()

    def back_up(self, monitor: Monitor, why: Why = Why.BY_HAND) -> Backup:
        """Make a backup, and read it back.

        Raises:
            BackupFailed, CacheError: nothing was written.
            Cancelled: as before.

        """
        return self._backups.make(self._database, why, monitor)

    def restore(self, backup: Backup, monitor: Monitor) -> Path:
        """Put ``backup`` in the place of the cache; where the present one is now.

        Raises:
            RestoreFailed, BackupFailed, CacheError: nothing was changed.
            Cancelled: as before.

        """
        return restore(self._database, self._backups, backup, self._clock, monitor)

    def named(self, name: str) -> Backup:
        """The backup of that file name, or the ``LATEST``.

        Raises:
            RestoreFailed: there is none.

        """
        return self._backups.named(name)

    def do_what_is_due(self, monitor: Monitor) -> DoneByItself:
        """Once a day: a backup if something changed, and cleaning once there is one.

        What cleaning forgets is in a backup then, and no jump of the clock makes it old.

        Raises:
            BackupFailed, CacheError, Cancelled: as ``back_up``.

        """
        if not self._settings.automatic_backups:
            return DoneByItself()
        there = self.backups()
        if made_on_day_of(there, self._clock()) or not self._has_changed(there, monitor):
            return DoneByItself()
        backup = self.back_up(monitor, Why.DAILY)
        if not self._settings.automatic_cleaning:
            return DoneByItself(backup)
        sweep(self.cleaner.paths, self._backups.folder)
        now = self._lived.advance()
        return DoneByItself(backup, self.clean(self.cleaner.preview(now), monitor))

    def clean(self, items: Sequence[Item], monitor: Monitor) -> Cleaned:
        return self.cleaner.clean(items, monitor)

    def _has_changed(self, there: Sequence[Backup], monitor: Monitor) -> bool:
        """Whether the cache holds something that no backup holds."""
        now = _of_the_user(present_fingerprint(self._database, monitor))
        if not any(count for count, _hash in now.values()):
            return False
        return all(_of_the_user(self._backups.tables_of(each) or {}) != now for each in there)


def _of_the_user(tables: Fingerprint) -> Fingerprint:
    """Without what the program notes for itself."""
    return {name: table for name, table in tables.items() if name != "meta"}


def care_of(
    opened: Opened,
    backups: Backups,
    settings: Settings,
    paths: Paths,
    clock: Callable[[], datetime],
) -> Care:
    """The care that ``settings`` ask for."""
    cleaner = Cleaner(opened.database, backups, paths, limits_of(settings), clock)
    return Care(opened, backups, cleaner, settings, clock)


def engine_limits(settings: Settings, paths: Paths) -> EngineLimits:
    """What an engine may take of the machine."""
    return EngineLimits(settings.memory_limit_mb, settings.engine_threads, paths.temporary)


def limits_of(settings: Settings) -> Limits:
    """What cleaning leaves."""
    return Limits(
        keep=Keep(settings.daily_backups, settings.weekly_backups, settings.safety_backups),
        log_files=settings.log_files,
        removed=timedelta(days=settings.removed_days),
        no_data=timedelta(days=settings.forget_no_data_days),
        compact_percent=settings.compact_percent,
        compact_bytes=settings.compact_mb * 1024 * 1024,
    )
