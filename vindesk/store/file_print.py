"""What tells whether a file is still the one that was opened."""

from pathlib import Path
from typing import Self

from msgspec import Struct


class FilePrint(Struct, frozen=True):
    """A file as it was at one moment; two are equal in one run of the program only."""

    device: int
    inode: int
    size: int
    modified_ns: int

    @classmethod
    def of(cls, path: Path) -> Self:
        """The file that is at ``path`` now.

        Raises:
            OSError: it cannot be looked at.

        """
        found = path.stat()
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)

    def is_of(self, path: Path) -> bool:
        """Whether it is still at ``path``; one that cannot be looked at is not."""
        try:
            return FilePrint.of(path) == self
        except OSError:
            return False
