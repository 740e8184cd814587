"""Fixtures for the tests of imports."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.vpic_server import VpicServer
from tests.services.import_desk import Bench
from tests.store.samples import Clock
from tests.vpic.false_clock import FalseClock
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.vpic.options import WebOptions
from vindesk.vpic.web import VpicWeb

MakeBench = Callable[..., Bench]


@pytest.fixture
def moment() -> Clock:
    return Clock()


@pytest.fixture
def make_bench(tmp_path: Path, moment: Clock) -> Iterator[MakeBench]:
    """Makes benches, each with a cache of its own."""
    opened: list[Database] = []

    def make(**options: Any) -> Bench:
        folder = tmp_path / f"{len(opened)}"
        limits = EngineLimits(memory_mb=256, threads=2, temporary=folder / "temporary")
        cache = folder / "vehicles.duckdb"
        opened.append(Database.open(cache, limits, backups=folder / "backups", clock=moment))
        return Bench(opened[-1], moment, **options)

    yield make
    for database in opened:
        database.close()


@pytest.fixture
def bench(make_bench: MakeBench) -> Bench:
    return make_bench()


@pytest.fixture
def web(vpic_server: VpicServer, moment: Clock) -> Iterator[VpicWeb]:
    """The real client, asking the loopback server; its pauses pass in a moment."""
    options = WebOptions(base_url=vpic_server.url, attempts=2)
    rng = random.Random(7)
    throttle = options.throttle(FalseClock(), rng)
    made = VpicWeb(options, throttle, utc_now=moment, rng=rng)
    yield made
    made.close()
