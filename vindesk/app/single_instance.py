"""One window for each data folder: a second start hands over what it was given, and ends."""

import logging
import os
import stat
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import Final

from msgspec import Struct

from vindesk.domain.words import say, say_many

if sys.platform == "win32":
    import getpass
    import msvcrt
else:
    import fcntl

log = logging.getLogger(__name__)

_BETWEEN_TRIES_S: Final = 0.05
_LONGEST_FOLDER: Final = 78
"""Bytes; with the name of the socket, what the address of a socket holds on every system."""


class Start(Enum):
    """What became of a start."""

    FIRST = auto()
    HANDED_OVER = auto()
    NO_ANSWER = auto()
    OTHER_VERSION = auto()


class Call(Struct, frozen=True):
    """What a second start asks of the first window."""

    inputs: tuple[str, ...]
    activation_token: str


class SingleInstance:
    """Whether this process may open a window on a data folder, or who else has it.

    The first holds a lock, which the system lets go however its holder ends; so a socket
    without a lock is stale, and a lock without an answer is a busy window. Both files lie
    in a folder that only the user can enter; without such a folder nobody is handed
    anything, and the lock of the cache is what keeps two windows apart.
    """

    def __init__(self, data: Path, patience_s: float = 3.0) -> None:
        self._patience_s = patience_s
        self._lock: int | None = None
        self._close_receiver: Callable[[], None] | None = None
        name = _name(data)
        folder = _private_folder()
        self._lock_file = folder / f"{name}.lock" if folder else None
        self._address = str(folder / f"{name}.socket") if folder else ""
        if sys.platform == "win32":
            self._address = f"vindesk-{name}"  # a pipe is no file

    def enter(self, inputs: Sequence[str]) -> Start:
        """Become the first, or hand ``inputs`` to who is.

        Who is just starting or just ending is waited for. Must be called before anything in
        the data folder is opened.
        """
        deadline = time.monotonic() + self._patience_s
        pause = threading.Event()
        while not self._take_lock():
            left_s = deadline - time.monotonic()
            if left_s < 0:
                return Start.NO_ANSWER
            start = self._hand_over(inputs, left_s)
            if start is not Start.NO_ANSWER:
                return start
            pause.wait(_BETWEEN_TRIES_S)
        return Start.FIRST

    def listen(self, take: Callable[[Call], object]) -> None:
        """Let ``take`` hear from second starts; to be called when it can act on it."""
        # QtNetwork takes 15 ms to import, and is not needed before the window is there.
        from vindesk.app.handover import Handover, Receiver  # noqa: PLC0415

        if self._lock is None:
            return
        receiver = Receiver()

        def pass_on(handover: Handover) -> None:
            inputs = tuple(map(os.fsdecode, handover.inputs))
            log.info("A second start handed over %d inputs", len(inputs))
            take(Call(inputs, handover.activation_token))

        receiver.received.connect(pass_on)
        receiver.listen(self._address)
        self._close_receiver = receiver.close

    def stop_listening(self) -> None:
        """Second starts wait from now on, until this process has ended; then they are first."""
        if self._close_receiver is not None:
            self._close_receiver()
            self._close_receiver = None

    def leave(self) -> None:
        """Let the next one be the first; nothing of ours stays behind."""
        self.stop_listening()
        if self._lock is not None and self._lock_file is not None:
            with suppress(OSError):
                self._lock_file.unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def _take_lock(self) -> bool:
        """Whether we are the first, as far as that can be known."""
        if self._lock_file is None:
            return True
        try:
            lock = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            log.warning("Whether another vindesk is open cannot be known: %s", error)
            return True
        if _locked(lock) and _is_at(self._lock_file, lock):
            self._lock = lock
            return True
        os.close(lock)
        return False

    def _hand_over(self, inputs: Sequence[str], patience_s: float) -> Start:
        from vindesk.app.handover import Answer, Handover, send  # noqa: PLC0415 - as in listen

        handover = Handover(
            inputs=tuple(os.fsencode(_from_anywhere(text)) for text in inputs),
            activation_token=os.environ.get("XDG_ACTIVATION_TOKEN", ""),
            good_until=time.time() + patience_s,
        )
        return {
            Answer.TAKEN: Start.HANDED_OVER,
            Answer.NOT_UNDERSTOOD: Start.OTHER_VERSION,
            Answer.NONE: Start.NO_ANSWER,
        }[send(self._address, handover, patience_s)]


def sentence(start: Start, count: int) -> str:
    """What a start that was not the first says; it was given ``count`` inputs."""
    match start:
        case Start.HANDED_OVER if count:
            return say_many(
                "vindesk is already open and was given {n} input.",
                "vindesk is already open and was given {n} inputs.",
                count,
            )
        case Start.HANDED_OVER:
            return say("vindesk is already open; its window is now in front.")
        case Start.OTHER_VERSION:
            return say("Another version of vindesk is open. Close it and start again.")
        case _:
            return say(
                "Another vindesk is open with the same data but is not responding. Wait, or end "
                "it, and start again."
            )


def _is_at(file: Path, descriptor: int) -> bool:
    """Whether ``file`` still names what is open: who left before us removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except OSError:
        return False


def _from_anywhere(text: str) -> str:
    """A file's name, made to hold in another process; a VIN stays as it is."""
    path = Path(text)
    try:
        is_file = bool(path.suffix) or path.name != text or path.exists()
    except (OSError, ValueError):
        is_file = False
    return str(path.absolute()) if is_file else text


def _name(data: Path) -> str:
    """The same for the same user and folder, by whatever name it was called."""
    who = getpass.getuser() if sys.platform == "win32" else str(os.getuid())
    where = os.path.normcase(data.resolve())
    whole = f"{who}\0{where}"
    return f"{zlib.crc32(os.fsencode(whole)):08x}"


def _private_folder() -> Path | None:
    """A folder that is ours and that nobody else can enter; None if there is none."""
    temporary = Path(tempfile.gettempdir())
    if sys.platform == "win32":
        return temporary  # it is in the user's profile
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    wanted = [Path(runtime, "vindesk")] if runtime else []
    for folder in (*wanted, temporary / f"vindesk-{os.getuid()}"):
        if len(os.fsencode(folder)) <= _LONGEST_FOLDER and _is_private(folder):
            return folder
    log.warning("There is no folder for a socket that only this user can reach")
    return None


if sys.platform != "win32":

    def _is_private(folder: Path) -> bool:
        """Make ``folder``, or see whether the one that is there can be trusted."""
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            found = folder.lstat()
        except OSError:
            return False
        closed = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        return closed and found.st_uid == os.getuid()

    def _locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

else:

    def _locked(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
