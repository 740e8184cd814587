"""TLS on the loopback, and a proxy in front of it."""

import contextlib
import select
import socket
import ssl
from pathlib import Path

from tests.vpic.raw_server import Talk, read_request

CERTIFICATE = Path(__file__).with_name("loopback.pem")
NAME = "vpic.test"
"""The name in the certificate, which only the proxy can reach."""


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def tunnelling_to(port: int, heads: list[bytes]) -> Talk:
    """A proxy that connects everybody to ``port``, whatever they ask for."""

    def talk(client: socket.socket) -> None:
        heads.append(read_request(client))
        with socket.create_connection(("127.0.0.1", port)) as server:
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with contextlib.suppress(OSError):
                _splice(client, server)

    return talk


def _splice(client: socket.socket, server: socket.socket) -> None:
    other = {client: server, server: client}
    while True:
        waiting = isinstance(client, ssl.SSLSocket) and client.pending() > 0
        ready = [client] if waiting else select.select([client, server], [], [])[0]
        for side in ready:
            data = side.recv(65_536)
            if not data:
                return
            other[side].sendall(data)
