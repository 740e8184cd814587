"""How a TCP connection is opened so that opening it can be stopped, and ends in time.

``socket.create_connection`` can do neither: nothing wakes it, and looking up a name may take
half a minute where there is no network.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any

from urllib3.util import wait_for_write

from vindesk.domain.words import say
from vindesk.vpic.flight import Aborted, Flight

_SLICE_S = 0.05
"""How often it is looked whether anybody still waits."""
_FAIR_CHANCE_S = 1.5
"""What each of several addresses is given at least, if there is as much left."""

_Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]
Option = tuple[int, int, int | bytes]


def open_connection(
    host: str,
    port: int,
    flight: Flight,
    options: Iterable[Option] = (),
    source: tuple[str, int] | None = None,
) -> socket.socket:
    """Connect to the first address of ``host`` that answers; the flight's time is for all.

    Raises:
        Aborted: the flight was aborted.
        socket.gaierror: the name leads nowhere.
        TimeoutError: time ended.
        OSError: no connection, for the reason in it.

    """
    ends = time.monotonic() + min(flight.connect_s, flight.left_s)
    addresses = _resolve(host, port, flight, ends)
    failure = OSError(say("the name has no address"))
    for number, address in enumerate(addresses):
        left_s = ends - time.monotonic()
        share_s = max(left_s / (len(addresses) - number), min(left_s, _FAIR_CHANCE_S))
        try:
            return _connect(address, flight, share_s, options, source)
        except Aborted:
            raise
        except OSError as error:
            failure = error
    raise failure


def _resolve(host: str, port: int, flight: Flight, ends: float) -> list[_Address]:
    """All addresses of ``host``.

    Nothing can stop or bound a lookup. So it has a daemon thread of its own, and is left
    behind if it takes too long.
    """
    try:  # an address needs no looking up
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (socket.gaierror, UnicodeError):
        found: Future[list[_Address]] = Future()
    threading.Thread(
        target=_look_up, args=(host, port, found), name="name lookup", daemon=True
    ).start()
    while not _is_done(found, _SLICE_S):
        flight.raise_if_aborted()
        if time.monotonic() >= ends:
            raise TimeoutError(say("the name server does not answer"))
    return found.result()


def _look_up(host: str, port: int, found: Future[list[_Address]]) -> None:
    try:
        found.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except OSError as error:
        found.set_exception(error)
    except UnicodeError as error:
        found.set_exception(socket.gaierror(socket.EAI_NONAME, str(error)))


def _is_done(found: Future[list[_Address]], timeout_s: float) -> bool:
    try:
        found.exception(timeout_s)
    except TimeoutError:
        return False
    return True


def _connect(
    address: _Address,
    flight: Flight,
    timeout_s: float,
    options: Iterable[Option],
    source: tuple[str, int] | None,
) -> socket.socket:
    family, kind, protocol, _name, where = address
    opened = socket.socket(family, kind, protocol)
    try:
        for option in options:
            opened.setsockopt(*option)
        if source:
            opened.bind(source)
        opened.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            opened.connect(where)
        _wait_until_connected(opened, flight, time.monotonic() + timeout_s)
        opened.settimeout(flight.left_s)
        flight.use(opened.fileno())
    except BaseException:
        opened.close()
        raise
    return opened


def _wait_until_connected(opened: socket.socket, flight: Flight, ends: float) -> None:
    while not wait_for_write(opened, _SLICE_S):
        flight.raise_if_aborted()
        if time.monotonic() >= ends:
            raise TimeoutError(say("no answer to the connection request"))
    code = opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, say("no connection"))
