"""Putting another file in the place of the cache: a backup, or the cache itself made smaller."""

import logging
import os
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from vindesk.domain.backups import Backup, Why
from vindesk.domain.errors import (
    BackupFailed,
    CacheDamaged,
    CacheError,
    RestoreFailed,
    UserError,
)
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.words import say
from vindesk.store.backup_names import stamp
from vindesk.store.backups import Backups
from vindesk.store.cache_copy import copy_whole, read_back
from vindesk.store.cache_words import CacheWords
from vindesk.store.database import Database, cache_in_use
from vindesk.store.drafts import draft_of
from vindesk.store.engine import Cursor, Engine, EngineLimits, rows, translated, working_on
from vindesk.store.faults import Fault, fault_of
from vindesk.store.file_copy import copy_file, is_of, unreadable
from vindesk.store.log_mark import log_of
from vindesk.store.migrate import CURRENT, migrate, refuse_newer, version_of
from vindesk.store.schema import SEQUENCES

log = logging.getLogger(__name__)

_BYTES_OF_INDEX: Final = 60
"""For each VIN; measured."""

_ON_THE_WAY_MB: Final = 96
_GIVEN_MEANWHILE: Final = 10_000
"""More numbers than a cache gives away while a backup is made ready; no list is read then."""

_LAST_NUMBERS: Final = """
    SELECT sequence_name, coalesce(last_value, 0) FROM duckdb_sequences()
    WHERE database_name = current_database()"""


class Room(Struct, frozen=True):
    """The room that the cache file takes, in bytes, and how much of it is free."""

    bytes: int
    free: int


def restore(
    database: Database,
    backups: Backups,
    backup: Backup,
    clock: Callable[[], datetime],
    monitor: Monitor = UNWATCHED,
) -> Path:
    """Put ``backup`` in the place of the cache, which is kept; where, is told.

    No number that the present cache has given is given once more: what somebody chose of it
    before is, in the backup, the same vehicle or none.

    Raises:
        RestoreFailed: the backup is damaged, or could not be copied; nothing was changed.
        BackupFailed: the present cache could not be kept; nothing was changed.
        CacheError: the cache is in use, or the backup of no use; nothing was changed.
        DiskFull: there is no room to bring the backup up to date; nothing was changed.
        Cancelled: nothing was changed.

    """
    try:
        with ExitStack() as swap:
            with draft_of(database.path) as draft:
                with database.cursor(monitor) as cursor:
                    given = _last_numbers(cursor)
                ready(backups, backup, draft, database.limits, clock)
                _go_on_after(draft, given, database.limits)
                monitor.raise_if_cancelled()
                swap.enter_context(database.offline())  # it ends after the draft is in place
                kept = _keep(database, backups, clock)
                swap.enter_context(_put_back_on_failure(database.path, kept))
            log.info("The backup %s was restored", backup.name)
    except OSError as error:
        raise _failed(backup, error) from error
    return kept


def ready(
    backups: Backups,
    backup: Backup,
    draft: Path,
    limits: EngineLimits,
    clock: Callable[[], datetime],
) -> None:
    """Copy ``backup`` to ``draft``, check it, and bring it to the present version.

    Raises:
        RestoreFailed: it is damaged, or cannot be read.
        BackupFailed: it could not be opened for want of room or memory.
        CacheNewer: it was written by a newer vindesk.
        CacheError, DiskFull: it could not be brought to the present version.
        OSError: ``draft`` could not be written.

    """
    with unreadable(backup.path, lambda error: _failed(backup, error)):
        copy_file(backup.path, draft)
    backups.check(backup, draft)

    def told(fault: Fault, message: str) -> UserError | None:
        place = draft.parent if fault is Fault.DISK_FULL else backup.path
        return CacheWords(place, limits.memory_mb).on_opening(fault, message)

    with translated(told):
        engine = Engine.start(draft, limits)
        try:
            version = version_of(engine, backup.path)
            refuse_newer(version, CURRENT, backup.path)
            if version < CURRENT.version:
                migrate(engine, version, CURRENT, clock)
                with engine.cursor() as cursor:
                    cursor.execute("CHECKPOINT")
        finally:
            engine.close()
    with draft.open("rb+") as file:
        os.fsync(file.fileno())


