"""One session from the first paint to the end of its process, and what it leaves behind."""

import random
import re
import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import ultravin
from msgspec import Struct

from tests.fakes.vpic_faults import Fault, FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.long.closing_expectation import Expectation
from tests.long.closing_figures import Ending
from tests.long.closing_process import end_of, killed
from tests.long.closing_words import (
    Closing,
    Did,
    Ended,
    Line,
    Orders,
    Redoing,
    Removing,
    Undoing,
    written,
)
from tests.long.kill_figures import Death
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import Vin, find_fault
from vindesk.services.assembly import open_services

LONGEST_S = 3.0
_NEVER_MS = 600_000
_NO_QUESTION = 1_000_000
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
_LEFT_BEHIND = " vindesk.app.main: Work that does not stop was left behind"
_NOT_OURS = (
    " vindesk.vpic.",
    " vindesk.jobs.slow_turns: ",
    " vindesk.app.main: Closing does not wait for learn of the sources",
    _LEFT_BEHIND,
)


class Stock(Struct, frozen=True):
    """Caches to begin with, made once: their folders, and which VINs they have."""

    by_folder: Mapping[Path, Sequence[str]]

    @classmethod
    def in_folder(cls, folder: Path) -> "Stock":
        sizes = (0, 30, 600, 5_000)
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
    """Run a session to its end; whatever is not as it must be is an ``AssertionError``."""
    rng = random.Random(seed)
    closes_after_ms = rng.randint(0, 400) if rng.random() < 0.2 else rng.randint(400, 2_600)
    at_first, orders = _prepared(seed, stock, folder, closes_after_ms)
    with _vpic_on_a_bad_day(seed) as server:
        lines, gone_at = end_of(_command(orders, folder, server.url))
    ending = _ending(lines, gone_at, Expectation.after(at_first, lines), folder)
    shutil.rmtree(folder)
    return ending


def killed_at_a_random_moment(seed: int, stock: Stock, folder: Path) -> Death:
    """Kill a session; whatever is not as it must be is an ``AssertionError``."""
    at_first, orders = _prepared(seed, stock, folder, _NEVER_MS)
    with _vpic_on_a_bad_day(seed) as server:
        after_s = random.Random(seed).uniform(0.3, 3.5)
        lines = killed(_command(orders, folder, server.url), after_s)
    expectation = Expectation.after(at_first, lines)
    reopened_s = _check_cache(folder, expectation, expectation.there_if_killed)
    _check_exports(folder / "exports", expectation.exported, parts=True)
    shutil.rmtree(folder)
    how = "told" if expectation.is_settled else "not told yet"
    commands = sum(isinstance(line, Removing | Undoing | Redoing) for line in lines)
    return Death("the window", how, reopened_s, commands)


def _prepared(
    seed: int, stock: Stock, folder: Path, closes_after_ms: int
) -> tuple[Sequence[str], Orders]:
    """Which vehicles the cache has at first, and orders that fit them."""
    begin_with = random.Random(-seed).choice(list(stock.by_folder))
    shutil.copytree(begin_with, folder)
    at_first = stock.by_folder[begin_with]
    known = frozenset(at_first)
    orders = Orders(
        seed=seed,
        closes_after_ms=closes_after_ms,
        fresh=tuple(vin for vin in _vins(_FRESH, 1_000_000 + seed) if vin not in known),
        exports=folder / "exports",
        not_parquet=folder / "not.parquet",
    )
    # Which rows are meant is certain only where no question comes between the key and the deed.
    Paths.under(folder).settings.write_text(f"confirm_removal_above = {_NO_QUESTION}\n")
    orders.exports.mkdir()
    orders.not_parquet.write_text("This is no Parquet file.")
    return at_first, orders


def _vpic_on_a_bad_day(seed: int) -> VpicServer:
    server = VpicServer()
    server.random_faults(_BAD_DAY, seed)
    return server


def _command(orders: Orders, folder: Path, url: str) -> tuple[str, ...]:
    arguments = ("--data-dir", str(folder), "--vpic-url", url)
    return ("tests.long.closing_victim", written(orders), *arguments)


def _ending(
    lines: Sequence[Line], gone_at: float, expectation: Expectation, folder: Path
) -> Ending:
    (closing,) = (line for line in lines if isinstance(line, Closing))
    ended = next((line for line in lines if isinstance(line, Ended)), None)
    outside_s = gone_at - closing.moment
    inside_s = ended.moment - closing.moment if ended else outside_s
    assert outside_s < LONGEST_S, f"took {outside_s:.2f} s, of which {inside_s:.2f} s in main"
    assert ended is None or ended.threads == ("MainThread",), f"threads left: {ended.threads}"
    left_behind = _check_log(folder)
    assert left_behind or ended is not None
    _check_cache(folder, expectation, expectation.there)
    _check_exports(folder / "exports", expectation.exported, parts=left_behind)
    acts = [line.what for line in lines if isinstance(line, Did)]
    return Ending(
        inside_s,
        outside_s,
        closing.how,
        acts[-1] if acts else "",
        len(closing.open_windows),
        len(expectation.there),
        left_behind,
    )


def _check_log(folder: Path) -> bool:
    """Whether work was left behind, as it is where a busy machine loads modules for a second.

    The program found nothing else to complain of in itself; vPIC is another matter.
    """
    text = (Paths.under(folder).logs / "vindesk.log").read_text("utf-8")
    loud = [line for line in text.splitlines() if re.search(" (WARNING|ERROR|CRITICAL) ", line)]
    ours = [line for line in loud if not any(sign in line for sign in _NOT_OURS)]
    assert not ours, f"logged: {ours}"
    return _LEFT_BEHIND in text


def _check_cache(folder: Path, expectation: Expectation, certain: Mapping[str, bool]) -> float:
    """No command was lost, and nothing that the window had shown; how long opening took."""
    started = time.perf_counter()
    services = open_services(Settings(), Paths.under(folder))
    opened_s = time.perf_counter() - started
    try:
        order = services.pages.order()
        there = frozenset(services.pages.vins(order, [range(order.count)]))
    finally:
        services.close()
    assert there <= expectation.possible
    wrong = {vin for vin, expected in certain.items() if (vin in there) != expected}
    assert not wrong, f"{len(wrong)} vehicles are wrong, as {min(wrong)}"
    return opened_s


def _check_exports(folder: Path, exported: set[str], *, parts: bool) -> None:
    """What was said to be written is there; what has a final name is whole; nothing else is.

    Only a kill leaves ``parts``, which the next export sweeps up.
    """
    found = {path.name for path in folder.iterdir()}
    if parts:
        found = {name for name in found if not name.endswith(".vindesk-part")}
    assert exported <= found
    assert all(name.endswith(".parquet") for name in found)
    for name in found:
        assert pq.read_table(folder / name, columns=["vin"]).num_rows >= 0
