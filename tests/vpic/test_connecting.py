import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.stopwatch import now_s
from tests.vpic.background import Background
from tests.vpic.name_server import LOOPBACK, NameServer
from vindesk.vpic import connecting
from vindesk.vpic.connecting import open_connection
from vindesk.vpic.flight import Aborted, Flight


def flight(seconds: float = 5.0) -> Flight:
    return Flight(seconds, seconds)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server((LOOPBACK, 0)) as server:
        yield server


@pytest.fixture
def closed_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as server:
        return server.getsockname()[1]


def test_an_address_is_connected_to(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    nodelay = (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with ExitStack() as stack:
        flown = flight()
        opened = stack.enter_context(open_connection(LOOPBACK, port, flown, [nodelay]))
        other, _address = listener.accept()
        stack.enter_context(other)
        other.sendall(b"hello")
        assert opened.recv(5) == b"hello"
        assert opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert 4 < (opened.gettimeout() or 0) <= 5
        flown.end()


def test_a_source_address_is_used(listener: socket.socket) -> None:
    port = listener.getsockname()[1]
    flown = flight()
    with open_connection(LOOPBACK, port, flown, source=("127.0.0.2", 0)) as opened:
        assert opened.getsockname()[0] == "127.0.0.2"
    flown.end()


def test_a_name_is_looked_up(listener: socket.socket, names: NameServer) -> None:
    names.answer_with(listener.getsockname()[1])
    flown = flight()
    with open_connection("vpic.test", 443, flown) as opened:
        assert opened.getpeername() == listener.getsockname()
    flown.end()


def test_the_next_address_is_tried_when_one_refuses(
    listener: socket.socket, closed_port: int, names: NameServer
) -> None:
    names.answer_with(closed_port, listener.getsockname()[1])
    flown = flight()
    with open_connection("vpic.test", 443, flown) as opened:
        assert opened.getpeername() == listener.getsockname()
    flown.end()


def test_the_next_address_is_tried_when_one_is_silent(
    listener: socket.socket,
    silent_port: int,
    names: NameServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "_FAIR_CHANCE_S", 0.05)
    names.answer_with(silent_port, *[listener.getsockname()[1]] * 9)
    flown = Flight(5.0, 1.0)
    started = now_s()
    with open_connection("vpic.test", 443, flown) as opened:
        assert opened.getpeername() == listener.getsockname()
    flown.end()
    assert now_s() - started < 0.9


def test_when_all_refuse_the_last_reason_is_told(closed_port: int, names: NameServer) -> None:
    names.answer_with(closed_port, closed_port)
    with pytest.raises(ConnectionRefusedError):
        open_connection("vpic.test", 443, flight())


def test_a_name_without_an_address(names: NameServer) -> None:
    names.answer_with()
    with pytest.raises(OSError, match="no address"):
        open_connection("vpic.test", 443, flight())


@pytest.mark.parametrize(
    "error", [socket.gaierror(socket.EAI_NONAME, "unknown"), UnicodeError("label too long")]
)
def test_a_name_that_leads_nowhere(names: NameServer, error: Exception) -> None:
    names.fail_with(error)
    with pytest.raises(socket.gaierror):
        open_connection("vpic.test", 443, flight())


def test_a_silent_name_server_is_not_waited_for(names: NameServer) -> None:
    with names.silent():
        started = now_s()
        with pytest.raises(TimeoutError, match="name server"):
            open_connection("vpic.test", 443, Flight(5.0, 0.08))
        assert now_s() - started < 0.2


def test_a_silent_port_is_not_waited_for(silent_port: int) -> None:
    started = now_s()
    with pytest.raises(TimeoutError, match="connection request"):
        open_connection(LOOPBACK, silent_port, Flight(5.0, 0.05))
    assert now_s() - started < 0.2


def test_a_flight_that_is_over_opens_nothing() -> None:
    with pytest.raises(TimeoutError, match="deadline"):
        open_connection(LOOPBACK, 1, flight(-1.0))


def aborted_s(flown: Flight, host: str, port: int) -> float:
    """Abort while a connection is being opened, and tell how long that took."""
    begun = threading.Event()

    def work() -> None:
        begun.set()
        open_connection(host, port, flown)

    running = Background(work)
    assert begun.wait(5)
    moment = time.monotonic()
    flown.abort()
    with pytest.raises(Aborted):
        running.result()
    return running.ended_s_after(moment)


def test_aborting_ends_the_lookup(names: NameServer) -> None:
    with names.silent():
        assert aborted_s(flight(), "vpic.test", 443) < 0.2


def test_aborting_ends_the_connecting(silent_port: int) -> None:
    assert aborted_s(flight(), LOOPBACK, silent_port) < 0.2


def test_what_is_aborted_before_is_not_used(listener: socket.socket) -> None:
    flown = flight()
    flown.abort()
    with pytest.raises(Aborted):
        open_connection(LOOPBACK, listener.getsockname()[1], flown)
    flown.end()


def test_aborting_shuts_the_socket_for_whoever_reads_it(listener: socket.socket) -> None:
    flown = flight()
    with open_connection(LOOPBACK, listener.getsockname()[1], flown) as opened:
        reading = Background(lambda: opened.recv(1))
        flown.abort()
        assert reading.result() == b""
        flown.abort()  # a second time: nothing to shut, and no error
    flown.end()


def test_once_it_is_over_aborting_harms_nobody(listener: socket.socket) -> None:
    flown = flight()
    with open_connection(LOOPBACK, listener.getsockname()[1], flown) as opened:
        other, _address = listener.accept()
        flown.end()
        flown.abort()
        assert flown.aborted
        with other:
            other.sendall(b"x")
            assert opened.recv(1) == b"x"


def test_a_signal_aborts_on_the_very_thread_that_just_takes_a_socket(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    flown, fromfd = flight(), socket.fromfd

    def interrupted(descriptor: int, family: int, kind: int) -> socket.socket:
        flown.abort()  # as the handler of a signal does, wherever its thread is
        return fromfd(descriptor, family, kind)

    monkeypatch.setattr(socket, "fromfd", interrupted)
    flying = Background(lambda: flown.use(listener.fileno()))
    with pytest.raises(Aborted):
        flying.result()
    flown.end()
