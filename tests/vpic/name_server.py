"""A name server that says what it is told to, late or never."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager

LOOPBACK = "127.0.0.1"

Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]


class NameServer:
    """Stands in for ``socket.getaddrinfo``: every name leads to ports of the loopback."""

    def __init__(self) -> None:
        self._ports: tuple[int, ...] = ()
        self._error: Exception | None = None
        self._gate = threading.Event()
        self._gate.set()

    def answer_with(self, *ports: int) -> None:
        self._ports = ports

    def fail_with(self, error: Exception) -> None:
        self._error = error

    @contextmanager
    def silent(self) -> Generator[None]:
        """Say nothing while the block runs."""
        self._gate.clear()
        yield
        self._gate.set()

    def close(self) -> None:
        """Wait for the threads that asked."""
        for thread in threading.enumerate():
            if thread.name == "name lookup":
                thread.join(5)

    def __call__(self, *_args: object, flags: int = 0, **_options: object) -> list[Found]:
        if flags:
            raise socket.gaierror(socket.EAI_NONAME, "not an address")
        assert self._gate.wait(5)
        if self._error is not None:
            raise self._error
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (LOOPBACK, p)) for p in self._ports]
