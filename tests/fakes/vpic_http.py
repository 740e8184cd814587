"""One connection's requests: read, recorded, answered, and the faults that lie in the sending."""

import contextlib
import math
import os
import select
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

from typing_extensions import override

from tests.fakes.vpic_answers import Answer, answer, huge_ends, problem_answer
from tests.fakes.vpic_faults import Fault, FaultKind, Ordered
from tests.fakes.vpic_listener import Listener
from tests.fakes.vpic_records import RecordedRequest
from tests.fakes.vpic_routes import Asked, understand
from tests.fakes.vpic_wire import Row

_STEP_S = 0.02  # how often a waiting answer looks whether its client is still there
_CHUNK = b"x" * 65_536


class ClientGone(ConnectionError):
    """The client did not wait for its answer, or the server stops."""


class VpicHandler(BaseHTTPRequestHandler):
    """One connection: any number of requests, one after the other."""

    server: Listener  # pyright: ignore[reportIncompatibleVariableOverride]
    protocol_version = "HTTP/1.1"
    server_version = "LoopbackVpic/1"
    sys_version = ""
    disable_nagle_algorithm = True

    _ticket: int
    _status: int | None
    _released: threading.Event

    @override
    def handle(self) -> None:
        with contextlib.suppress(OSError):
            super().handle()

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: the request log knows more."""

    def _reply(self) -> None:
        service = self.server.service
        length = int(self.headers.get("Content-Length") or 0)
        form = self.rfile.read(length)
        if len(form) < length:  # the client left while it asked
            self.close_connection = True
            return
        asked = understand(self.command, self.path, form.decode(errors="replace"))
        order = None if asked.problem else service.plan.choose(asked.vins)
        self._status = None
        self._released = service.gate.now()
        self._ticket = service.log.begin(self._record(asked, order), asked.violations)
        try:
            self._deliver(asked, order)
        except OSError:
            self.close_connection = True
            if not self.server.stopping.is_set():
                service.log.left(self._ticket)
        finally:
            self._end()

    do_GET = do_POST = _reply  # noqa: N815 - the names that http.server calls

    def _record(self, asked: Asked, order: Ordered | None) -> RecordedRequest:
        return RecordedRequest(
            method=self.command,
            path=self.path,
            kind=asked.kind,
            vins=asked.vins,
            years=asked.years,
            user_agent=self.headers.get("User-Agent", ""),
            client_port=self.client_address[1],
            fault=order.fault.kind if order else None,
            started=time.monotonic(),
        )

    def _end(self) -> None:
        self.server.service.log.end(self._ticket, self._status)

    # -- what is sent, and how -------------------------------------------

    def _deliver(self, asked: Asked, order: Ordered | None) -> None:
        self._pause(self.server.service.delay_s)
        if asked.problem:
            self._send(problem_answer(asked, self.path))
        elif order is None:
            self._send(answer(asked, self._rows(asked), None, self.path))
        elif not self._needs_no_answer(order.fault):
            self._send_badly(answer(asked, self._rows(asked), order, self.path), order.fault)

    def _rows(self, asked: Asked) -> list[Row]:
        wire = self.server.service.wire
        return [wire.row(vin, year) for vin, year in zip(asked.vins, asked.years, strict=True)]

    def _send_badly(self, said: Answer, fault: Fault) -> None:
        match fault.kind:
            case FaultKind.HANG_AFTER_HEADERS:
                self._send_after_a_hold(said)
            case FaultKind.DRIP:
                self._drip(said, fault.seconds)
            case FaultKind.CUT_CONNECTION:
                self._send_half(said)
            case _:
                self._send(said)

    def _needs_no_answer(self, fault: Fault) -> bool:
        """Commit a fault that needs no rows, or wait; tells whether that was all."""
        match fault.kind:
            case FaultKind.RESET:
                self._reset()
            case FaultKind.CLOSED:
                self.close_connection = True
            case FaultKind.HUGE:
                self._send_huge(fault.size)
            case FaultKind.ENDLESS:
                self._send_endless()
            case FaultKind.HANG:
                self._hold()
                return False
            case FaultKind.SLOW:
                self._pause(fault.seconds)
                return False
            case _:
                return False
        return True

    def _send_headers(self, said: Answer, length: int | None) -> None:
        self._status = said.status
        self.send_response(said.status)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Content-Type", said.content_type)
        for name, value in said.headers:
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _send(self, said: Answer) -> None:
        self._status = said.status
        self._end()
        self._send_headers(said, len(said.body))
        self.wfile.write(said.body)

    def _send_after_a_hold(self, said: Answer) -> None:
        self._send_headers(said, len(said.body))
        self._hold()
        self._end()
        self.wfile.write(said.body)

    def _send_half(self, said: Answer) -> None:
        self.close_connection = True
        self._status = said.status
        self._end()
        self._send_headers(said, len(said.body))
        self.wfile.write(said.body[: len(said.body) // 2])

    def _drip(self, said: Answer, seconds: float) -> None:
        self._send_headers(said, len(said.body))
        for byte in said.body[:-1]:
            self.wfile.write(bytes([byte]))
            self._pause(seconds)
        self._end()
        self.wfile.write(said.body[-1:])

    def _send_huge(self, size: int) -> None:
        head, tail = huge_ends()
        left = max(0, size - len(head) - len(tail))
        self._send_headers(Answer(200, b""), len(head) + left + len(tail))
        self.wfile.write(head)
        for start in range(0, left, len(_CHUNK)):
            self.wfile.write(_CHUNK[: left - start])
        self._end()
        self.wfile.write(tail)

    def _send_endless(self) -> None:
        chunked = Answer(200, b"", headers=(("Transfer-Encoding", "chunked"),))
        self._send_headers(chunked, None)
        piece = huge_ends()[0]
        while True:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            self._raise_if_gone()
            piece = _CHUNK

    def _reset(self) -> None:
        self.close_connection = True
        self._end()
        at_once = struct.pack("ii" if os.name == "posix" else "hh", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.rfile.close()  # it shares the socket, which would stay open
        self.connection.close()

    # -- waiting -----------------------------------------------------------

    def _hold(self) -> None:
        self._wait(self._released, math.inf)

    def _pause(self, seconds: float) -> None:
        if seconds > 0:
            self._wait(self.server.stopping, seconds)

    def _wait(self, event: threading.Event, seconds: float) -> None:
        """Wait for ``event``, at most ``seconds``, and only as long as the client waits too."""
        deadline = time.monotonic() + seconds
        left = seconds
        while left > 0 and not event.wait(min(left, _STEP_S)):
            self._raise_if_gone()
            left = deadline - time.monotonic()
        self._raise_if_gone()

    def _raise_if_gone(self) -> None:
        if self.server.stopping.is_set():
            raise ClientGone
        readable, _writable, _broken = select.select([self.connection], [], [], 0)
        if readable and not self.connection.recv(1, socket.MSG_PEEK):
            raise ClientGone
