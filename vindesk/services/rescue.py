"""When the cache cannot be opened: put the newest good backup in its place, or begin anew."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from vindesk.domain.backups import Backup
from vindesk.domain.errors import (
    BackupFailed,
    CacheDamaged,
    CacheNewer,
    CacheUnwritable,
    RestoreFailed,
)
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.store.backups import Backups
from vindesk.store.cache_words import CacheWords
from vindesk.store.drafts import draft_of
from vindesk.store.engine import EngineLimits, translated
from vindesk.store.log_mark import forget_mark, log_of
from vindesk.store.migrate import CURRENT, write_empty
from vindesk.store.replacing import ready, set_aside


class Rescued(Struct, frozen=True):
    """What is in the place of the cache now, and where the damaged file is."""

    backup: Backup | None
    """None: the cache is empty."""

    aside: Path | None
    passed_over: tuple[str, ...] = ()
    """Newer backups that were damaged themselves, or written by a newer vindesk."""


class Rescue:
    """Nobody must have the cache open meanwhile."""

    def __init__(
        self, cache: Path, backups: Backups, limits: EngineLimits, clock: Callable[[], datetime]
    ) -> None:
        self._cache = cache
        self._backups = backups
        self._limits = limits
        self._clock = clock

    def offers(self) -> Backup | None:
        """The newest backup; whether it is good, restoring tells."""
        return next(iter(self._backups.all()), None)

    def named(self, name: str) -> Backup:
        """As ``Backups.named``."""
        return self._backups.named(name)

    def restore(self, monitor: Monitor, wanted: Backup | None = None) -> Rescued:
        """Set the damaged file aside, and put the newest good backup in its place.

        Raises:
            RestoreFailed: there is no good one; nothing was changed.
            BackupFailed: none was found to be good, and one could not be read for want of room
                or memory; nothing was changed.
            CacheUnwritable, DiskFull: a file could not be written; none was lost.

        """
        passed_over: list[str] = []
        hindered: BackupFailed | None = None
        for backup in [wanted] if wanted else self._backups.all():
            monitor.raise_if_cancelled()
            try:
                return Rescued(backup, self._put(backup), tuple(passed_over))
            except (RestoreFailed, CacheNewer, CacheDamaged, BackupFailed) as error:
                if wanted:
                    raise
                if isinstance(error, BackupFailed):
                    hindered = error
                passed_over.append(backup.name)
            except OSError as error:
                raise self._unwritable(error) from error
        raise hindered or RestoreFailed(
            say("No readable backup was found. Nothing was changed."),
            advice=say("Start with an empty cache; the damaged file is kept."),
        )

    def start_empty(self) -> Rescued:
        """Set the damaged file aside once there is an empty cache to take its place.

        Raises:
            CacheUnwritable, DiskFull: a file could not be written; none was lost.

        """
        words = CacheWords(self._cache, self._limits.memory_mb)
        try:
            self._make_folder()
            with draft_of(self._cache) as draft:
                with translated(words.on_opening):
                    write_empty(draft, self._limits, CURRENT, self._clock)
                aside = self._set_aside()
        except OSError as error:
            raise self._unwritable(error) from error
        return Rescued(None, aside)

    def _make_folder(self) -> None:
        """It may be gone with its disk, and the backups be on another."""
        self._cache.parent.mkdir(parents=True, exist_ok=True)

    def _put(self, backup: Backup) -> Path | None:
        self._make_folder()
        with draft_of(self._cache) as draft:
            ready(self._backups, backup, draft, self._limits, self._clock)
            return self._set_aside()

    def _set_aside(self) -> Path | None:
        there = (self._cache, log_of(self._cache))
        aside = set_aside(self._cache, self._clock) if any(map(Path.exists, there)) else None
        forget_mark(self._cache)
        return aside

    def _unwritable(self, error: OSError) -> CacheUnwritable:
        return CacheUnwritable(
            say(
                "{parent}: {why}. No file was deleted.",
                parent=self._cache.parent,
                why=error.strerror or error,
            ),
            advice=say("Check that the folder may be written and has room."),
        )
