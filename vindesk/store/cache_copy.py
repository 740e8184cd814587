"""The cache copied while it is in use: whole, as it was at one moment, and read back."""

import logging
import os
from contextlib import ExitStack
from io import FileIO
from pathlib import Path
from typing import Final

from vindesk.domain.errors import CacheDamaged, CacheError, UserError
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.words import say
from vindesk.store.at_ease import at_ease
from vindesk.store.copy_reading import content_of, copy_words
from vindesk.store.database import Database
from vindesk.store.engine import Cursor, EngineLimits, Wording, attached, translated
from vindesk.store.faults import Fault, gist
from vindesk.store.file_copy import blamed, unreadable
from vindesk.store.fingerprint import Fingerprint, fingerprint, own_name, slices
from vindesk.store.identifiers import quoted

log = logging.getLogger(__name__)

_CHUNK: Final = 8 * 1024 * 1024


def copy_now(database: Database, draft: Path, monitor: Monitor = UNWATCHED) -> Fingerprint:
    """Write the cache as it is now to ``draft``, a new file; what it held is told.

    Reads and writes go on meanwhile. It takes little memory, however large the cache is:
    the file is copied as it lies, except where that cannot be.

    Raises:
        BackupFailed, OSError: ``draft`` could not be written.
        CacheError: the cache could not be read.
        Cancelled: part of a file may be left.

    """
    with ExitStack() as stack:
        try:
            cursor, file = stack.enter_context(database.still(monitor))
        except (OSError, UserError) as error:
            log.info("The cache is copied row by row: %s", error)
        else:
            _copy_file(database.path, file, draft, monitor)
            return fingerprint(cursor, monitor)
    return copy_whole(database, draft, monitor)


def _copy_file(path: Path, file: FileIO, draft: Path, monitor: Monitor) -> None:
    """Copy ``file``, which is the cache at ``path``.

    Raises:
        CacheError: it could not be read, as where the disk is bad.
        OSError: ``draft`` could not be written.

    """

    def told(error: OSError) -> CacheError:
        return CacheError(
            _unread(path, error.strerror or str(error)), advice=say("Check the disk.")
        )

    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    with unreadable(path, told), draft.open("wb") as target:
        for _start in at_ease(range(0, size, _CHUNK), monitor):
            with blamed(path):
                chunk = file.read(_CHUNK)
            target.write(chunk)


def copy_whole(database: Database, draft: Path, monitor: Monitor = UNWATCHED) -> Fingerprint:
    """Write all tables anew to ``draft``, a new file; what they held is told.

    Reads and writes go on meanwhile. The copy has its file to itself, so a full disk there
    stops nothing else. The index of its VINs must find room in the memory.

    Raises:
        BackupFailed: ``draft`` could not be written.
        CacheError: the cache could not be read.
        Cancelled: part of a file may be left.

    """
    with database.cursor(monitor) as cursor, translated(copy_words(draft), monitor):
        own = own_name(cursor)
        with attached(cursor, draft) as alias:
            cursor.execute("BEGIN")
            cursor.execute(f"COPY FROM DATABASE {quoted(own)} TO {alias} (SCHEMA)")
            seen = fingerprint(cursor, monitor)
            for table in seen:
                _copy_table(cursor, quoted(own), alias, quoted(table), monitor)
            cursor.execute("COMMIT")
            cursor.execute(f"CHECKPOINT {alias}")
    return seen


def _copy_table(cursor: Cursor, source: str, target: str, table: str, monitor: Monitor) -> None:
    for part in at_ease(slices(cursor, f"{source}.{table}"), monitor):
        cursor.execute(
            f"INSERT INTO {target}.{table} SELECT * FROM {source}.{table} "  # noqa: S608 - quoted
            "WHERE rowid >= ? AND rowid < ?",
            [part.start, part.stop],
        )


def present_fingerprint(database: Database, monitor: Monitor = UNWATCHED) -> Fingerprint:
    """What the cache holds now."""
    with database.cursor(monitor) as cursor:
        return fingerprint(cursor, monitor)


def read_back(
    path: Path, limits: EngineLimits, monitor: Monitor | None = None
) -> tuple[Fingerprint, int]:
    """What the file at ``path`` holds, and how many vehicles of it a person would see.

    It is read in an engine of its own; it must not be the cache that is open. With a
    ``monitor`` it takes its time: the cache is in use meanwhile.

    Raises:
        CacheDamaged: it cannot be read.
        BackupFailed: it cannot be opened for another reason.
        Cancelled: the monitor was cancelled.

    """
    with translated(_words_on_reading(path), monitor or UNWATCHED):
        return content_of(path, limits, monitor)


def _words_on_reading(path: Path) -> Wording:
    """As when the cache is opened, an internal error is damage."""

    def told(fault: Fault, message: str) -> UserError | None:
        if fault in {Fault.DAMAGED, Fault.INTERNAL, Fault.STOPPED, Fault.NEWER}:
            return damaged(path, gist(message))
        return copy_words(path)(fault, message)

    return told


def damaged(path: Path, message: str) -> CacheDamaged:
    """What is said of a cache file, or of a copy, that cannot be read."""
    return CacheDamaged(_unread(path, message), advice=say("Choose another backup."))


def _unread(path: Path, message: str) -> str:
    return say(
        "{name} cannot be read: {message}. It was left as it is.", name=path.name, message=message
    )
