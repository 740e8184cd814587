"""Cancelling frees the asker at once, wherever the request is."""

import json
import socket
import threading
import time

import pytest

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.vpic.background import Background, wait_for
from tests.vpic.conftest import HONDA, PETERBILT, MakeWeb
from tests.vpic.loopback_tls import NAME, server_context
from tests.vpic.raw_server import RawServer, Talk, read_request, reply, saying
from tests.vpic.watching import Watcher
from vindesk.domain.monitor import Cancelled, Unwatched
from vindesk.domain.vehicle import Question
from vindesk.vpic.web import VpicWeb

PROMPT_S = 0.2


@pytest.fixture
def patient(make_web: MakeWeb, vpic_server: VpicServer) -> VpicWeb:
    """A client that would wait for minutes of real time."""
    return make_web(
        vpic_server.url, with_clock=None, patience_s=300, single_timeout_s=300, rate_per_s=1e9
    )


def ask(web: VpicWeb, watcher: Watcher, question: Question = PETERBILT) -> Background[object]:
    return Background(lambda: web.decode(question, watcher))


def assert_freed_by_cancelling(work: Background[object], watcher: Watcher) -> None:
    moment = time.monotonic()
    watcher.cancel()
    with pytest.raises(Cancelled):
        work.result()
    assert work.ended_s_after(moment) < PROMPT_S


@pytest.mark.parametrize(
    "fault",
    [
        FaultKind.HANG,
        FaultKind.HANG_AFTER_HEADERS,
        Fault(FaultKind.SLOW, seconds=60),
        Fault(FaultKind.DRIP, seconds=0.005),
    ],
    ids=str,
)
@pytest.mark.parametrize("used_before", [False, True])
def test_while_the_server_keeps_us_waiting(
    patient: VpicWeb,
    vpic_server: VpicServer,
    watcher: Watcher,
    fault: Fault | FaultKind,
    used_before: bool,
) -> None:
    if used_before:
        patient.decode(HONDA, Unwatched())
    vpic_server.answer_with(fault)
    work = ask(patient, watcher)
    vpic_server.wait_for_requests(2 if used_before else 1)
    assert_freed_by_cancelling(work, watcher)
    vpic_server.wait_for(lambda requests: requests[-1].client_left)


def test_while_a_body_pours_in_without_end(
    make_web: MakeWeb, vpic_server: VpicServer, watcher: Watcher
) -> None:
    web = make_web(vpic_server.url, max_reply_bytes=10**12)
    vpic_server.answer_with(FaultKind.ENDLESS)
    work = ask(web, watcher)
    vpic_server.wait_for_requests(1)
    assert_freed_by_cancelling(work, watcher)


def test_a_connection_that_was_shut_is_not_used_again(
    patient: VpicWeb, vpic_server: VpicServer, watcher: Watcher
) -> None:
    vpic_server.script([None, FaultKind.HANG])
    patient.decode(HONDA, Unwatched())
    work = ask(patient, watcher)
    vpic_server.wait_for_requests(2)
    assert_freed_by_cancelling(work, watcher)
    assert patient.decode(HONDA, Unwatched()).vehicle.vin == HONDA.vin
    first, second, third = vpic_server.requests
    assert first.client_port == second.client_port != third.client_port


def test_others_go_on(patient: VpicWeb, vpic_server: VpicServer, watcher: Watcher) -> None:
    vpic_server.answer_with(FaultKind.HANG, vins=[PETERBILT.vin.text])
    hanging, other = ask(patient, watcher), Watcher()
    vpic_server.wait_for_requests(1)
    vpic_server.answer_with(FaultKind.HANG, vins=[HONDA.vin.text], times=1)
    working = ask(patient, other, HONDA)
    vpic_server.wait_for_requests(2)
    assert_freed_by_cancelling(hanging, watcher)
    vpic_server.release()
    working.result()


