"""Opening the cache so that whatever is wrong with it is said, and nothing is lost silently."""

import logging
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from vindesk.domain.errors import CacheDamaged, CacheMissing
from vindesk.domain.words import grouped, say
from vindesk.store.backups import Backups
from vindesk.store.cache_words import CacheWords
from vindesk.store.database import Database
from vindesk.store.drafts import draft_of
from vindesk.store.engine import EngineLimits
from vindesk.store.lock_holder import is_held
from vindesk.store.log_frames import begins_well, leads_to
from vindesk.store.log_mark import log_of, noted_length
from vindesk.store.network_drive import network_drive
from vindesk.store.replacing import set_aside

log = logging.getLogger(__name__)


class Opened(Struct, frozen=True):
    """An open cache; ``remark`` says what may have been lost, if anything."""

    database: Database
    remark: str = ""
    notice: str = ""
    """What is worth a word and no loss."""


def open_cache(
    path: Path, limits: EngineLimits, backups: Backups, clock: Callable[[], datetime]
) -> Opened:
    """Open the cache; a log that cannot be read is set aside, and that is said.

    Raises:
        CacheMissing: it is gone, although there are backups of it; no new one was made.
        CacheError, BackupFailed, DiskFull: as ``Database.open``; the file is as it was.

    """
    path = path.absolute()
    log_file = log_of(path)
    try:
        if not path.exists():
            _begin_anew(path, log_file, backups, clock)
        remark = _missing(path, log_file, clock)
    except OSError as error:
        raise CacheWords(path, limits.memory_mb).on_system_error(error) from error
    try:
        database = _open(path, limits, backups, clock)
    except CacheDamaged:
        if not _has_content(log_file):
            raise
        remark, aside = _without_log(path, log_file, clock)
        try:
            database = _open(path, limits, backups, clock)
        except CacheDamaged:  # where the file is damaged too, its log belongs beside it
            aside.rename(log_file)
            raise
    return Opened(database, remark, _notice(path))


def _begin_anew(
    path: Path, log_file: Path, backups: Backups, clock: Callable[[], datetime]
) -> None:
    """See that a new cache gets no log of another; where it has backups, there is no new one."""
    if backups.all():
        raise CacheMissing(
            say("{path} is gone, but there are backups of it. No new one was made.", path=path),
            advice=say("Restore a backup, or put the file back."),
        )
    if log_file.exists():
        set_aside(path, clock)


def _notice(path: Path) -> str:
    kind = network_drive(path)
    if not kind:
        return ""
    log.warning("The cache is on a network drive (%s)", kind)
    return say(
        "The cache is on a network drive ({kind}). That is slower, and only one machine may "
        "use it at a time. A folder of this machine is safer.",
        kind=kind,
    )


def _open(
    path: Path, limits: EngineLimits, backups: Backups, clock: Callable[[], datetime]
) -> Database:
    return Database.open(path, limits, backups=backups.folder, clock=clock)


def _without_log(path: Path, log_file: Path, clock: Callable[[], datetime]) -> tuple[str, Path]:
    """Set the log aside; what that means, and where it is now."""
    since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    file = set_aside(path, clock, only_log=True)
    aside = log_of(file)
    remark = say(
        "The newest changes could not be read: the log of the cache is damaged ({name}). "
        "What was saved since {since} UTC may be lost. The log is kept as "
        "{kept}.",
        name=log_file.name,
        since=f"{since:%Y-%m-%d %H:%M}",
        kept=aside.name,
    )
    return remark, aside


def _missing(path: Path, log_file: Path, clock: Callable[[], datetime]) -> str:
    """What is known to be missing before anything is opened.

    DuckDB passes over a log that does not begin as one; it is kept under another name.
    """
    noted = noted_length(path)
    length = log_file.stat().st_size if log_file.exists() else 0
    if not length and not noted:
        return ""
    if length < noted:
        lost = say(
            "{noted} bytes of the log of the cache are missing", noted=grouped(noted - length)
        )
    elif begins_well(log_file) and leads_to(log_file, noted):
        return ""
    else:
        lost = say("the log of the cache is damaged, and is kept beside it")
    if is_held(path):
        return ""  # half written, perhaps; whose it is, is said when the cache is opened
    if length:
        _keep_log(path, log_file, clock)
    log.warning("The log of the cache has %d bytes, and had %d", length, noted)
    return say(
        "The newest changes may be lost: {lost}. Look at the vehicles that were added last, "
        "and import or look up again what is not there.",
        lost=lost,
    )


def _keep_log(path: Path, log_file: Path, clock: Callable[[], datetime]) -> None:
    """DuckDB reads what it can of a log, and then deletes it; what it would pass over goes."""
    if not begins_well(log_file):
        set_aside(path, clock, only_log=True)
        return
    with draft_of(log_file) as draft:
        shutil.copyfile(log_file, draft)  # first: a full disk must not leave the cache without it
        set_aside(path, clock, only_log=True)


def _has_content(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0
