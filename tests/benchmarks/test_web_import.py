"""Two thousand VINs over the web, one of whose batches is slow, against the ideal for the pace."""

import heapq
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figures
from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.services.import_desk import WEB_PLAN, Bench
from tests.services.test_bulk_source import some_vins
from vindesk.services.assembly import utc_now
from vindesk.services.bulk_source import Hands
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.vpic.options import WebOptions
from vindesk.vpic.web import VpicWeb

COUNT = 2_000
PER_S = 3.0
DELAY_S = 0.25
SLOW_S = 3.0
SLOW_ONE = 7
MOST = 1.1


@pytest.mark.parametrize("in_flight", [2, 4])
def test_two_thousand_vins(in_flight: int, tmp_path: Path, figures: Figures) -> None:
    limits = EngineLimits(memory_mb=512, threads=2, temporary=tmp_path / "temporary")
    database = Database.open(
        tmp_path / "vehicles.duckdb", limits, backups=tmp_path / "backups", clock=utc_now
    )
    at_once = in_flight - 1
    with VpicServer(delay_s=DELAY_S) as server, ThreadPoolExecutor(in_flight) as pool:
        server.script([None] * SLOW_ONE + [Fault(FaultKind.SLOW, seconds=SLOW_S)])
        options = WebOptions(base_url=server.url, rate_per_s=PER_S, max_in_flight=in_flight)
        web = VpicWeb(options, options.throttle(rng=random.Random(1)))
        bench = Bench(database, utc_now, web=web, hands=Hands(pool, at_once))  # type: ignore[arg-type]
        number = bench.read(some_vins(COUNT), WEB_PLAN)
        report = bench.run(number)
        web.close()
        requests = server.requests
        assert server.max_in_flight <= at_once
    database.close()
    assert report.record.answered == COUNT
    assert max(len(request.vins) for request in requests) == 50
    took_s = [(request.ended or request.started) - request.started for request in requests]
    figures.ratio(
        f"{COUNT:,} VINs over the web, {at_once} of {in_flight} places for batches, one slow",
        max(request.ended or 0.0 for request in requests) - requests[0].started,
        ideal_s(took_s, at_once),
        MOST,
        f"{len(requests)} requests, at most {server.max_in_flight} at once",
    )


def ideal_s(took_s: list[float], at_once: int) -> float:
    """How long such requests take at best, in their order and at the pace."""
    free = [0.0] * at_once
    start = -1 / PER_S
    for each in took_s:
        start = max(start + 1 / PER_S, heapq.heappop(free))
        heapq.heappush(free, start + each)
    return max(free)
