"""What to say when the cache fails: what became of the data, and what to try."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from vindesk.domain.errors import (
    CacheBusy,
    CacheDamaged,
    CacheError,
    CacheLocked,
    CacheNewer,
    CacheUnwritable,
    DiskFull,
    OutOfMemory,
    UserError,
)
from vindesk.domain.words import phrase, say
from vindesk.store.faults import Fault, fault_of, gist
from vindesk.store.lock_holder import lock_holder

_WORDS: Final[Mapping[Fault, tuple[type[UserError], str, str]]] = {
    Fault.LOCKED: (
        CacheLocked,
        phrase("{holder} has {path} open."),
        phrase("Close it and try again. The file was left as it is."),
    ),
    Fault.NEWER: (
        CacheNewer,
        phrase("{path} was written by a newer DuckDB than this vindesk has. It was left as it is."),
        phrase("Install the newest vindesk."),
    ),
    Fault.DAMAGED: (
        CacheDamaged,
        phrase("{path} cannot be read: {gist}. The file was left as it is."),
        phrase("Restore a backup."),
    ),
    Fault.UNWRITABLE: (
        CacheUnwritable,
        phrase("{gist}. Nothing was saved."),
        phrase("Check that {folder} exists and may be written."),
    ),
    Fault.DISK_FULL: (
        DiskFull,
        phrase(
            "There is no room left for {path}. Nothing was saved; what was there before still is."
        ),
        phrase("Free some space and try again."),
    ),
    Fault.MEMORY: (
        OutOfMemory,
        phrase("This needs more memory than the limit of {memory_mb} MB. Nothing was changed."),
        phrase("Raise the memory limit in the preferences."),
    ),
    Fault.STOPPED: (
        CacheError,
        phrase("The database engine stopped: {gist}. What was saved before is still there."),
        phrase("Try again; what was being saved may have to be looked up again."),
    ),
    Fault.BUSY: (
        CacheBusy,
        phrase("The cache is in use. What was saved before is still there."),
        "",
    ),
    Fault.CLOSED: (CacheError, phrase("The cache is closed. Nothing was changed."), ""),
}


class CacheWords(Struct, frozen=True):
    """The words for each fault of the cache at ``path``."""

    path: Path
    memory_mb: int

    def on_opening(self, fault: Fault, message: str) -> UserError | None:
        """What is no bug while the file is opened: an internal error is damage then."""
        return self.in_use(Fault.DAMAGED if fault is Fault.INTERNAL else fault, message)

    def locked(self, message: str) -> UserError:
        """The words for a file that another process holds, which ``message`` names."""
        return self._told(Fault.LOCKED, message, self.path)

    def in_use(self, fault: Fault, message: str) -> UserError | None:
        """What is no bug while the cache is read and written."""
        if fault not in _WORDS:
            return None
        return self._told(fault, message, self.path)

    def on_system_error(self, error: OSError) -> UserError:
        """The words for what the system said of a file or folder: the cache, if it names none."""
        path = Path(error.filename or self.path)
        return self._told(fault_of(error), f"{path}: {error.strerror or error}", path)

    def _told(self, fault: Fault, message: str, path: Path) -> UserError:
        kind, detail, advice = _WORDS[fault]
        facts = {
            "path": path,
            "folder": path.parent,
            "memory_mb": self.memory_mb,
            "gist": gist(message),
            "holder": lock_holder(message),
        }
        return kind(say(detail, **facts), advice=say(advice, **facts))
