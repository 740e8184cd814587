"""The file of the cache: held against other programs, known again, read beside the engine."""

from collections.abc import Generator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import Final

from vindesk.domain.errors import CacheLocked, CacheUnwritable
from vindesk.domain.words import say
from vindesk.store.cache_words import CacheWords
from vindesk.store.hold import Held, Hold

_Identity = tuple[int, int]
_OPEN: Final[set[_Identity]] = set()
"""The caches that this process has open."""


def is_open_here(path: Path) -> bool:
    """Whether it is a cache that this process has open, so that nothing else may open it."""
    return _identity(path) in _OPEN


class OwnFile:
    """Opened once for reading, and kept.

    Where any handle of a file is closed, POSIX drops all locks that the process has on it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: FileIO | None = None
        self._hold = Hold()
        self._identity: _Identity | None = None

    # -- held ------------------------------------------------------------------

    @contextmanager
    def held(self, words: CacheWords) -> Generator[None, None, None]:
        """Hold what is there when the block begins, or what it makes; not, if it fails.

        Raises:
            CacheLocked: another process holds it.

        """
        try:
            self._take(words)
            yield
            self._take(words)
        except BaseException:
            self._hold.let_go()
            raise
        self._know()

    def hold_again(self, words: CacheWords) -> None:
        """Before an engine is started on what is there now; it would make a file with nothing.

        Raises:
            CacheUnwritable: there is none.
            CacheLocked: another process holds it.

        """
        self._know()
        if self._identity is None:
            raise self._gone()
        self._take(words)

    def renew_hold(self) -> None:
        """What closed a handle of the file took DuckDB's lock from it."""
        self._hold.renew()

    def refuse_if_lost(self) -> None:
        """Writing to a file that is not ours any more would seem to succeed.

        Raises:
            CacheUnwritable: it was deleted or replaced.
            CacheLocked: another program has opened it.

        """
        if _identity(self._path) != self._identity:
            raise self._gone()
        if not self._hold.renew():
            raise CacheLocked(
                say(
                    "Another program has opened {path} meanwhile. Nothing was saved.",
                    path=self._path,
                ),
                advice=say("Close both programs, and start vindesk again."),
            )

    def let_go_for_good(self) -> None:
        """To be called once the engine has closed the file for the last time."""
        self.let_go()
        self._forget()
        self._hold.let_go()

    def _take(self, words: CacheWords) -> None:
        try:
            self._hold.take(self._path)
        except Held as held:
            raise words.locked(str(held)) from None

    def _know(self) -> None:
        self._forget()
        self._identity = _identity(self._path)
        if self._identity is not None:
            _OPEN.add(self._identity)

    def _forget(self) -> None:
        if self._identity is not None:
            _OPEN.discard(self._identity)
        self._identity = None

    def _gone(self) -> CacheUnwritable:
        return CacheUnwritable(
            say(
                "{path} was deleted or replaced while vindesk had it open. Nothing was saved.",
                path=self._path,
            ),
            advice=say("Close vindesk, put the file back or restore a backup, and start again."),
        )

    # -- read ------------------------------------------------------------------

    def opened(self) -> FileIO:
        """The file, for reading.

        Raises:
            OSError: it cannot be opened, as on Windows while the engine has it.

        """
        if self._handle is None:
            self._handle = FileIO(self._path)
        return self._handle

    def let_go(self) -> None:
        """To be called once the engine has closed the file."""
        if self._handle is not None:
            with suppress(OSError):
                self._handle.close()
            self._handle = None


def _identity(path: Path) -> _Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
