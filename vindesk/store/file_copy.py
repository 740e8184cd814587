"""A file copied so that whoever asks can tell which of the two files failed."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Final

from vindesk.domain.errors import UserError

_CHUNK: Final = 8 * 1024 * 1024


def copy_file(source: Path, target: Path) -> None:
    """Write what ``source`` holds to ``target``.

    Raises:
        OSError: ``is_of`` tells of which of them.

    """
    with blamed(target), target.open("wb") as written, source.open("rb") as opened:
        while chunk := _read(opened, source):
            written.write(chunk)


def is_of(file: Path, error: OSError) -> bool:
    """Whether ``error`` names ``file``."""
    return error.filename is not None and Path(error.filename) == file


@contextmanager
def unreadable(file: Path, told: Callable[[OSError], UserError]) -> Generator[None, None, None]:
    """Where ``file`` cannot be read, what ``told`` makes of that is raised in its place."""
    try:
        yield
    except OSError as error:
        if not is_of(file, error):
            raise
        raise told(error) from error


def _read(opened: BufferedReader, source: Path) -> bytes:
    with blamed(source):
        return opened.read(_CHUNK)


@contextmanager
def blamed(file: Path) -> Generator[None, None, None]:
    """The system names no file where one that is open cannot be read or written."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(file)
        raise
