"""One session from the first paint to the end of its process, and what it leaves behind."""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import ultravin

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.long.closing_expectation import Expectation
from tests.long.closing_figures import Ending
from tests.long.closing_words import Closing, Did, Ended, Line, Orders, understood, written
from tests.long.kill_process import ROOT
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import Vin, find_fault
from vindesk.services.assembly import open_services

LONGEST_S = 3.0
_GIVEN_UP_S = 60.0
_FRESH = 250
_BAD_DAY: Mapping[Fault, float] = {
    Fault(FaultKind.HANG): 0.15,
    Fault(FaultKind.HANG_AFTER_HEADERS): 0.08,
    Fault(FaultKind.DRIP, seconds=0.05): 0.08,
    Fault(FaultKind.ENDLESS): 0.04,
    Fault(FaultKind.SLOW, seconds=0.7): 0.15,
    Fault(FaultKind.SERVER_ERROR): 0.05,
    Fault(FaultKind.TOO_MANY_SECONDS, seconds=1): 0.05,
    Fault(FaultKind.CLOSED): 0.05,
    Fault(FaultKind.RESET): 0.05,
}
_NOT_OURS = (" vindesk.vpic.", " vindesk.jobs.slow_turns: ")


@dataclass(frozen=True)
class Stock:
    """Caches to begin with, made once: their folders, and which VINs they have."""

    by_folder: Mapping[Path, Sequence[str]]

    @classmethod
    def in_folder(cls, folder: Path) -> "Stock":
        sizes = (0, 30, 600, 12_000)
        return cls({folder / f"{size}": _filled(folder / f"{size}", size) for size in sizes})


def _filled(folder: Path, size: int) -> Sequence[str]:
    folder.mkdir()
    vins = _vins(size, seed=size)
    services = open_services(Settings(), Paths.under(folder))
    questions = [Question(Vin(vin)) for vin in vins]
    services.lookup.find_many(questions, SourceChoice.EMBEDDED, Unwatched())
    services.close()
    return vins


def _vins(size: int, seed: int) -> list[str]:
    generated = ultravin.generate(size, seed=seed) if size else []
    return list(dict.fromkeys(vin for vin in generated if find_fault(vin) is None))


def closed_at_a_random_moment(seed: int, stock: Stock, folder: Path) -> Ending:
    """Run a session; whatever is not as it must be is an ``AssertionError``."""
    rng = random.Random(seed)
    begin_with = rng.choice(list(stock.by_folder))
    shutil.copytree(begin_with, folder)
    at_first = stock.by_folder[begin_with]
    known = frozenset(at_first)
    orders = Orders(
        seed=seed,
        closes_after_ms=rng.randint(0, 400) if rng.random() < 0.2 else rng.randint(400, 2_600),
        fresh=tuple(vin for vin in _vins(_FRESH, 1_000_000 + seed) if vin not in known),
        exports=folder / "exports",
        not_parquet=folder / "not.parquet",
    )
    orders.exports.mkdir()
    orders.not_parquet.write_text("This is no Parquet file.")
    with VpicServer() as server:
        server.random_faults(_BAD_DAY, seed)
        lines, gone_at = _run(orders, folder, server.url)
    ending = _ending(lines, gone_at, Expectation.after(at_first, lines), folder)
    shutil.rmtree(folder)
    return ending


def _run(orders: Orders, folder: Path, url: str) -> tuple[list[Line], float]:
    """What the session said, and when its process was gone."""
    command = (sys.executable, "-m", "tests.long.closing_victim", written(orders))
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONFAULTHANDLER": "1",
        "VINDESK_REQUESTS_PER_SECOND": "5",
    }
    arguments = ("--data-dir", str(folder), "--vpic-url", url)
    done = subprocess.run(
        (*command, *arguments),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=_GIVEN_UP_S,
        check=False,
    )
    gone_at = time.monotonic()
    lines = [understood(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"ended with {done.returncode}: {done.stderr.decode()}"
    assert not done.stderr, f"complained: {done.stderr.decode()}"
    return lines, gone_at


def _ending(
    lines: Sequence[Line], gone_at: float, expectation: Expectation, folder: Path
) -> Ending:
    *_, ended = lines
    (closing,) = (line for line in lines if isinstance(line, Closing))
    assert isinstance(ended, Ended)
    assert ended.threads == ("MainThread",), f"threads left: {ended.threads}"
    inside_s, outside_s = ended.moment - closing.moment, gone_at - closing.moment
    assert outside_s < LONGEST_S, f"took {outside_s:.2f} s, of which {inside_s:.2f} s in main"
    _check_log(folder)
    _check_cache(folder, expectation)
    _check_exports(folder / "exports", expectation.exported)
    acts = [line.what for line in lines if isinstance(line, Did)]
    return Ending(
        inside_s,
        outside_s,
        closing.how,
        acts[-1] if acts else "",
        len(closing.open_windows),
        len(expectation.there),
    )


def _check_log(folder: Path) -> None:
    """The program found nothing to complain of in itself; vPIC and a busy machine are others."""
    text = (Paths.under(folder).logs / "vindesk.log").read_text("utf-8")
    loud = [line for line in text.splitlines() if re.search(" (WARNING|ERROR|CRITICAL) ", line)]
    ours = [line for line in loud if not any(name in line for name in _NOT_OURS)]
    assert not ours, f"logged: {ours}"


def _check_cache(folder: Path, expectation: Expectation) -> None:
    """No command was lost, and nothing that the window had shown."""
    services = open_services(Settings(), Paths.under(folder))
    try:
        order = services.pages.order()
        there = frozenset(services.pages.vins(order, [range(order.count)]))
    finally:
        services.close()
    assert there <= expectation.possible
    wrong = {vin for vin, expected in expectation.there.items() if (vin in there) != expected}
    assert not wrong, f"{len(wrong)} vehicles are wrong, as {min(wrong)}"


def _check_exports(folder: Path, exported: set[str]) -> None:
    """What was said to be written is there; what has a final name is whole; nothing else is."""
    found = {path.name for path in folder.iterdir()}
    assert exported <= found
    assert all(name.endswith(".parquet") for name in found)
    for name in found:
        assert pq.read_table(folder / name, columns=["vin"]).num_rows >= 0
