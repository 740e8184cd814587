"""An export of a whole cache, DuckDB's COPY alone, and lookups meanwhile; on Linux only.

``python -m tests.benchmarks.exporting ours|bare|lookups HOME``
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Final

import duckdb

from tests.benchmarks.child import answer, peak_mb
from tests.benchmarks.percentile import p95, p99
from tests.every_vehicle import export_all
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.vehicle import Question
from vindesk.domain.vin import Vin
from vindesk.services.assembly import Services, engine_limits, open_services
from vindesk.store.parquet_options import parquet_options

_ASKED: Final = 1_000
_QUERY: Final = "SELECT * EXCLUDE (removed_batch, seq) FROM vehicle WHERE removed_batch IS NULL"


def ours(home: Path) -> dict[str, object]:
    services = open_services(Settings(), Paths.under(home))
    target = home / "ours.parquet"
    started, used = time.perf_counter(), time.process_time()
    report = export_all(services.exporter, target)
    elapsed_s, cpu_s = time.perf_counter() - started, time.process_time() - used
    services.close()
    target.unlink()
    return {"seconds": elapsed_s, "cpu": cpu_s, "rows": report.rows, "bytes": report.bytes}


def bare(home: Path) -> dict[str, object]:
    """The same columns, with the same settings; nothing is counted, flushed or renamed."""
    paths = Paths.under(home)
    limits = engine_limits(Settings(), paths)
    connection = duckdb.connect(
        str(paths.cache),
        config={
            "memory_limit": f"{limits.memory_mb}MiB",
            "threads": limits.threads,
            "temp_directory": str(limits.temporary),
            "checkpoint_threshold": "1TiB",
            "preserve_insertion_order": False,
        },
    )
    target, options = home / "bare.parquet", parquet_options(limits.memory_mb, {})
    names = ", ".join(f"{name} ?" for name in options)
    started, used = time.perf_counter(), time.process_time()
    connection.execute(
        f"COPY ({_QUERY}) TO ? (FORMAT parquet, {names})", [str(target), *options.values()]
    )
    elapsed_s, cpu_s = time.perf_counter() - started, time.process_time() - used
    connection.close()
    target.unlink()
    return {"seconds": elapsed_s, "cpu": cpu_s}


def lookups(home: Path) -> dict[str, object]:
    """Ask for vehicles in the cache, one after the other, while it is exported."""
    services = open_services(Settings(), Paths.under(home))
    target = home / "busy.parquet"
    vins = _some_vins(services)
    took_ms: list[float] = []
    with ThreadPoolExecutor(1) as beside:
        exporting = beside.submit(export_all, services.exporter, target)
        for vin in vins:
            if exporting.done():
                break
            started = time.perf_counter()
            assert services.lookup.cached(Question(Vin(vin))) is not None
            took_ms.append((time.perf_counter() - started) * 1e3)
        exporting.result()
    services.close()
    target.unlink()
    return {
        "asked": len(took_ms),
        "p95": p95(took_ms),
        "p99": p99(took_ms),
        "longest": max(took_ms),
    }


def _some_vins(services: Services) -> list[str]:
    order = services.pages.order()
    random = Random(6)
    rows = (random.randrange(order.count) for _ in range(_ASKED))
    return list(services.pages.vins(order, [range(row, row + 1) for row in rows]))


def main(which: str, home: str) -> None:
    found = {"ours": ours, "bare": bare, "lookups": lookups}[which](Path(home))
    answer({**found, "peak_mb": peak_mb()})


if __name__ == "__main__":
    main(*sys.argv[1:])
