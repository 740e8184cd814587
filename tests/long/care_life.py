"""One data folder through many deaths in the middle of its care."""

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from tests.long.care_victim import SAVED
from tests.long.kill_figures import Death
from tests.long.kill_process import ROOT
from tests.store.samples import vehicle
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.monitor import Unwatched
from vindesk.services.assembly import engine_limits, open_services, utc_now
from vindesk.store.backups import Backups
from vindesk.store.cache_copy import present_fingerprint, read_back

_ROWS: Final = 1_000
_MOST_LINES: Final = 9
_LONGEST_DELAY_S: Final = 0.6


class CareLife:
    """Each start is the next start of the same cache."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._paths = Paths.under(folder)
        self._rng = random.Random(f"care {seed}")
        services = open_services(Settings(), self._paths)
        services.vehicles.save([vehicle(n, make=f"M{n % 97}") for n in range(_ROWS)])
        services.care.back_up(Unwatched())
        self._tables = _plain(present_fingerprint(services.database))
        services.close()

    def kill_once(self) -> Death:
        lines = self._last_words()
        in_flight = ""
        deeds = 0
        for line in lines:
            in_flight = line.get("begun", in_flight)
            if "done" in line:
                self._tables, in_flight, deeds = line["tables"], "", deeds + 1
        expected = [self._tables]
        backed_up = self._check_backups()
        if in_flight == "restore":
            expected += backed_up
        assert self._paths.cache.exists(), f"no cache after {in_flight}"
        started = time.perf_counter()
        services = open_services(Settings(), self._paths)
        reopened_s = time.perf_counter() - started
        try:
            found = _plain(present_fingerprint(services.database))
            assert not services.care.remark, (in_flight, services.care.remark)
        finally:
            services.close()
        if in_flight == "save":
            rows = self._tables["vehicle"][0]
            assert rows <= found["vehicle"][0] <= rows + SAVED
        else:
            assert found in expected, f"killed in {in_flight or 'nothing'}"
        how = "not done" if found == self._tables else "wholly done"
        self._tables = found
        left = [path.name for path in self._paths.backups.glob(".*")]
        assert not left, left
        assert not list(self._paths.data.glob(".*.vindesk-part*"))
        return Death(f"care: {in_flight or 'between two deeds'}", how, reopened_s, deeds)

    def _check_backups(self) -> Sequence[Any]:
        """What each holds; there is one, and each is whole and is what its note says."""
        limits = engine_limits(Settings(), self._paths)
        backups = Backups(self._paths.backups, limits, utc_now)
        there = backups.all()
        assert there
        found: list[Any] = []
        for backup in there:
            tables = _plain(read_back(backup.path, limits)[0])
            assert _plain(backups.tables_of(backup)) == tables, backup.name
            found.append(tables)
        return found

    def _last_words(self) -> Sequence[dict[str, Any]]:
        command = [sys.executable, "-m", "tests.long.care_victim", str(self._paths.data)]
        count = self._rng.randint(1, _MOST_LINES)
        with tempfile.TemporaryFile() as complaints:
            victim = subprocess.Popen(
                [*command, str(self._rng.randrange(2**31))],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=complaints,
            )
            assert victim.stdout is not None
            with victim, victim.stdout as pipe:
                try:
                    heard = [pipe.readline() for _ in range(count)]
                    # A wait on the clock, for once: a moment that nobody chose is tested.
                    threading.Event().wait(self._rng.uniform(0, _LONGEST_DELAY_S))
                finally:
                    died_before = victim.poll()
                    victim.kill()
                heard += pipe.readlines()
            complaints.seek(0)
            assert (died_before, complaints.read().decode()) == (None, "")
        return [json.loads(line) for line in heard if line.endswith(b"\n")]


def _plain(tables: object) -> Any:
    return json.loads(json.dumps(tables))
