"""One request on its way: its deadline, and how it is shot down from another thread."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

from vindesk.domain.words import say


class Aborted(ConnectionAbortedError):
    """The flight was aborted: whoever asked does not wait any more."""


class Flight:
    """A deadline for everything between looking up a name and the last byte.

    The connections in ``connection.py`` tell the flight of their thread which socket they
    use. ``abort`` shuts that socket, so that the thread blocked on it comes free at once.
    """

    def __init__(self, timeout_s: float, connect_s: float) -> None:
        self._deadline = time.monotonic() + timeout_s
        self.connect_s = min(timeout_s, connect_s)
        """How long opening a connection may take."""

        self._lock = threading.RLock()  # a signal may abort on the very thread that holds it
        self._aborted = False
        self._socket: socket.socket | None = None
        self._closers: list[Callable[[], object]] = []

    # -- any thread ------------------------------------------------------

    def abort(self) -> None:
        """Shut the socket; once the flight is over, do nothing."""
        with self._lock:
            self._aborted = True
            if self._socket is not None:
                with contextlib.suppress(OSError):  # the other side was faster
                    self._socket.shutdown(socket.SHUT_RDWR)

    @property
    def aborted(self) -> bool:
        return self._aborted

    # -- the thread that flies -------------------------------------------

    def use(self, descriptor: int) -> None:
        """Remember the socket that the request is using from now on.

        The flight keeps a handle of its own: the TLS layer takes the socket from whoever
        opened it, and a handle that is ours cannot have been given to another file when
        it is shut.

        Raises:
            Aborted: the flight was aborted before.

        """
        with self._lock:
            self._forget_socket()
            # what family it really is of makes no difference to shutting it
            self._socket = socket.fromfd(descriptor, socket.AF_INET, socket.SOCK_STREAM)
        self.raise_if_aborted()

    def raise_if_aborted(self) -> None:
        if self._aborted:
            raise Aborted

    @property
    def expired(self) -> bool:
        return time.monotonic() >= self._deadline

    @property
    def left_s(self) -> float:
        """The time that is left.

        Raises:
            TimeoutError: there is none.

        """
        left_s = self._deadline - time.monotonic()
        if left_s <= 0:
            raise TimeoutError(say("the deadline has passed"))
        return left_s

    def at_end(self, close: Callable[[], object]) -> None:
        """Have ``close`` called when the flight ends, however it does."""
        self._closers.append(close)

    def end(self) -> None:
        """Let go of the socket: it may be used by others from now on."""
        while self._closers:
            self._closers.pop()()
        with self._lock:
            self._forget_socket()

    def _forget_socket(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None


_current: ContextVar[Flight] = ContextVar("flight")


@contextmanager
def flying(timeout_s: float, connect_s: float) -> Generator[Flight]:
    """A flight that the connections of this thread know while the block runs."""
    flight = Flight(timeout_s, connect_s)
    token = _current.set(flight)
    try:
        yield flight
    finally:
        _current.reset(token)
        flight.end()


def current_flight() -> Flight:
    """The flight that the running thread is on; asking outside of one is a bug."""
    return _current.get()
