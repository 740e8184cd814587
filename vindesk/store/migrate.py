"""Bringing a cache file to the version that this program knows."""

import filecmp
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from vindesk.domain.backups import Why
from vindesk.domain.errors import BackupFailed, CacheDamaged, CacheNewer
from vindesk.domain.words import say
from vindesk.store.backup_names import backup_name
from vindesk.store.backup_notes import write_note
from vindesk.store.copy_reading import content_of, copy_words
from vindesk.store.drafts import draft_of
from vindesk.store.engine import (
    Cursor,
    Engine,
    EngineLimits,
    translated,
    unless_missing,
    working_on,
)
from vindesk.store.file_copy import copy_file
from vindesk.store.fingerprint import Fingerprint
from vindesk.store.moments import to_cache
from vindesk.store.schema import CREATION, IMPORTS, SCHEMA_VERSION

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Schema(Struct, frozen=True):
    """A version, how it is created, and what leads to each version from the one before."""

    version: int
    creation: Sequence[str]
    migrations: Mapping[int, Sequence[str]]


MIGRATIONS: Final[Mapping[int, Sequence[str]]] = MappingProxyType({2: IMPORTS})
"""By the version they lead to. A version that has been released is never changed."""

CURRENT: Final = Schema(SCHEMA_VERSION, CREATION, MIGRATIONS)


def version_of(engine: Engine, path: Path) -> int:
    """The version of the cache; 0 if the file is new.

    Raises:
        CacheDamaged: it is a DuckDB file, but no cache of ours.

    """
    found = None
    with engine.cursor() as cursor:
        with unless_missing():
            query = "SELECT TRY_CAST(value AS INTEGER) FROM meta WHERE key = 'schema_version'"
            found = cursor.execute(query).fetchone()
        # To list the tables takes DuckDB 17 ms, which no other start needs.
        if found is None and not cursor.execute("SELECT 1 FROM duckdb_tables()").fetchall():
            return 0
    if found is None or found[0] is None:
        raise CacheDamaged(
            say(
                "{path} is a DuckDB file, but not a cache of vindesk. It was left as it is.",
                path=path,
            ),
            advice=say("Move it elsewhere, or choose another data folder."),
        )
    return int(found[0])


def refuse_newer(version: int, schema: Schema, path: Path) -> None:
    """Never migrate by hope.

    Raises:
        CacheNewer: always, if ``version`` is not known.

    """
    if version > schema.version:
        raise CacheNewer(
            say(
                "{path} has version {version}, and this vindesk knows versions up to "
                "{newest}. It was left as it is.",
                path=path,
                version=version,
                newest=schema.version,
            ),
            advice=say("Install the newest vindesk."),
        )


def make(path: Path, limits: EngineLimits, schema: Schema, clock: Clock) -> None:
    """Make a new cache file, whole or not at all: a part of one would pass for damage.

    Raises:
        OSError: it could not be put in its place.

    """
    with draft_of(path) as draft:
        write_empty(draft, limits, schema, clock)


def write_empty(draft: Path, limits: EngineLimits, schema: Schema, clock: Clock) -> None:
    """For whoever has more to do before the file takes its place."""
    with working_on(draft, limits) as engine:
        create(engine, schema, clock)


def create(engine: Engine, schema: Schema, clock: Clock) -> None:
    """Make all tables, or none."""
    with engine.transaction() as cursor:
        for statement in schema.creation:
            cursor.execute(statement)
        _note(cursor, "schema_version", str(schema.version))
        _note(cursor, "created_at", _text(clock()))


def migrate(engine: Engine, version: int, schema: Schema, clock: Clock) -> None:
    """Take all steps from ``version`` in one transaction: a crash leaves the old version."""
    with engine.transaction() as cursor:
        for step in range(version + 1, schema.version + 1):
            for statement in schema.migrations[step]:
                cursor.execute(statement)
        _note(cursor, "schema_version", str(schema.version))
        _note(cursor, "migrated_at", _text(clock()))
    log.info("The cache was brought from version %d to %d", version, schema.version)


def back_up(path: Path, folder: Path, version: int, limits: EngineLimits, clock: Clock) -> Path:
    """Copy the closed cache file into ``folder`` and read the copy back.

    Raises:
        OSError: the file could not be read, or the copy not be written.
        BackupFailed: the copy is not what the file is, or there is no room or memory to read it.
        duckdb.Error: the copy is what the file is, and that cannot be read.

    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / backup_name(Why.BEFORE_MIGRATION, clock(), version)
    with draft_of(target) as draft:
        copy_file(path, draft)
        tables, vehicles = _verified(path, draft, limits)
        write_note(target, draft, tables, vehicles)
    log.info("The cache was copied to %s", target.name)
    return target


def _verified(path: Path, copy: Path, limits: EngineLimits) -> tuple[Fingerprint, int]:
    """What ``copy`` holds, and how many vehicles of it a person would see."""
    if not _are_alike(path, copy):
        raise BackupFailed(
            say("A copy of {path} could not be read back, so nothing was changed.", path=path),
            advice=say("Check the disk."),
        )
    with translated(copy_words(copy)):  # what is damaged in both, is told of the cache
        return content_of(copy, limits)


def _are_alike(path: Path, copy: Path) -> bool:
    try:
        return filecmp.cmp(path, copy, shallow=False)
    except OSError:
        return False


def _note(cursor: Cursor, key: str, value: str) -> None:
    cursor.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])


def _text(moment: datetime) -> str:
    return f"{to_cache(moment).isoformat(timespec='seconds')}Z"
