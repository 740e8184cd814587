import gzip
import random
import socket
from pathlib import Path
from types import ModuleType

import pytest

from tests.stopwatch import now_s
from tests.vpic.background import wait_for
from tests.vpic.fetching import ASK, PLENTY_S, POST, Fetch
from tests.vpic.name_server import NameServer
from tests.vpic.raw_server import RawServer, Talk, read_request, reply, saying
from vindesk.domain.errors import (
    VpicBadReply,
    VpicError,
    VpicRefused,
    VpicTimedOut,
    VpicUnreachable,
)
from vindesk.domain.monitor import Unwatched
from vindesk.vpic import connection

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def listening(heads: list[bytes], answer: bytes) -> Talk:
    """Keep what is asked, and say always the same."""

    def talk(client: socket.socket) -> None:
        while head := read_request(client):
            heads.append(head)
            client.sendall(answer)

    return talk


# -- what is sent ----------------------------------------------------------------


def test_a_question_and_nothing_else(
    fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password secret")
    monkeypatch.setenv("NETRC", str(netrc))
    heads: list[bytes] = []
    with RawServer(listening(heads, reply(b"{}", "Set-Cookie: who=you; Path=/"))) as server:
        wire = fetch.wire(server.url)
        for request in (ASK, POST):
            assert wire.fetch(request, PLENTY_S, Unwatched()).body == b"{}"
    get, post = (head.decode().split("\r\n") for head in heads)
    assert get[0] == "GET /api/Values/X?format=json HTTP/1.1"
    assert set(get[1:]) == {
        f"Host: 127.0.0.1:{server.port}",
        "User-Agent: vindesk",
        "Accept: application/json",
        "Accept-Encoding: gzip, deflate",
        "Connection: keep-alive",
        "",
    }
    assert post[0] == "POST /api/Batch/ HTTP/1.1"
    assert "Content-Type: application/x-www-form-urlencoded" in post
    assert post[-1] == "DATA=a%3Bb&format=json"
    assert not any(line.startswith("Cookie") for line in post)


# -- what is taken ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "body"),
    [
        (reply(b"hello"), b"hello"),
        (reply(gzip.compress(b"hello", mtime=0), "Content-Encoding: gzip"), b"hello"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello", b"hello"),
        (b"HTTP/1.0 200 OK\r\n\r\nhello", b"hello"),
        (
            CHUNKED + b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
            b"hello",
        ),
        (reply(b"sorry", status="503 Down"), b"sorry"),
        (b"HTTP/1.1 204 Nothing\r\n\r\n", b""),
    ],
)
def test_replies_in_any_form(fetch: Fetch, said: bytes, body: bytes) -> None:
    with RawServer(saying(said)) as server:
        assert fetch(server.url).body == body


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"", VpicUnreachable),
        (b"SSH-2.0-OpenSSH\r\n\r\n", VpicUnreachable),
        (b"HTTP/1.1 2", VpicUnreachable),
        (b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", VpicUnreachable),
        (b"HTTP/1.1 200 OK\r\n" + b"X: x\r\n" * 200 + b"\r\n", VpicUnreachable),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", VpicUnreachable),
        (CHUNKED + b"zz\r\nhel", VpicUnreachable),
        (CHUNKED + b"5\r\nhel", VpicUnreachable),
        (reply(b"hello", "Content-Encoding: gzip"), VpicBadReply),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello", VpicBadReply),
        (reply(b"x" * 100_001), VpicBadReply),
        (reply(gzip.compress(b"x" * 100_001, mtime=0), "Content-Encoding: gzip"), VpicBadReply),
    ],
)
def test_what_is_no_reply_is_named(fetch: Fetch, said: bytes, kind: type[VpicError]) -> None:
    with RawServer(saying(said)) as server:
        error = fetch.fail(server.url)
    assert isinstance(error, kind)
    assert error.transient
    assert "Nothing was stored." in error.detail


def test_of_an_error_page_only_the_beginning_is_read(fetch: Fetch) -> None:
    with RawServer(saying(reply(b"x" * 10_000_000, status="500 Oops"))) as server:
        got = fetch(server.url)
    assert got.status == 500
    assert 65_536 < len(got.body) <= 2 * 65_536


# -- in time ------------------------------------------------------------------------


def dripping(before: bytes, drop: bytes) -> Talk:
    """Say ``before``, then a drop every few milliseconds, without end."""

    def talk(client: socket.socket) -> None:
        read_request(client)
        client.sendall(before)
        client.settimeout(0.005)
        while True:
            client.sendall(drop)
            try:
                if not client.recv(1):
                    return
            except TimeoutError:
                pass

    return talk


@pytest.mark.parametrize(
    ("before", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X: x\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"x"),
        (CHUNKED, b"1\r\nx\r\n"),
        (b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 90000\r\n\r\n", b"x"),
    ],
)
def test_what_drips_ends_at_the_deadline(fetch: Fetch, before: bytes, drop: bytes) -> None:
    with RawServer(dripping(before, drop)) as server:
        started = now_s()
        error = fetch.fail(server.url, timeout_s=0.1)
        took_s = now_s() - started
    assert isinstance(error, VpicTimedOut | VpicUnreachable)
    assert took_s < 1


def test_a_handshake_that_does_not_come_ends_in_time(fetch: Fetch) -> None:
    with RawServer(dripping(b"", b"")) as server:
        started = now_s()
        error = fetch.fail(f"https://127.0.0.1:{server.port}/", timeout_s=0.1)
    assert isinstance(error, VpicTimedOut)
    assert now_s() - started < 1


