"""A server that sends exactly the bytes it is told to, for what a proper one never says."""

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

Talk = Callable[[socket.socket], None]
"""Speaks with one client; the connection is closed afterwards."""


def read_request(connection: socket.socket) -> bytes:
    """A whole request, head and body; less if the client left."""
    seen = b""
    while not _is_whole(seen) and (more := connection.recv(65_536)):
        seen += more
    return seen


def _is_whole(seen: bytes) -> bool:
    head, end, body = seen.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


def reply(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A well-formed reply."""
    lines = (f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(lines).encode() + body


def saying(*replies: bytes) -> Talk:
    """Answer each request of a connection with the next of ``replies``."""

    def talk(connection: socket.socket) -> None:
        for answer in replies:
            if not read_request(connection):
                return
            connection.sendall(answer)

    return talk


class RawServer:
    """Each connection is spoken with by the next of ``talks``; the last is used again."""

    def __init__(self, *talks: Talk, tls: ssl.SSLContext | None = None) -> None:
        self._talks = list(talks)
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.accepted = 0
        self.closed = 0
        self.stopping = threading.Event()
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, name="raw server")]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stopping.set()
        with socket.create_connection(("127.0.0.1", self.port)):
            self._threads[0].join()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        self._listener.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def _accept(self) -> None:
        while True:
            connection, _address = self._listener.accept()
            if self.stopping.is_set():
                connection.close()
                return
            self.accepted += 1
            talk = self._talks.pop(0) if len(self._talks) > 1 else self._talks[0]
            self._open.append(connection)
            thread = threading.Thread(target=self._speak, args=(connection, talk))
            self._threads.append(thread)
            thread.start()

    def _speak(self, connection: socket.socket, talk: Talk) -> None:
        with contextlib.suppress(OSError), connection:
            if self._tls is None:
                talk(connection)
            else:
                with self._tls.wrap_socket(connection, server_side=True) as secure:
                    talk(secure)
        self.closed += 1
