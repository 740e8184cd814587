"""TLS, with certificates of whoever; and proxies."""

import socket
from pathlib import Path

import pytest
import requests.adapters

from tests.vpic.fetching import ASK, PLENTY_S, Fetch
from tests.vpic.loopback_tls import NAME, server_context, tunnelling_to
from tests.vpic.name_server import NameServer
from tests.vpic.raw_server import RawServer, reply, saying
from vindesk.config.addresses import DIRECT
from vindesk.domain.errors import (
    VpicUnreachable,
)
from vindesk.domain.monitor import Unwatched
from vindesk.vpic.connection import AbortableAdapter
from vindesk.vpic.faults import VpicMisconfigured


def test_tls_with_certificates_of_ones_own(fetch: Fetch, trusted: None) -> None:
    with RawServer(saying(reply(b"safe"), reply(b"again")), tls=server_context()) as server:
        wire = fetch.wire(f"https://127.0.0.1:{server.port}/")
        assert wire.fetch(ASK, PLENTY_S, Unwatched()).body == b"safe"
        assert wire.fetch(ASK, PLENTY_S, Unwatched()).body == b"again"
        assert server.accepted == 1


def test_a_certificate_nobody_vouches_for_is_refused(fetch: Fetch) -> None:
    with RawServer(saying(reply(b"trust me")), tls=server_context()) as server:
        error = fetch.fail(f"https://127.0.0.1:{server.port}/")
    assert isinstance(error, VpicMisconfigured)
    assert not error.transient
    assert "certificate could not be verified: self-signed certificate" in error.detail
    assert "REQUESTS_CA_BUNDLE" in error.advice


def test_a_certificate_for_another_name_is_refused(
    fetch: Fetch, trusted: None, names: NameServer
) -> None:
    with RawServer(saying(reply(b"trust me")), tls=server_context()) as server:
        names.answer_with(server.port)
        error = fetch.fail(f"https://localhost:{server.port}/")
    assert isinstance(error, VpicMisconfigured)
    assert "Hostname mismatch" in error.detail


def test_a_bundle_that_is_not_there(
    fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "gone.pem"))
    error = fetch.fail("https://127.0.0.1:1/")
    assert isinstance(error, VpicMisconfigured)
    assert "computer's settings" in error.detail


def test_a_bundle_that_is_none(
    fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "bad.pem"
    bundle.write_text("nonsense")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with RawServer(saying(reply(b"")), tls=server_context()) as server:
        error = fetch.fail(f"https://127.0.0.1:{server.port}/")
    assert isinstance(error, VpicUnreachable)


@pytest.mark.parametrize("proxy_tls", [False, True])
def test_through_a_proxy(
    fetch: Fetch, trusted: None, monkeypatch: pytest.MonkeyPatch, proxy_tls: bool
) -> None:
    heads: list[bytes] = []
    answers = saying(reply(b"safe"), reply(b"again"))
    with (
        RawServer(answers, tls=server_context()) as server,
        RawServer(
            tunnelling_to(server.port, heads), tls=server_context() if proxy_tls else None
        ) as proxy,
    ):
        scheme = "https" if proxy_tls else "http"
        monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://me:secret@127.0.0.1:{proxy.port}")
        wire = fetch.wire(f"https://{NAME}/api/")
        assert wire.fetch(ASK, PLENTY_S, Unwatched()).body == b"safe"
        assert wire.fetch(ASK, PLENTY_S, Unwatched()).body == b"again"
        wire.close()
    (head,) = heads
    assert head.startswith(b"CONNECT vpic.test:443 HTTP/1.")
    assert b"Proxy-Authorization: Basic" in head


def test_a_proxy_that_refuses(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(saying(reply(b"", status="407 Who are you"))) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        error = fetch.fail(f"https://{NAME}/")
    assert isinstance(error, VpicUnreachable)
    assert "The proxy failed: Tunnel connection failed: 407 Who are you" in error.detail
    assert "HTTPS_PROXY" in error.advice


def test_a_proxy_that_is_not_there(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    error = fetch.fail(f"https://{NAME}/")
    assert isinstance(error, VpicUnreachable)
    assert "The proxy failed: the connection was refused" in error.detail


@pytest.mark.parametrize("proxy", ["http://", "socks5://127.0.0.1:1", "nonsense://127.0.0.1:1"])
def test_a_proxy_that_is_none(fetch: Fetch, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    error = fetch.fail(f"https://{NAME}/")
    assert isinstance(error, VpicMisconfigured)
    assert "computer's settings" in error.detail


def test_a_socks_proxy_keeps_connections_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    class SocksManager:
        pool_classes_by_scheme = "its own"

        def __init__(self, *args: object, **options: object) -> None:
            """Take what requests gives."""

        def clear(self) -> None:
            """Have nothing to close."""

    monkeypatch.setattr(requests.adapters, "SOCKSProxyManager", SocksManager)
    adapter = AbortableAdapter()
    manager = adapter.proxy_manager_for("SOCKS5h://127.0.0.1:1")
    assert manager.pool_classes_by_scheme == "its own"
    adapter.close()


def test_the_loopback_needs_no_proxy(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with RawServer(saying(reply(b"direct"))) as server:
        assert fetch(server.url).body == b"direct"


def test_the_proxy_of_the_settings_goes_before_that_of_the_environment(
    fetch: Fetch, trusted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "*")
    with RawServer(saying(reply(b"", status="407 Who are you"))) as proxy:
        wire = fetch.wire(f"https://{NAME}/", proxy=f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(VpicUnreachable, match=r"The proxy failed: .* 407 Who are you"):
            wire.fetch(ASK, PLENTY_S, Unwatched())


def test_with_no_proxy_by_choice_that_of_the_environment_is_not_asked(
    fetch: Fetch, trusted: None, names: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    with RawServer(saying(reply(b"safe")), tls=server_context()) as server:
        names.answer_with(server.port)
        wire = fetch.wire(f"https://{NAME}/", proxy=DIRECT)
        assert wire.fetch(ASK, PLENTY_S, Unwatched()).body == b"safe"