# -- connections ---------------------------------------------------------------------


def test_a_connection_that_the_server_closed_is_replaced(fetch: Fetch) -> None:
    with RawServer(saying(reply(b"one")), saying(reply(b"two"))) as server:
        wire = fetch.wire(server.url)
        assert wire.fetch(ASK, PLENTY_S, Unwatched()).body == b"one"
        wait_for(lambda: server.closed == 1)
        assert wire.fetch(ASK, PLENTY_S, Unwatched()).body == b"two"


def test_a_connection_that_was_idle_for_long_is_replaced(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000.0]
    monkeypatch.setattr(connection, "time", false_time(lambda: now[0]))
    with RawServer(saying(*[reply(b"one")] * 9)) as server:
        wire = fetch.wire(server.url)
        for moment, accepted in ((1_000, 1), (1_029, 1), (1_058, 1), (1_089, 2), (1_000, 3)):
            now[0] = moment
            wire.fetch(ASK, PLENTY_S, Unwatched())
            assert server.accepted == accepted


def false_time(now: object) -> ModuleType:
    module = ModuleType("time")
    module.time = now  # pyright: ignore[reportAttributeAccessIssue] - that is what it is for
    return module


# -- redirections ----------------------------------------------------------------------


def moved(target: str, status: str = "302 Found") -> bytes:
    return reply(b"", f"Location: {target}", status=status)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 Other", "307 Temp", "308 Perm"])
def test_a_post_stays_a_post(fetch: Fetch, status: str) -> None:
    heads: list[bytes] = []

    def talk(client: socket.socket) -> None:
        heads.append(read_request(client))
        client.sendall(moved("/new/place", status))
        heads.append(read_request(client))
        client.sendall(reply(b"there"))

    with RawServer(talk) as server:
        assert fetch(server.url, POST).body == b"there"
    assert [head.split()[:2] for head in heads] == [
        [b"POST", b"/api/Batch/"],
        [b"POST", b"/new/place"],
    ]
    assert all(head.endswith(b"DATA=a%3Bb&format=json") for head in heads)


def test_a_path_that_brings_its_own_query_keeps_it(fetch: Fetch) -> None:
    heads: list[bytes] = []

    def talk(client: socket.socket) -> None:
        for answer in (moved("../v2/X?format=json&v=2"), reply(b"there")):
            heads.append(read_request(client))
            client.sendall(answer)

    with RawServer(talk) as server:
        fetch(server.url)
    assert heads[1].startswith(b"GET /api/v2/X?format=json&v=2 HTTP/1.1")


@pytest.mark.parametrize(
    "target",
    [
        "https://127.0.0.1:{port}/",
        "http://127.0.0.1:1/",
        "http://localhost:{port}/",
        "//elsewhere.invalid/",
        "ftp://127.0.0.1:{port}/",
        "http://127.0.0.1:nonsense/",
        "http://[::1",
        "javascript:alert(1)",
    ],
)
def test_no_other_server_is_followed(fetch: Fetch, target: str) -> None:
    def talk(client: socket.socket) -> None:
        saying(moved(target.format(port=server.port)))(client)

    with RawServer(talk) as server:
        error = fetch.fail(server.url)
        assert server.accepted == 1
    assert isinstance(error, VpicRefused)
    assert "another server" in error.detail


def test_a_redirection_to_nowhere_is_a_reply(fetch: Fetch) -> None:
    with RawServer(saying(reply(b"", status="302 Found"))) as server:
        assert fetch(server.url).status == 302


# -- no connection -------------------------------------------------------------------


def test_a_name_that_leads_nowhere(fetch: Fetch, names: NameServer) -> None:
    names.fail_with(socket.gaierror(socket.EAI_NONAME, "Name or service not known"))
    error = fetch.fail("https://vpic.test/")
    assert isinstance(error, VpicUnreachable)
    assert "the name of the server was not found" in error.detail


def test_a_name_server_that_is_silent(fetch: Fetch, names: NameServer) -> None:
    with names.silent():
        error = fetch.fail("https://vpic.test/", timeout_s=0.06)
    assert isinstance(error, VpicUnreachable)
    assert "in time: the name server does not answer" in error.detail


def test_a_server_that_is_silent(fetch: Fetch, silent_port: int) -> None:
    error = fetch.fail(f"http://127.0.0.1:{silent_port}/", timeout_s=0.06)
    assert isinstance(error, VpicUnreachable)
    assert "in time: no answer to the connection request" in error.detail


# -- anything at all ---------------------------------------------------------------------


def sentence_or_status(fetch: Fetch, url: str) -> str:
    try:
        return str(fetch(url).status)
    except VpicError as error:
        return error.sentence


@pytest.mark.parametrize("seed", range(40))
def test_whatever_comes_is_a_reply_or_has_a_name(fetch: Fetch, seed: int) -> None:
    dice = random.Random(seed)
    good = dice.choice(
        [
            reply(gzip.compress(b"x" * 999, mtime=0), "Content-Encoding: gzip"),
            CHUNKED + b"5\r\nhello\r\n0\r\n\r\n",
            reply(b"", "Location: /there?a=b", status="302 Found"),
        ]
    )
    said = bytearray(good)
    for _damage in range(dice.randrange(1, 6)):
        place = dice.randrange(len(said))
        said[place : place + dice.randrange(3)] = dice.randbytes(dice.randrange(3))
    with RawServer(saying(bytes(said))) as server:
        told = sentence_or_status(fetch, server.url)
    assert told.isprintable()
