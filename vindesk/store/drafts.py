"""Writing a file beside its place, and putting it there when it is whole."""

import errno
import hashlib
import os
import re
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from vindesk.store.log_mark import LOG_ENDING, log_of

_NAME = re.compile(
    r"\..*\.(?P<process>\d+)-((?P<machine>[0-9a-f]{8})-)?[0-9a-f]{8}\.vindesk-part"
    rf"({re.escape(LOG_ENDING)})?",
    re.DOTALL,
)
_MACHINE = Path("/etc/machine-id")
"""Machines may have the same name; Linux numbers each when it is set up."""

_LONGEST_STEM = 40
_OLD_S = 24 * 60 * 60


@contextmanager
def draft_of(target: Path, *, exclusive: bool = False) -> Generator[Path, None, None]:
    """A name beside ``target``; what is written there becomes ``target``, if the block ends well.

    After a crash at any time there is the old file or the new one, never a part of one.
    ``exclusive``: there must be no old one.

    Raises:
        OSError: the file could not be put in its place; ``target`` is as it was.

    """
    draft = _beside(target)
    try:
        yield draft
        _flush(draft, os.O_RDWR)
        if exclusive:
            _put_where_nothing_is(draft, target)
        else:
            draft.replace(target)
        _flush_folder(target.parent)
    finally:
        for left in (draft, log_of(draft)):
            with suppress(OSError):
                left.unlink()


@contextmanager
def draft_folder_of(target: Path) -> Generator[Path, None, None]:
    """An empty folder beside ``target``, which becomes ``target``, if the block ends well.

    ``target`` may be an empty folder; one that is not stays as it is.

    Raises:
        OSError: the folder could not be put in its place.

    """
    with folder_beside(target) as draft:
        yield draft
        for folder, _, names in os.walk(draft, topdown=False):
            for name in names:
                _flush(Path(folder, name), os.O_RDWR)
            _flush_folder(Path(folder))
        with suppress(FileNotFoundError):
            target.rmdir()  # Windows does not rename over a folder
        draft.rename(target)
        _flush_folder(target.parent)


@contextmanager
def folder_beside(target: Path) -> Generator[Path, None, None]:
    """A folder for what is needed while ``target`` is written; it is deleted afterwards.

    Raises:
        OSError: it could not be made.

    """
    folder = _beside(target)
    try:
        folder.mkdir()
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _beside(target: Path) -> Path:
    whose = f"{os.getpid()}-{this_machine()}-{secrets.token_hex(4)}"
    return target.with_name(f".{target.name[:_LONGEST_STEM]}.{whose}.vindesk-part")


@cache
def this_machine() -> str:
    """Where the number of a process says something: a folder may be shared with others."""
    number = b""
    with suppress(OSError):
        number = _MACHINE.read_bytes()
    return hashlib.sha256(os.fsencode(socket.gethostname()) + number).hexdigest()[:8]


def _put_where_nothing_is(draft: Path, target: Path) -> None:
    """A link is refused where there is a file, in one step; not every disk has links."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        draft.replace(target)


def sweep_leftovers(folder: Path) -> int:
    """Delete the drafts that dead processes left in ``folder``; how many there were."""
    swept = 0
    there: Sequence[Path] = ()
    with suppress(OSError):
        there = tuple(folder.iterdir())
    for path in there:
        match = _NAME.fullmatch(path.name)
        with suppress(OSError):  # one that cannot be deleted shields no other
            if match and _is_abandoned(path, int(match["process"]), match["machine"]):
                _delete(path)
                swept += 1
    return swept


def _is_abandoned(path: Path, process: int, machine: str | None) -> bool:
    is_of_here = machine == this_machine()
    if is_of_here and process == os.getpid():
        return False  # whatever the clock says of its age
    if _last_written(path) < time.time() - _OLD_S:
        return True
    return is_of_here and not _may_live(process)


def _may_live(process: int) -> bool:
    if sys.platform == "win32":
        return False  # a file that is still being written cannot be deleted there
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _last_written(path: Path) -> float:
    """A folder keeps its own time while the files in it grow."""
    newest = path.stat().st_mtime
    for folder, _, names in os.walk(path):
        for each in (Path(folder), *(Path(folder, name) for name in names)):
            with suppress(OSError):  # whoever writes there also deletes
                newest = max(newest, each.stat().st_mtime)
    return newest


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _flush_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows cannot flush a folder
        _flush(folder, os.O_RDONLY)


def _flush(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