def compact(database: Database, monitor: Monitor = UNWATCHED) -> int:
    """Write the cache anew, without what is free in it; how many bytes that gave back.

    Reads and writes go on while it is written; where something was written meanwhile, it is
    all thrown away.

    Raises:
        BackupFailed: there is no room for a second file; nothing was changed.
        CacheError: the cache is in use; nothing was changed.
        Cancelled: nothing was changed.

    """
    database.checkpoint()
    before = database.path.stat().st_size
    with ExitStack() as swap, draft_of(database.path) as draft:
        since = database.changes
        seen = copy_whole(database, draft, monitor)
        if read_back(draft, database.limits)[0] != seen:
            raise CacheError(
                say("The cache could not be rewritten. Nothing was changed."),
                advice=say("Check the disk."),
            )
        monitor.raise_if_cancelled()
        swap.enter_context(database.offline(unless_changed_since=since, interrupting=False))
        if database.log_path.exists():
            raise cache_in_use()
    freed = before - database.path.stat().st_size
    log.info("The cache was compacted: %d bytes less", freed)
    return freed


def room_of(database: Database) -> Room:
    with database.cursor() as cursor:
        query = """
            SELECT block_size * total_blocks, block_size * free_blocks FROM pragma_database_size()
            WHERE database_name = current_database()"""
        ((total, free),) = cursor.execute(query).fetchall()
    return Room(int(total), int(free))


def may_compact(database: Database) -> bool:
    """Whether the memory holds what it takes: the index of all VINs, and rows on their way."""
    query = "SELECT estimated_size FROM duckdb_tables() WHERE table_name = 'vehicle'"
    with database.cursor() as cursor:
        ((rows,),) = cursor.execute(query).fetchall()
    needed = _ON_THE_WAY_MB + int(rows) * _BYTES_OF_INDEX // (1024 * 1024)
    return needed <= database.memory_mb


def set_aside(path: Path, clock: Callable[[], datetime], *, only_log: bool = False) -> Path:
    """Rename a cache and its log, so that they are kept under a date; the new name.

    The log goes first: it must never lie beside a file that it does not belong to.

    Raises:
        OSError: it could not be renamed.

    """
    moment = stamp(clock())
    number, target = 1, path.with_name(f"{path.stem}-damaged-{moment}{path.suffix}")
    while target.exists() or log_of(target).exists():
        number += 1
        target = path.with_name(f"{path.stem}-damaged-{moment}-{number}{path.suffix}")
    for file, place in ((log_of(path), log_of(target)), (path, target)):
        if file.exists() and not (only_log and file == path):
            file.rename(place)
    log.warning("Set aside as %s", target.name)
    return target


def _keep(database: Database, backups: Backups, clock: Callable[[], datetime]) -> Path:
    """The present cache as a backup; set aside as it is where it has a log, or cannot be read."""
    if not database.log_path.exists():
        try:
            return backups.keep_file(database.path, Why.BEFORE_RESTORE).path
        except BackupFailed as error:
            if not isinstance(error.__cause__, CacheDamaged):
                raise
    return set_aside(database.path, clock)


@contextmanager
def _put_back_on_failure(path: Path, kept: Path) -> Generator[None, None, None]:
    """Where nothing took its place, a cache that was set aside goes back to it."""
    try:
        yield
    except BaseException:
        if not path.exists():
            for file, place in ((log_of(kept), log_of(path)), (kept, path)):
                with suppress(OSError):  # it stays where it is, and is named in the log
                    file.rename(place)
        raise


def _last_numbers(cursor: Cursor) -> Mapping[str, int]:
    """What each sequence has given last."""
    return dict(rows(cursor.execute(_LAST_NUMBERS)))


def _go_on_after(draft: Path, given: Mapping[str, int], limits: EngineLimits) -> None:
    """Have the sequences of ``draft`` give away the numbers that were ``given`` elsewhere."""
    words = CacheWords(draft.parent, limits.memory_mb)
    with (
        translated(words.on_opening),
        working_on(draft, limits) as engine,
        engine.transaction() as cursor,
    ):
        before = _last_numbers(cursor)
        for sequence in SEQUENCES & given.keys():
            missing = given[sequence] + _GIVEN_MEANWHILE - before[sequence]
            query = f"SELECT count(nextval('{sequence}')) FROM range(?)"  # noqa: S608 - a name of ours
            cursor.execute(query, [max(0, missing)])


def _failed(backup: Backup, error: OSError) -> RestoreFailed:
    if fault_of(error) is Fault.DISK_FULL:
        return RestoreFailed(
            say(
                "There is no room left for the content of {name}. The cache is as it was.",
                name=backup.name,
            ),
            advice=say("Free some space and try again."),
        )
    if is_of(backup.path, error):
        advice = say("Choose another backup.")
    else:
        advice = say("Check that the folder of the cache may be written.")
    return RestoreFailed(
        say(
            "{name}: {why}. The cache is as it was.", name=backup.name, why=error.strerror or error
        ),
        advice=advice,
    )