def test_while_a_batch_is_under_way(
    patient: VpicWeb, vpic_server: VpicServer, watcher: Watcher
) -> None:
    vpic_server.answer_with(FaultKind.HANG)
    work = Background[object](lambda: patient.decode_many([HONDA, PETERBILT], watcher))
    vpic_server.wait_for_requests(1)
    assert_freed_by_cancelling(work, watcher)


def test_while_resting_before_the_next_attempt(
    patient: VpicWeb, vpic_server: VpicServer, watcher: Watcher
) -> None:
    vpic_server.answer_with(FaultKind.SERVER_ERROR)
    work = ask(patient, watcher)
    vpic_server.wait_for_requests(1)
    wait_for(lambda: patient.throttle.state().in_flight == 0)
    assert_freed_by_cancelling(work, watcher)
    assert vpic_server.request_count == 1


def test_while_vpic_asks_us_to_wait(
    patient: VpicWeb, vpic_server: VpicServer, watcher: Watcher
) -> None:
    vpic_server.answer_with(Fault(FaultKind.TOO_MANY_SECONDS, seconds=200))
    work = ask(patient, watcher)
    wait_for(lambda: watcher.notes == ["vPIC asks to wait: 200 s"])
    assert_freed_by_cancelling(work, watcher)


def test_while_connecting(make_web: MakeWeb, silent_port: int, watcher: Watcher) -> None:
    web = make_web(f"http://127.0.0.1:{silent_port}/", connect_timeout_s=300)
    work = ask(web, watcher)
    assert_freed_by_cancelling(work, watcher)


def test_before_anything(patient: VpicWeb, vpic_server: VpicServer, watcher: Watcher) -> None:
    watcher.cancel()
    with pytest.raises(Cancelled):
        patient.decode(HONDA, watcher)
    with pytest.raises(Cancelled):
        patient.decode_many([HONDA, PETERBILT], watcher)
    assert vpic_server.request_count == 0


# -- TLS and proxies --------------------------------------------------------------


def silent(begun: threading.Event) -> Talk:
    """Take what comes and say nothing, until the client leaves."""

    def talk(client: socket.socket) -> None:
        while client.recv(65_536):
            begun.set()

    return talk


@pytest.fixture
def begun() -> threading.Event:
    return threading.Event()


def test_while_hands_are_shaken(
    make_web: MakeWeb, watcher: Watcher, begun: threading.Event
) -> None:
    with RawServer(silent(begun)) as server:
        work = ask(make_web(f"https://127.0.0.1:{server.port}/"), watcher)
        assert begun.wait(5)
        assert_freed_by_cancelling(work, watcher)


def test_while_a_reply_comes_over_tls(
    make_web: MakeWeb, watcher: Watcher, begun: threading.Event, trusted: None
) -> None:
    def talk(client: socket.socket) -> None:
        saying(reply(b"not JSON"))(client)
        silent(begun)(client)

    with RawServer(talk, tls=server_context()) as server:
        work = ask(make_web(f"https://127.0.0.1:{server.port}/"), watcher)
        assert begun.wait(5)
        assert_freed_by_cancelling(work, watcher)


def test_while_a_proxy_makes_no_connection(
    make_web: MakeWeb,
    watcher: Watcher,
    begun: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with RawServer(silent(begun)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        work = ask(make_web(f"https://{NAME}/"), watcher)
        assert begun.wait(5)
        assert_freed_by_cancelling(work, watcher)


def test_a_reply_that_is_cut_by_us_is_never_taken_for_a_whole_one(
    make_web: MakeWeb, vpic_server: VpicServer, watcher: Watcher
) -> None:
    """Without a length, a reply ends where the connection does."""
    sent = threading.Event()
    row = json.dumps(vpic_server.expected_row(PETERBILT.vin.text))

    def talk(client: socket.socket) -> None:
        read_request(client)
        client.sendall(f'HTTP/1.0 200 OK\r\n\r\n{{"Results":[{row}]}}'.encode())
        sent.set()
        silent(threading.Event())(client)

    with RawServer(talk) as server:
        work = ask(make_web(server.url), watcher)
        assert sent.wait(5)
        assert_freed_by_cancelling(work, watcher)
