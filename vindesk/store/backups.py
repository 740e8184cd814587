"""The folder of backups: made, listed, checked, thinned out. Other files are not touched."""

import logging
import os
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from vindesk.domain.backups import LATEST, Backup, Keep, Why, newest_first, outdated
from vindesk.domain.database_mark import HEAD_BYTES, is_database
from vindesk.domain.errors import BackupFailed, CacheDamaged, RestoreFailed
from vindesk.domain.file_names import NO_TEXT, is_text
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.words import say
from vindesk.store.backup_names import backup_name, is_backup_name, told_by
from vindesk.store.backup_notes import digest, note_of, note_path, write_note
from vindesk.store.cache_copy import copy_now, damaged, read_back
from vindesk.store.database import Database
from vindesk.store.drafts import draft_of
from vindesk.store.engine import EngineLimits
from vindesk.store.faults import Fault, fault_of
from vindesk.store.file_copy import copy_file, unreadable
from vindesk.store.fingerprint import Fingerprint, counts

log = logging.getLogger(__name__)


class Backups:
    """All of them in one folder; safe to use from any thread."""

    def __init__(self, folder: Path, limits: EngineLimits, clock: Callable[[], datetime]) -> None:
        self.folder = folder
        self.limits = limits
        self._clock = clock

    def all(self) -> Sequence[Backup]:
        """Every backup of ours, the newest first; files that only look like one are left out."""
        try:
            files = tuple(self.folder.iterdir())
        except OSError:
            return ()
        return newest_first(filter(None, map(_described, files)), self._clock())

    def named(self, name: str) -> Backup:
        """The backup of that file name, or the ``LATEST``.

        Raises:
            RestoreFailed: there is none.

        """
        for backup in self.all():
            if name in {LATEST, backup.name, backup.path.stem, str(backup.path)}:
                return backup
        raise RestoreFailed(
            say(
                "There is no backup {name!r} in {folder}. The cache is as it was.",
                name=name,
                folder=self.folder,
            ),
            advice=say("“vindesk backup --list” names those there are."),
        )

    def make(self, database: Database, why: Why, monitor: Monitor = UNWATCHED) -> Backup:
        """Copy the cache while it is in use, and read the copy.

        Raises:
            BackupFailed: nothing was written.
            CacheError: the cache could not be read.
            Cancelled: nothing was written.

        """
        with self._place_for(why) as target, draft_of(target) as draft:
            seen = copy_now(database, draft, monitor)
            monitor.raise_if_cancelled()
            try:
                self._seal(draft, target, seen, monitor)
            except CacheDamaged as error:
                raise BackupFailed(error.detail, advice=say("Check the disk.")) from error
        return self._made(target)

    def keep_file(self, file: Path, why: Why) -> Backup:
        """Copy a cache file that nobody has open, and read the copy.

        Raises:
            BackupFailed: nothing was written, or ``file`` cannot be read.

        """
        with self._place_for(why) as target, draft_of(target) as draft:
            try:
                with unreadable(file, lambda error: damaged(file, error.strerror or str(error))):
                    copy_file(file, draft)
                self._seal(draft, target, None)
            except CacheDamaged as error:
                raise BackupFailed(error.detail, advice=error.advice) from error
        return self._made(target)

    def check(self, backup: Backup, copy: Path) -> None:
        """Whether ``copy``, which was made of ``backup``, is what was once read back.

        Where a note says what the file was, its bytes tell, and a damaged one is not opened
        at all. The hashes of its rows do not: those of another DuckDB are others. ``copy`` is
        left without a log.

        Raises:
            RestoreFailed: it is damaged, and was left as it is.
            BackupFailed: it could not be opened for another reason.

        """
        note = note_of(backup.path)
        refusal = RestoreFailed(
            say(
                "{name} is damaged. The backup and the cache were left as they are.",
                name=backup.name,
            ),
            advice=say("Choose another backup."),
        )
        if note is not None and digest(copy) != note.sha256:
            raise refusal
        try:
            tables, _vehicles = read_back(copy, self.limits)
        except CacheDamaged as error:
            raise refusal from error
        if note is not None and counts(tables) != counts(note.tables):
            raise refusal

    def tables_of(self, backup: Backup) -> Fingerprint | None:
        """What was in it when it was made; None if nobody noted it."""
        note = note_of(backup.path)
        return None if note is None else note.tables

    def outdated(self, keep: Keep) -> Sequence[Backup]:
        return outdated(self.all(), keep, self._clock())

    def delete(self, backup: Backup) -> None:
        """Delete it and its note.

        Raises:
            BackupFailed: it could not be deleted.

        """
        try:
            backup.path.unlink(missing_ok=True)
            note_path(backup.path).unlink(missing_ok=True)
        except OSError as error:
            raise _failed(self.folder, error) from error
        log.info("The backup %s was deleted", backup.name)

    # -- making one ----------------------------------------------------------

    @contextmanager
    def _place_for(self, why: Why) -> Generator[Path, None, None]:
        """A name that is free, by the clock or a little later."""
        if not is_text(self.folder):
            raise BackupFailed(
                say(NO_TEXT, path=self.folder), advice=say("Choose another folder for backups.")
            )
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            moment = self._clock()
            while (target := self.folder / backup_name(why, moment)).exists():
                moment += timedelta(seconds=1)
            yield target
        except OSError as error:
            raise _failed(self.folder, error) from error

    def _seal(
        self,
        draft: Path,
        target: Path,
        expected: Fingerprint | None,
        monitor: Monitor | None = None,
    ) -> None:
        """Read ``draft`` and write its note; the note comes first, so no backup lacks one."""
        tables, vehicles = read_back(draft, self.limits, monitor)
        if expected is not None and tables != expected:
            raise BackupFailed(
                say(
                    "The copy did not match what was written, so it was discarded. The cache is "
                    "as it was."
                ),
                advice=say("Check the disk."),
            )
        write_note(target, draft, tables, vehicles)

    def _made(self, target: Path) -> Backup:
        backup = _described(target)
        if backup is None:
            raise BackupFailed(
                say("{name} is gone.", name=target.name), advice=say("Check the disk.")
            )
        log.info("The backup %s was made", target.name)
        return backup


def sweep_notes(folder: Path) -> int:
    """Delete the notes whose backup is gone; how many there were."""
    swept = 0
    there: Sequence[Path] = ()
    with suppress(OSError):
        there = tuple(folder.glob("vehicles-*.json"))
    for note in there:
        backup = note.with_suffix(".duckdb")
        with suppress(OSError):  # one that cannot be deleted shields no other
            if is_backup_name(backup.name) and not backup.exists():
                note.unlink()
                swept += 1
    return swept


def _described(path: Path) -> Backup | None:
    """None for what is none of ours, by its name or by its content."""
    told = told_by(path.name)
    if told is None:
        return None
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            size = os.fstat(file.fileno()).st_size
    except OSError:
        return None
    if not is_database(head):
        return None
    why, made_at = told
    note = note_of(path)
    return Backup(path, made_at, why, size, None if note is None else note.vehicles)


def _failed(folder: Path, error: OSError) -> BackupFailed:
    if fault_of(error) is Fault.DISK_FULL:
        return BackupFailed(
            say("There is no room left in {folder}. The cache is as it was.", folder=folder),
            advice=say("Free some space and try again."),
        )
    return BackupFailed(
        say("{folder}: {why}. The cache is as it was.", folder=folder, why=error.strerror or error),
        advice=say("Check that the folder exists and may be written."),
    )
