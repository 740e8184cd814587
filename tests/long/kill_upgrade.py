"""One cache file through many migrations, killed in most of them."""

import random
import shutil
import time
from pathlib import Path

import ultravin

from tests.long.kill_figures import Death
from tests.long.kill_migrations import schema_of, version_in, whole_version
from tests.long.kill_process import LastWords, last_words
from tests.long.kill_words import Begun, Migrate
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import Vin, find_fault
from vindesk.services.assembly import engine_limits, open_services, utc_now
from vindesk.store.backups import sweep_notes
from vindesk.store.database import Database
from vindesk.store.drafts import sweep_leftovers

MOST_LINES = 14
LONGEST_DELAY_S = 0.4
_VEHICLES = 2_000


class Upgrades:
    """Each start brings the file to versions that it never had."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._paths = Paths.under(folder)
        self._limits = engine_limits(Settings(), self._paths)
        self._rng = random.Random(f"migrations {seed}")
        self._vins = self._fill(seed)
        self._version = version_in(self._paths, self._limits)

    def kill_once(self) -> Death:
        words = last_words(
            "migrations",
            self._folder,
            0,
            lines=self._rng.randint(1, MOST_LINES),
            delay_s=self._rng.uniform(0, LONGEST_DELAY_S),
        )
        first = self._version
        for begun, _done in words.acknowledged:
            assert isinstance(begun.deed, Migrate)
            self._version = begun.deed.version
        how = self._check_file(words)
        self._check_backups(first, words)
        reopened_s = self._complete(words.in_flight)
        return Death("migrations", how, reopened_s, len(words.acknowledged))

    def _fill(self, seed: int) -> frozenset[str]:
        services = open_services(Settings(source=SourceChoice.EMBEDDED), self._paths)
        vins = [v for v in ultravin.generate(_VEHICLES, seed=seed) if find_fault(v) is None]
        questions = [Question(Vin(vin)) for vin in vins]
        services.lookup.find_many(questions, SourceChoice.EMBEDDED, Unwatched())
        services.close()
        return frozenset(vins)

    def _check_file(self, words: LastWords) -> str:
        """As the victim left it, the file is wholly of the old version or of the new one."""
        twin = self._folder / "twin"
        twin.mkdir()
        for path in self._folder.glob(f"{self._paths.cache.name}*"):
            shutil.copyfile(path, twin / path.name)
        found = whole_version(twin / self._paths.cache.name, self._limits, self._vins)
        shutil.rmtree(twin)
        if words.in_flight is None:
            assert found == self._version
            return "between two deeds"
        assert found in {self._version, self._version + 1}
        how = "not done" if found == self._version else "wholly done"
        self._version = found
        return how

    def _check_backups(self, first: int, words: LastWords) -> None:
        """Each version that was left behind has a backup, and what bears that name is whole."""
        backed_up: set[int] = set()
        for path in self._paths.backups.glob("*.duckdb"):
            version = whole_version(path, self._limits, self._vins)
            assert path.name.startswith(f"vehicles-version-{version}-")
            backed_up.add(version)
            path.unlink()
        assert backed_up >= set(range(first, self._version))
        in_flight = words.in_flight
        if in_flight is not None and words.clock_readings(in_flight.number) == 2:
            assert isinstance(in_flight.deed, Migrate)
            assert in_flight.deed.version - 1 in backed_up
        sweep_leftovers(self._paths.backups)
        sweep_notes(self._paths.backups)
        assert not list(self._paths.backups.glob("*"))

    def _complete(self, in_flight: Begun | None) -> float:
        """The next start takes the step that was in flight, and all is there."""
        if in_flight is not None:
            assert isinstance(in_flight.deed, Migrate)
            self._version = in_flight.deed.version
        started = time.perf_counter()
        database = Database.open(
            self._paths.cache,
            self._limits,
            backups=self._paths.backups,
            clock=utc_now,
            schema=schema_of(self._version),
        )
        reopened_s = time.perf_counter() - started
        database.close()
        assert whole_version(self._paths.cache, self._limits, self._vins) == self._version
        return reopened_s
