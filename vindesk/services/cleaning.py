"""Cleaning: first a list of exactly what goes, then that, and nothing else."""

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from msgspec import Struct

from vindesk.config import crash_files
from vindesk.config.log_file import set_aside
from vindesk.config.paths import Paths
from vindesk.domain.backups import Backup, Keep
from vindesk.domain.cleaning import Cleaned, Item, Litter
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import grouped, say
from vindesk.store.backups import Backups, sweep_notes
from vindesk.store.database import Database
from vindesk.store.drafts import sweep_leftovers
from vindesk.store.expiry import Expiry
from vindesk.store.removals import Removals
from vindesk.store.replacing import compact, may_compact, room_of

log = logging.getLogger(__name__)

_SPILLED: Final = re.compile(r"duckdb_temp_(storage|block)[\w.-]*\.(tmp|block)")
"""What the engine puts into its own folder, and leaves there when it is killed."""

_OLD_S: Final = 24 * 60 * 60
_ROW_BYTES: Final = 270


class Limits(Struct, frozen=True):
    """What stays."""

    keep: Keep
    log_files: int
    removed: timedelta
    no_data: timedelta
    compact_percent: int
    compact_bytes: int


class Cleaner:
    """Touches nothing but what the program made, known by its name and place."""

    def __init__(
        self,
        database: Database,
        backups: Backups,
        paths: Paths,
        limits: Limits,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._backups = backups
        self.paths = paths
        self.limits = limits
        self._clock = clock
        self._expiry = Expiry(database)

    def preview(self, now: datetime | None = None) -> Sequence[Item]:
        """What would go now; of rows, what is too old at ``now``.

        Raises:
            CacheError: the cache could not be read.

        """
        return [*self._files(), *self._rows(now or self._clock()), *self._room()]

    def clean(self, items: Sequence[Item], monitor: Monitor) -> Cleaned:
        """Do away with ``items`` of a preview; what fails is told, and the rest goes on.

        Raises:
            Cancelled: what has gone is gone.

        """
        gone: list[Item] = []
        failures: list[str] = []
        for item in items:
            monitor.raise_if_cancelled()
            try:
                self._do_away_with(item, monitor)
            except (UserError, OSError) as error:
                told = error.sentence if isinstance(error, UserError) else error.strerror or error
                failures.append(f"{item.words}: {told}")
                log.info("Not cleaned: %s: %s", item.words, told)
            else:
                gone.append(item)
        done = Cleaned(gone, failures)
        log.info("Cleaned %d things, %d bytes", len(gone), done.bytes)
        return done

    # -- what there is -------------------------------------------------------

    def _files(self) -> Iterator[Item]:
        for backup in self._backups.outdated(self.limits.keep):
            yield Item(Litter.BACKUP, backup.name, backup.bytes, backup.path)
        for path in self._old_logs():
            yield Item(Litter.LOG, path.name, _size(path), path)
        for path in self._spilled():
            yield Item(Litter.TEMPORARY, path.name, _size(path), path)

    def _old_logs(self) -> Iterator[Path]:
        files = _files_in(self.paths.logs)
        old = set_aside((path for path in files if path.suffix == ".log"), "vindesk")
        yield from old[: max(len(old) - self.limits.log_files + 1, 0)]
        yield from crash_files.outdated(files, self._clock())

    def _spilled(self) -> Iterator[Path]:
        """What an engine that is gone left; one that runs has touched its files today."""
        for path in _files_in(self.paths.temporary):
            if _SPILLED.fullmatch(path.name) and _age_s(path) > _OLD_S:
                yield path

    def _rows(self, now: datetime) -> Iterator[Item]:
        before = now - self.limits.removed
        removed = self._expiry.count_removed(before)
        if removed:
            words = say(
                "{removed} removed more than {days} days ago",
                removed=grouped(removed),
                days=self.limits.removed.days,
            )
            size = removed * _ROW_BYTES
            yield Item(Litter.REMOVED, words, size, count=removed, before=before)
        before = now - self.limits.no_data
        stale = self._expiry.count_no_data(before)
        if stale:
            words = say(
                "{stale} older than {days} days",
                stale=grouped(stale),
                days=self.limits.no_data.days,
            )
            size = stale * _ROW_BYTES
            yield Item(Litter.NO_DATA, words, size, count=stale, before=before)

    def _room(self) -> Iterator[Item]:
        room = room_of(self._database)
        if not may_compact(self._database):
            return
        enough = room.free >= self.limits.compact_bytes
        if enough and room.free * 100 >= self.limits.compact_percent * room.bytes:
            yield Item(
                Litter.ROOM,
                say("{n} % of its file", n=room.free * 100 // room.bytes),
                room.free,
            )

    # -- doing it ------------------------------------------------------------

    def _do_away_with(self, item: Item, monitor: Monitor) -> None:
        if item.before is not None:
            self._forget(item.litter, item.before)
        elif item.litter is Litter.ROOM:
            compact(self._database, monitor)
        elif item.litter is Litter.BACKUP:
            self._backups.delete(self._outdated(item))
        elif item.path is not None:
            item.path.unlink(missing_ok=True)

    def _forget(self, kind: Litter, before: datetime) -> None:
        """Delete rows for good; what has become old since it was listed stays."""
        if kind is Litter.REMOVED:
            Removals(self._database, self._clock).purge(before)
        else:
            self._expiry.forget_no_data(before)

    def _outdated(self, item: Item) -> Backup:
        """The backup of ``item``, if it may still go.

        Raises:
            OSError: it may not, or is gone.

        """
        for backup in self._backups.outdated(self.limits.keep):
            if backup.path == item.path:
                return backup
        raise FileNotFoundError(say("{name} is not an old backup any more", name=item.words))


def sweep(paths: Paths, backups: Path) -> None:
    """Delete the drafts that dead processes left in our folders, and notes of no backup.

    Only once the cache is known to be nobody else's: another process may be writing a backup.
    """
    sweep_drafts(paths, backups)
    sweep_notes(backups)


def sweep_drafts(paths: Paths, backups: Path) -> None:
    """As ``sweep``, without the notes, which are written before their backups."""
    for folder in (paths.data, paths.temporary, backups):
        sweep_leftovers(folder)


def _files_in(folder: Path) -> Sequence[Path]:
    try:
        return [path for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    except OSError:
        return ()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0
