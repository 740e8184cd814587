"""Fixtures for the tests of ``vindesk.vpic``."""

import math
import random
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.fakes.vpic_server import VpicServer
from tests.vpic.false_clock import FalseClock
from tests.vpic.fetching import Fetch
from tests.vpic.loopback_tls import CERTIFICATE
from tests.vpic.name_server import LOOPBACK, NameServer
from tests.vpic.watching import Watcher
from vindesk.domain.vehicle import Question
from vindesk.domain.vin import Vin
from vindesk.vpic.clock import Clock
from vindesk.vpic.options import WebOptions
from vindesk.vpic.web import VpicWeb

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PETERBILT = Question(Vin("1XPWD40X1ED215307"))
KENWORTH = Question(Vin("1XKWDB0X57J211825"))
COUNTACH = Question(Vin("ZA9CA05AXJLA12340"))
HONDA = Question(Vin("1HGCM82633A004352"))

MakeWeb = Callable[..., VpicWeb]


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture
def clock() -> FalseClock:
    return FalseClock()


@pytest.fixture
def make_web(clock: FalseClock) -> Iterator[MakeWeb]:
    """Makes web sources with a false clock and steady dice, closed at the end."""
    made: list[VpicWeb] = []

    def make(
        url: str,
        *,
        with_clock: Clock | None = clock,
        patience_s: float = 30.0,
        batch_patience_s: float = math.inf,
        **options: Any,
    ) -> VpicWeb:
        web_options = WebOptions(base_url=url, **options)
        rng = random.Random(7)
        web = VpicWeb(
            web_options,
            web_options.throttle(with_clock, rng),
            patience_s=patience_s,
            batch_patience_s=batch_patience_s,
            utc_now=lambda: NOW,
            rng=rng,
        )
        made.append(web)
        return web

    yield make
    for web in made:
        web.close()


@pytest.fixture
def web(make_web: MakeWeb, vpic_server: VpicServer) -> VpicWeb:
    """The real client, asking the truthful server."""
    return make_web(vpic_server.url)


@pytest.fixture
def fetch() -> Iterator[Fetch]:
    fetching = Fetch()
    yield fetching
    fetching.close()


# -- networks that do not work -----------------------------------------------------


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port where a connection is neither made nor refused: its queue is full."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind((LOOPBACK, 0))
        server.listen(0)
        for _place in range(3):
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(server.getsockname())
        yield server.getsockname()[1]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    server = NameServer()
    monkeypatch.setattr(socket, "getaddrinfo", server)
    yield server
    server.close()


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the certificate of the tests."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(CERTIFICATE))
