"""An import over the web takes as long as the pace commands, and no longer."""

import faulthandler
import random

import pytest

from tests.fakes.vpic_server import VpicServer
from tests.services.conftest import MakeBench
from tests.services.import_desk import WEB_PLAN
from tests.services.test_bulk_source import some_vins
from tests.vpic.false_clock import FalseClock
from vindesk.vpic.options import WebOptions
from vindesk.vpic.web import VpicWeb

_BATCH = 50
_PER_S = 3.0
_CACHED = 120


@pytest.mark.parametrize(
    "count", [1_000, pytest.param(100_000, marks=pytest.mark.long)], ids="{} VINs".format
)
def test_an_import_keeps_the_pace_and_loses_no_time(
    make_bench: MakeBench, vpic_server: VpicServer, count: int
) -> None:
    """By a clock on which nothing but waiting takes time."""
    faulthandler.cancel_dump_traceback_later()  # it may take longer than a test usually does
    clock = FalseClock()
    options = WebOptions(base_url=vpic_server.url, rate_per_s=_PER_S)
    web = VpicWeb(options, options.throttle(clock, random.Random(1)))
    bench = make_bench(web=web)
    vins = some_vins(count)
    bench.take(vins[:_CACHED])
    began = clock.now()
    report = bench.take(vins, WEB_PLAN)
    web.close()
    assert (report.kept, report.record.answered, report.failed) == (_CACHED, count - _CACHED, 0)
    requests = vpic_server.requests
    assert sum(len(request.vins) for request in requests) == count - _CACHED
    assert max(len(request.vins) for request in requests) == _BATCH
    assert vpic_server.max_in_flight == 1, "one of two places is kept for people"
    ideal_s = ((count - _CACHED) / _BATCH - 1) / _PER_S
    assert ideal_s <= clock.now() - began + 1 / _PER_S <= 1.1 * ideal_s + 2 / _PER_S
