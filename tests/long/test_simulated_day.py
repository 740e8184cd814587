"""A day of use as fast as it goes: memory, threads, handles and files end where they were."""

import faulthandler
import gc
import math
import os
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
import ultravin

from tests.every_vehicle import export_all
from tests.long.small_disk import MB
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.import_job import Columns, ImportPlan
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import Vin, find_fault
from vindesk.services.assembly import Services, open_services
from vindesk.services.inputs import open_input
from vindesk.services.removal import Removal
from vindesk.store.replacing import compact

ROUNDS = 40
WARM = 8
A_FEW = 1
EMBEDDED = SourceChoice.EMBEDDED
QUIET = Unwatched()


def vins() -> Iterator[Vin]:
    seed = 1
    while True:
        yield from (Vin(v) for v in ultravin.generate(500, seed=seed) if find_fault(v) is None)
        seed += 1


def one_round(services: Services, new: Iterator[Vin], target: Path) -> None:
    """Lookups, an import, a removal and its undo, an export, a backup, a restore, cleaning."""
    _import(services, [next(new) for _ in range(200)], target.with_suffix(".csv"))
    some = [next(new) for _ in range(200)]
    services.lookup.find_many([Question(each) for each in some], EMBEDDED, QUIET)
    for each in some[:20]:
        services.lookup.find(Question(each), EMBEDDED, QUIET)
    removal = Removal(some)
    services.remover.apply(removal)
    services.remover.revert(removal)
    export_all(services.exporter, target)
    backup = services.care.back_up(QUIET)
    services.remover.apply(Removal(some))
    services.care.restore(backup, QUIET)
    backup.path.unlink()
    backup.path.with_suffix(".json").unlink()
    services.care.clean(services.care.cleaner.preview(), QUIET)
    compact(services.database, QUIET)


def _import(services: Services, vins: list[Vin], file: Path) -> None:
    file.write_text("VIN,Unit\n" + "".join(f"{vin.text},{n}\n" for n, vin in enumerate(vins)))
    plan = ImportPlan("Day", Columns(0), EMBEDDED, path=str(file))
    record = services.importer.begin(plan)
    with closing(open_input(file, services.database.limits)) as opened:
        services.importer.read(record, opened.table(), QUIET)
    assert services.importer.run(record.id, QUIET).vins == len(vins)


@pytest.mark.parametrize(
    ("warm", "rounds", "growth_mb"),
    [(2, A_FEW, math.inf), pytest.param(WARM, ROUNDS, 150, marks=pytest.mark.long)],
)
def test_a_day_leaves_nothing_behind(
    tmp_path: Path, warm: int, rounds: int, growth_mb: float
) -> None:
    """What the allocators keep says nothing after a few rounds."""
    faulthandler.cancel_dump_traceback_later()
    paths = Paths.under(tmp_path / "data")
    settings = Settings(source=EMBEDDED, safety_backups=2, daily_backups=2)
    services, new, me = open_services(settings, paths), vins(), psutil.Process()
    try:
        for _ in range(warm):
            one_round(services, new, tmp_path / "out.parquet")
        gc.collect()
        before = me.memory_info().rss, threading.active_count(), me.num_threads(), me.num_fds()
        files = sorted(_kinds(tmp_path))
        for _ in range(rounds):
            one_round(services, new, tmp_path / "out.parquet")
        gc.collect()
        after = me.memory_info().rss, threading.active_count(), me.num_threads(), me.num_fds()
        assert sorted(_kinds(tmp_path)) == files
    finally:
        services.close()
    told = f"memory {before[0] / MB:.0f} to {after[0] / MB:.0f} MB, others {before[1:]} {after[1:]}"
    print(told)  # noqa: T201 - pytest shows it with -rP
    assert after[0] < before[0] + growth_mb * MB, told
    assert after[1:] == before[1:], told


def _kinds(folder: Path) -> Iterator[str]:
    """The files there are, without what differs from day to day in their names."""
    for path in folder.rglob("*"):
        if path.is_file():
            digits = str.maketrans(dict.fromkeys("0123456789", "0"))
            yield os.fspath(path.relative_to(folder)).translate(digits)
