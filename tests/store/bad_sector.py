"""A disk that cannot read a part of a file any more."""

import errno
import os
from collections.abc import Generator
from contextlib import contextmanager
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import Buffer, override

_GOOD = 100_000
"""So many bytes at the beginning can be read."""


class Damaged(FileIO):
    """A file of which only the beginning can be read."""

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0 or self.tell() + size > _GOOD:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        if self.tell() + memoryview(buffer).nbytes > _GOOD:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().readinto(buffer)


@contextmanager
def bad_sector_in(file: Path) -> Generator[None, None, None]:
    """While the block runs, only the beginning of ``file`` can be read, if Python opens it."""
    plain = Path.open

    def opened(path: Path, mode: str = "r", *given: Any, **options: Any) -> Any:
        if path == file and mode == "rb":
            return BufferedReader(Damaged(path))
        return plain(path, mode, *given, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", opened)
        yield
