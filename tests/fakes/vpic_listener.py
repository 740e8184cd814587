"""The port of the server, its connections and their threads, and what they all share."""

import contextlib
import os
import socket
import socketserver
import sys
import threading
from typing import Any

from msgspec import Struct, field
from typing_extensions import override

from tests.fakes.vpic_faults import FaultPlan
from tests.fakes.vpic_records import RequestLog
from tests.fakes.vpic_wire import Wire

HOST = "127.0.0.1"
_POLL_S = 0.02  # how often the accepting thread looks whether it should stop


class Gate:
    """Holds hanging answers back until they are released."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._event = threading.Event()

    def now(self) -> threading.Event:
        """What an answer that begins to hang now waits for."""
        with self._lock:
            return self._event

    def release(self) -> None:
        with self._lock:
            self._event.set()
            self._event = threading.Event()


class Service(Struct):
    """What all connections share; it outlives a listener that refuses and comes back."""

    wire: Wire
    log: RequestLog
    delay_s: float = 0.0
    plan: FaultPlan = field(default_factory=FaultPlan)
    gate: Gate = field(default_factory=Gate)
    bugs: list[BaseException] = field(default_factory=list[BaseException])


class Listener(socketserver.ThreadingTCPServer):
    """One bound port; knows its connections, so that closing it ends them at once."""

    allow_reuse_address = os.name == "posix"
    daemon_threads = False  # so that closing joins them
    request_queue_size = 128

    def __init__(
        self, port: int, service: Service, handler: type[socketserver.BaseRequestHandler]
    ) -> None:
        super().__init__((HOST, port), handler, bind_and_activate=False)
        self.service = service
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._connections: set[socket.socket] = set()
        self._thread: threading.Thread | None = None
        try:
            self.server_bind()
        except OSError:
            self.server_close()
            raise

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def listen(self) -> None:
        """Begin to answer; until then the port is ours, but refuses every connection."""
        self.server_activate()
        name = f"vpic server on {self.port}"
        self._thread = threading.Thread(target=self.serve_forever, args=(_POLL_S,), name=name)
        self._thread.start()

    def close(self) -> None:
        """End every connection, wherever it is, and wait for their threads."""
        self.stopping.set()
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
        with self._lock:
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    @override
    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._connections.add(request)
        super().process_request(request, client_address)

    @override
    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._connections.discard(request)
        super().shutdown_request(request)

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Keep a bug of this server for whoever stops it, instead of printing it."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.service.bugs.append(error)
