"""What DuckDB's messages mean: the world's faults, told from bugs of ours."""

import errno
import re
from enum import Enum, auto


class Fault(Enum):
    """A failure that is no bug of ours, whatever the words for the user."""

    CLOSED = auto()
    """Interrupted, or closed by another thread."""

    LOCKED = auto()
    NEWER = auto()
    DISK_FULL = auto()
    MEMORY = auto()
    DAMAGED = auto()
    ENCRYPTED = auto()
    NOT_PARQUET = auto()
    NO_COLUMNS = auto()
    """A Parquet file that is sound, and has none."""

    SAME_NAMES = auto()
    """Columns without a name get one, which others may have."""

    GARBLED = auto()
    """Text that is none: damage, or a footer that is open beside columns that are encrypted."""

    BAD_INPUT = auto()
    """What DuckDB was given is not what it takes: a file, or a parameter of ours."""

    UNWRITABLE = auto()
    """The folder or file is not there or may not be used."""

    BUSY = auto()
    """Somebody uses what must be unused for this; later it will be."""

    STOPPED = auto()
    """The engine refuses all work until it is started again."""

    INTERNAL = auto()
    """A broken promise inside DuckDB: a damaged file, or a bug."""


_SIGNS = (
    (Fault.CLOSED, ("^INTERRUPT Error", "[Cc]onnection already closed")),
    (
        Fault.LOCKED,
        (
            "Could not set lock on file",
            "File is already open in",
            "used by another process",
            "Unique file handle conflict",
        ),
    ),
    (Fault.NEWER, ("created with a newer version of DuckDB",)),
    (
        Fault.DISK_FULL,
        (
            "No space left on device",
            "not enough space on the disk",
            "Disk quota exceeded",
            "File too large",
            "limit was set by the 'max_temp_directory_size'",
        ),
    ),
    (
        Fault.MEMORY,
        (
            "^Out of Memory Error",
            "Failed to commit: (could not allocate|failed to (allocate|pin|resize)) ",
        ),
    ),
    (
        Fault.DAMAGED,
        (
            "^Corrupt",
            "computed checksum",
            "not a valid DuckDB database",
            "Could not read enough bytes",
            "Metadata block index",
            "^Serialization Error",
            "Footer length error",
            "[Dd]ecompression failure",
            "file (might|may) be corrupt",
        ),
    ),
    (Fault.ENCRYPTED, ("is encrypted, but",)),
    (Fault.NOT_PARQUET, ("No magic bytes found", "too small to be a Parquet file")),
    (Fault.NO_COLUMNS, ("Need at least one non-root column",)),
    (Fault.SAME_NAMES, ("^Binder Error: table .* has duplicate column name",)),
    (Fault.GARBLED, ("Invalid unicode .* detected in value construction",)),
    (Fault.BAD_INPUT, ("^Invalid Input Error", "^Conversion Error: Could not convert Timestamp")),
    (
        Fault.UNWRITABLE,
        (
            "Permission denied",
            "Read-only file system",
            "No such file or directory",
            "Not a directory",
            "Is a directory",
            "File exists",
            "File name too long",
            "Operation not permitted",
            "Input/output error",
            "Too many open files",
            "Access is denied",
            "cannot find the (path|file)",
            "No files found that match",
        ),
    ),
    (Fault.BUSY, ("Cannot CHECKPOINT: there are other",)),
    (Fault.STOPPED, ("^FATAL Error", "has been invalidated")),
    (Fault.INTERNAL, ("^INTERNAL Error",)),
)
"""The first that is found counts: an engine that stopped on a full disk is a full disk."""

_PATTERNS = tuple((fault, re.compile("|".join(signs))) for fault, signs in _SIGNS)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_QUERY = re.compile(r"\n\s*\nLINE \d+:.*", re.DOTALL)
_PREFIX = re.compile(r"\A[\w ]+ Error: (Failed to commit: )?")


def fault_in(message: str) -> Fault | None:
    """What ``message`` says; None if it is a bug. The query it may quote is not looked at."""
    text = _QUERY.sub("", message)
    return next((fault for fault, pattern in _PATTERNS if pattern.search(text)), None)


def is_half_undone(message: str) -> bool:
    """Whether what failed to be committed may not have been taken back as a whole.

    Where the memory was not enough for a COMMIT, it is not enough to undo it: keys stay in
    the index without their rows, and nobody can insert them again.
    """
    return "Failed to commit" in message and fault_in(message) is Fault.MEMORY


def fault_of(error: OSError) -> Fault:
    """What the system says when a file cannot be written."""
    return Fault.DISK_FULL if error.errno in _FULL else Fault.UNWRITABLE


def gist(message: str) -> str:
    """The first line of ``message``, as the middle of a sentence."""
    return _PREFIX.sub("", message.partition("\n")[0]).rstrip(" .!")
