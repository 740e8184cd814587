"""Connections that can be cut from another thread, and whose replies end in time.

``requests`` and ``urllib3`` know neither: their read time-out starts anew with every byte,
and closing a session cancels nothing. These connections tell the current ``Flight`` which
socket they use, new or used again, and read within its deadline.
"""

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

from requests.adapters import HTTPAdapter
from typing_extensions import override
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from vindesk.vpic.connecting import open_connection
from vindesk.vpic.flight import Flight, current_flight

_LONGEST_IDLE_S = 30.0


class _TimedReader(io.RawIOBase):
    """Reads from a socket; each read gets what is left of the flight's time, and no more."""

    def __init__(self, raw: io.RawIOBase, source: socket.socket, flight: Flight) -> None:
        super().__init__()
        self._raw = raw
        self._socket = source
        self._flight = flight

    @override
    def readable(self) -> bool:
        return True

    @override
    def readinto(self, buffer: Any, /) -> int | None:
        self._socket.settimeout(self._flight.left_s)
        return self._raw.readinto(buffer)

    @override
    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    """A reply whose status, headers and body together must arrive before the deadline."""

    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:
        super().__init__(sock, *args, **options)
        flight = current_flight()
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock, flight))
        flight.at_end(self.close)  # urllib3 forgets to, if it dislikes the headers


class _Abortable(HTTPConnection):
    """What both kinds of connection add to urllib3's."""

    response_class = _TimedResponse
    _used_at = 0.0

    @override
    def _new_conn(self) -> socket.socket:
        try:
            return open_connection(
                self._dns_host,
                self.port,
                current_flight(),
                self.socket_options or (),
                self.source_address,
            )
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, str(error)) from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error

    @property
    @override
    def is_connected(self) -> bool:
        """Whether it can be used again; one that has been idle may be dead without a sign.

        By the wall clock, which goes on while the computer sleeps.
        """
        return super().is_connected and abs(time.time() - self._used_at) < _LONGEST_IDLE_S

    @override
    def request(self, *args: Any, **options: Any) -> None:
        self._used_at = time.time()
        if self.sock is not None:
            current_flight().use(self.sock.fileno())
        super().request(*args, **options)


class _AbortableHttp(_Abortable):
    pass


class _AbortableHttps(_Abortable, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _AbortableHttp  # pyright: ignore[reportAssignmentType] - as urllib3's own


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _AbortableHttps  # pyright: ignore[reportAssignmentType] - as urllib3's own


_POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _HttpPool, "https": _HttpsPool}


class AbortableAdapter(HTTPAdapter):
    """Makes ``requests`` use such connections, through an HTTP proxy too.

    Through a SOCKS proxy the connections are its own: they end in time, but are not cut.
    """

    @override
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    @override
    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = _POOLS
        return manager
