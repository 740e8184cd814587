"""Writing a file beside its place, and putting it there when it is whole."""

import os
import re
import secrets
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

_NAME = re.compile(r"\..*\.(\d+)-[0-9a-f]{8}\.vindesk-part(\.wal)?", re.DOTALL)
_LOG = ".wal"
"""What DuckDB adds to the name of a database for the name of its log."""

_LONGEST_STEM = 40
_OLD_S = 24 * 60 * 60


@contextmanager
def draft_of(target: Path) -> Generator[Path, None, None]:
    """A name beside ``target``; what is written there becomes ``target``, if the block ends well.

    After a crash at any time there is the old file or the new one, never a part of one.

    Raises:
        OSError: the file could not be put in its place; ``target`` is as it was.

    """
    name = f".{target.name[:_LONGEST_STEM]}.{os.getpid()}-{secrets.token_hex(4)}.vindesk-part"
    draft = target.with_name(name)
    try:
        yield draft
        _flush(draft, os.O_RDWR)
        draft.replace(target)
        with suppress(OSError):  # Windows cannot flush a folder
            _flush(target.parent, os.O_RDONLY)
    finally:
        for left in (draft, draft.with_name(f"{name}{_LOG}")):
            with suppress(OSError):
                left.unlink()


def sweep_leftovers(folder: Path) -> int:
    """Delete the drafts that dead processes left in ``folder``; how many there were."""
    swept = 0
    with suppress(OSError):
        for path in tuple(folder.iterdir()):
            match = _NAME.fullmatch(path.name)
            if match and _is_abandoned(path, int(match[1])):
                path.unlink()
                swept += 1
    return swept


def _is_abandoned(path: Path, process: int) -> bool:
    if path.stat().st_mtime < time.time() - _OLD_S:
        return True
    if sys.platform == "win32":
        return True  # a file that is still being written cannot be deleted there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
