"""A backup while somebody looks vehicles up, and a restore that brings back the same."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from statistics import median

from tests.benchmarks.figures import Figures
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import Vin
from vindesk.services.assembly import Services, open_services
from vindesk.services.removal import Removal
from vindesk.store.cache_copy import present_fingerprint

_ALONE_S = 3.0
_BREATH_S = 0.01
_SAMPLE = 2_000
_QUIET = Unwatched()


class User:
    """Looks up and removes, and notes how long each took."""

    def __init__(self, services: Services, vins: Sequence[Vin]) -> None:
        self._services = services
        self._vins = vins
        self.lookups_s: list[float] = []
        self.writes_s: list[float] = []

    def work_until(self, stop: threading.Event) -> None:
        for number, vin in enumerate(cycle(self._vins)):
            if stop.wait(_BREATH_S):
                return
            started = time.perf_counter()
            found = self._services.lookup.find(Question(vin), SourceChoice.EMBEDDED, _QUIET)
            self.lookups_s.append(time.perf_counter() - started)
            assert found.from_cache
            if number % 10 == 0:
                removal = Removal([vin])
                started = time.perf_counter()
                self._services.remover.apply(removal)
                self.writes_s.append(time.perf_counter() - started)
                self._services.remover.revert(removal)


def test_a_backup_does_not_slow_lookups_by_half(
    copied: Callable[[int], Path], rows: int, figures: Figures
) -> None:
    services = open_services(Settings(source=SourceChoice.EMBEDDED), Paths.under(copied(rows)))
    order = services.pages.order()
    vins = [Vin(text) for text in services.pages.vins(order, [range(_SAMPLE)])]
    alone, beside = User(services, vins), User(services, vins)
    with ThreadPoolExecutor(1) as pool:
        stop = threading.Event()
        working = pool.submit(alone.work_until, stop)
        threading.Event().wait(_ALONE_S)
        stop.set()
        working.result()

        stop = threading.Event()
        working = pool.submit(beside.work_until, stop)
        started = time.perf_counter()
        backup = services.care.back_up(_QUIET)
        took_s = time.perf_counter() - started
        stop.set()
        working.result()
    figures.ratio(
        "lookup while a backup is made / alone",
        median(beside.lookups_s),
        median(alone.lookups_s),
        2,
    )
    figures.tell("longest write alone", max(alone.writes_s) * 1e3, "ms")
    figures.limit("longest write while a backup is made", max(beside.writes_s) * 1e3, 300, "ms")
    figures.tell("backup, read back", took_s, "s", f"{backup.bytes / 1e6:,.0f} MB")

    before = present_fingerprint(services.database)
    services.remover.apply(Removal(vins))
    started = time.perf_counter()
    services.care.restore(backup, _QUIET)
    figures.tell("restore, the present cache kept", time.perf_counter() - started, "s")
    restored = present_fingerprint(services.database)
    assert restored["vehicle"] == before["vehicle"]
    assert restored["vehicle"][0] == rows
    services.close()
