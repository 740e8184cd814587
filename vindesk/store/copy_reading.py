"""A copy of the cache, read in an engine of its own; and what to say where it is of no use."""

from pathlib import Path
from typing import Final

from msgspec.structs import replace

from vindesk.domain.errors import BackupFailed, UserError
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.words import say
from vindesk.store.engine import Engine, EngineLimits, Wording
from vindesk.store.faults import Fault, gist
from vindesk.store.fingerprint import Fingerprint, count_present, fingerprint

_ENOUGH_TO_READ_MB: Final = 128
"""What is read once from end to end need not be kept."""


def content_of(
    path: Path, limits: EngineLimits, monitor: Monitor | None = None
) -> tuple[Fingerprint, int]:
    """What the file at ``path`` holds, and how many vehicles of it a person would see.

    It must not be the cache that is open. With a ``monitor`` it takes its time: the cache is
    in use meanwhile.

    Raises:
        duckdb.Error: it cannot be read.
        Cancelled: the monitor was cancelled.

    """
    modest = replace(limits, memory_mb=min(limits.memory_mb, _ENOUGH_TO_READ_MB))
    if monitor is not None:
        modest = replace(modest, threads=1)
    engine = Engine.start(path, modest)
    try:
        with engine.cursor(monitor or UNWATCHED) as cursor:
            return fingerprint(cursor, monitor), count_present(cursor)
    finally:
        engine.close()


def copy_words(draft: Path) -> Wording:
    """The words for what keeps a copy at ``draft`` from being made or read."""

    def told(fault: Fault, message: str) -> UserError | None:
        if fault is Fault.DISK_FULL:
            return BackupFailed(
                say(
                    "There is no room left in {parent}. The cache is as it was.",
                    parent=draft.parent,
                ),
                advice=say("Free some space and try again."),
            )
        if fault is Fault.MEMORY:
            return BackupFailed(
                say("It takes more memory than the cache may use. The cache is as it was."),
                advice=say("Raise “Cache memory” in the Preferences, and try again."),
            )
        if fault is Fault.UNWRITABLE:
            return BackupFailed(
                say("{message}. The cache is as it was.", message=gist(message)),
                advice=say("Check that {parent} exists and may be written.", parent=draft.parent),
            )
        return None

    return told
