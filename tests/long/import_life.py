"""An import that is killed at random moments and begun again, as a person would do it."""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from tests.long.kill_figures import Death
from tests.long.kill_process import ROOT
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.services.assembly import open_services
from vindesk.store.database import Database

_LONGEST_S: Final = 240
_TABLES: Final = {
    "vehicle": """SELECT vin, hash(said) FROM vehicle JOIN (
        SELECT * EXCLUDE (fetched_at, added_at, seq) FROM vehicle) AS said USING (vin)""",
    "items": "SELECT item, hash(import_item) FROM import_item",
    "failures": "SELECT * FROM import_failure",
    "jobs": "SELECT id, state, items, position, answered FROM import_job",
}

Tables = Mapping[str, list[tuple[object, ...]]]


class Command(Struct, frozen=True):
    """``vindesk import`` of a file, by one source."""

    file: Path
    source: str
    options: tuple[str, ...] = ()

    def start(self, folder: Path) -> "subprocess.Popen[bytes]":
        vindesk = [sys.executable, "-m", "vindesk", "--data-dir", str(folder), *self.options]
        command = [*vindesk, "import", str(self.file), "--source", self.source]
        return subprocess.Popen(
            [*command, "--column", "VIN", "--year-column", "Year"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def finish(self, folder: Path) -> tuple[float, str]:
        """How long it takes undisturbed, and what it says."""
        started = time.monotonic()
        with self.start(folder) as running:
            _, said = running.communicate(timeout=_LONGEST_S)
        assert running.returncode == 1, said.decode()  # some rows are no VINs
        return time.monotonic() - started, said.decode()


class Life:
    """One data folder; the import in it is killed until it is done."""

    def __init__(self, command: Command, folder: Path, expected: Tables) -> None:
        self._command = command
        self._folder = folder
        self._expected = expected
        self._kept = 0

    def kill_once(self, wait: Callable[[], object]) -> Death | None:
        """Kill the import after a while, and check what it leaves; None: it was done before."""
        running = self._command.start(self._folder)
        with running:
            wait()
            died_before = running.poll()
            running.kill()
            said = running.stderr.read().decode() if running.stderr else ""
        if died_before is not None:
            assert died_before == 1, said
            self.check_end()
            return None
        started = time.perf_counter()
        found = tables_in(self._folder)
        reopened_s = time.perf_counter() - started
        how = self._check(found)
        return Death(f"import by {self._command.source}", how, reopened_s, 0)

    def finish(self) -> None:
        """Let it go on to its end, and compare."""
        _, said = self._command.finish(self._folder)
        assert self._kept == 0 or "Resuming" in said
        self.check_end()

    def check_end(self) -> None:
        """What is there is what an undisturbed run leaves, row for row."""
        found = tables_in(self._folder)
        for name, rows in self._expected.items():
            odd = {*found[name]} ^ {*rows}
            assert found[name] == rows, f"{len(odd)} rows of {name} differ: {sorted(odd)[:4]}"

    def _check(self, found: Tables) -> str:
        """Nothing that is there is wrong, and nothing that was there is gone."""
        vehicles = {*found["vehicle"]}
        assert vehicles <= {*self._expected["vehicle"]}
        assert len(vehicles) == len(found["vehicle"]) >= self._kept
        self._kept = len(vehicles)
        if not found["jobs"]:
            return "not begun"
        ((_, state, items, position, answered),) = found["jobs"]
        assert answered == len(vehicles)
        assert len(found["items"]) == items
        if state == "done":
            assert found == self._expected
            return "done"
        if state == "reading":
            assert (position, len(vehicles)) == (0, 0)
            return "while it was read"
        assert found["items"] == self._expected["items"]
        return "in the middle" if vehicles else "before the first answer"


def tables_in(folder: Path) -> Tables:
    """All that matters of a cache; of long rows their hashes."""
    services = open_services(Settings(), Paths.under(folder))
    try:
        return {name: _rows(services.database, query) for name, query in _TABLES.items()}
    finally:
        services.close()


def _rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with database.cursor() as cursor:
        return cursor.execute(f"{query} ORDER BY ALL").fetchall()


def pause(dice: random.Random, shortest_s: float, longest_s: float) -> None:
    """A wait on the clock, for once: a moment that nobody chose is what is tested."""
    threading.Event().wait(dice.uniform(shortest_s, longest_s))
