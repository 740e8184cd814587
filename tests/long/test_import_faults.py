"""Imports through random faults: each VIN is answered rightly, or listed with its reason."""

import faulthandler
import math
import random
import time
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.fakes.vpic_server import VpicServer
from tests.long.test_random_faults import (
    MIX,
    PER_S,
    TIMES_AS_FAST,
    Figures,
    assert_polite,
    figures,
    many_vins,
)
from tests.services.fast_clock import FastClock
from tests.services.import_desk import WEB_PLAN, Bench
from tests.services.truth import kept, said, truth
from tests.store.samples import Clock
from tests.vpic.conftest import NOW
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.import_job import ImportState
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vin import Vin, find_fault
from vindesk.services.assembly import engine_limits, utc_now
from vindesk.store.database import Database
from vindesk.vpic.options import WebOptions
from vindesk.vpic.web import VpicWeb

__all__ = ["figures"]


def try_out(count: int, folder: Path, seed: int) -> str:
    """Import ``count`` VINs through the faults, then retry what failed; the figures in words."""
    written = [vin.text for vin in many_vins(count, seed)]
    legal = [text for text in written if find_fault(text) is None]
    dice = random.Random(seed)
    rows = [*written, *dice.sample(written, count // 5), "nonsense"]
    dice.shuffle(rows)
    paths = Paths.under(folder)
    database = Database.open(
        paths.cache, engine_limits(Settings(), paths), backups=paths.backups, clock=utc_now
    )
    moment = Clock()
    moment.now = NOW
    with VpicServer() as server:
        options = WebOptions(
            base_url=server.url,
            single_timeout_s=0.5,
            batch_timeout_s=1.0,
            rate_per_s=PER_S,
            max_reply_bytes=1_000_000,
        )
        throttle = options.throttle(FastClock(TIMES_AS_FAST))
        web = VpicWeb(options, throttle, batch_patience_s=math.inf, utc_now=lambda: NOW)
        bench = Bench(database, moment, web=web, waits_s=[0.02, 0.05])
        number = bench.read(rows, replace(WEB_PLAN, name="faults"))
        server.random_faults(MIX, seed)
        started = time.monotonic()
        report = bench.run(number)
        elapsed_s = time.monotonic() - started
        server.wait_until_idle()
        assert_polite(server)
        faulty = sum(seen.fault is not None for seen in server.requests)

        assert report.record.state is ImportState.DONE
        assert (report.vins, report.rejected) == (len(legal), len(rows) - legal_rows(rows))
        failed = bench.imports.failed(number, count)
        assert_all_true(bench, server, legal, [each.vin for each in failed])
        assert report.record.answered + report.failed == report.vins
        assert all(each.reason for each in failed)

        server.answer_truthfully()
        server.release()
        bench.importer.retry_failed(number, Unwatched())
        assert_all_true(bench, server, legal, [])
        requests = server.request_count
        web.close()
    database.close()
    why = Counter(each.reason.split(":", 1)[0] for each in failed)
    return (
        f"Random faults, import of {len(rows):,} rows, {len(legal):,} VINs, by {requests:,}"
        f" requests in {elapsed_s:.1f} s, {faulty:,} answered badly:"
        f" {report.record.answered:,} answered, {report.failed:,} failed {dict(why)},"
        " none after one retry"
    )


def legal_rows(rows: list[str]) -> int:
    return sum(find_fault(text) is None for text in rows)


def assert_all_true(bench: Bench, server: VpicServer, vins: list[str], failed: list[str]) -> None:
    """None is lost, doubled or wrong."""
    assert len(set(failed)) == len(failed)
    there = kept(bench.vehicles, map(Vin, vins))
    assert there.keys() == {Vin(vin) for vin in {*vins} - {*failed}}
    for vin, vehicle in there.items():
        assert said(vehicle) == said(truth(server, vin))


@pytest.mark.parametrize(
    "count", [300, pytest.param(10_000, marks=pytest.mark.long)], ids="{} VINs".format
)
def test_each_vin_of_an_import_is_answered_rightly_or_listed_with_its_reason(
    count: int, tmp_path: Path, figures: Figures
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it may take longer than a test usually does
    figures.note(try_out(count, tmp_path, seed=23))
