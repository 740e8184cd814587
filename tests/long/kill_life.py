"""One data folder through many deaths: killed, checked, and used on as it is."""

import random
import time
from collections.abc import Sequence
from pathlib import Path

from tests.every_vehicle import export_all
from tests.long.exported_file import vehicles_in
from tests.long.kill_figures import Death
from tests.long.kill_ledger import Ledger
from tests.long.kill_process import LastWords, last_words
from tests.long.kill_words import Export
from tests.long.victim import EXPORTED, FIRST_STARTS
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.vehicle import SourceChoice, Vehicle
from vindesk.domain.vin import Vin
from vindesk.services.assembly import Services, open_services, utc_now
from vindesk.store.removals import Removals

_MOST_LINES = 24
_LONGEST_DELAY_S = 0.08
_LONGEST_OPENING_S = 0.25
_ABSENT = Vin("1XPWD40X1ED215307")


class Life:
    """Victims follow each other in one data folder; each start is the next start of one."""

    def __init__(self, mode: str, folder: Path, seed: int) -> None:
        self._mode = mode
        self._folder = folder
        self._paths = Paths.under(folder)
        self._rng = random.Random(f"{mode} {seed}")
        self._ledger = Ledger()

    def kill_once(self) -> Death:
        """Kill a victim somewhere in its work, and check all that it leaves behind."""
        first_start = self._mode == FIRST_STARTS
        words = last_words(
            self._mode,
            self._folder,
            self._rng.randrange(2**31),
            lines=1 if first_start else self._rng.randint(1, _MOST_LINES),
            delay_s=self._rng.uniform(0, _LONGEST_OPENING_S if first_start else _LONGEST_DELAY_S),
        )
        for begun, done in words.acknowledged:
            self._ledger.note(begun.deed, done)
        half_export = self._check_exported_file(words)
        started = time.perf_counter()
        services = open_services(Settings(source=SourceChoice.EMBEDDED), self._paths)
        reopened_s = time.perf_counter() - started
        try:
            assert not list(self._folder.glob(".*.vindesk-part*"))
            how = self._settle(words, services)
            self._check_by_key(services)
            self._undo_one(services)
            self._export(services)
        finally:
            services.close()
        self._ledger.forget_the_victim()
        return Death(self._mode, half_export or how, reopened_s, len(words.acknowledged))

    # -- the cache -----------------------------------------------------------

    def _settle(self, words: LastWords, services: Services) -> str:
        """Every acknowledged deed was done; the one in flight wholly, or not at all."""
        vins, found = _all_of(services)
        in_flight = words.in_flight
        if in_flight is None:
            self._compare(self._ledger, vins, found)
            return "between two deeds" if len(words.lines) > 1 else "the cache being opened"
        wholly = self._ledger.with_deed_in_flight(in_flight.deed, in_flight.number, found)
        if vins == self._ledger.newest_first and found == self._ledger.vehicles:
            return "not done"
        self._compare(wholly, vins, found)
        self._ledger = wholly
        return "wholly done"

    @staticmethod
    def _compare(ledger: Ledger, vins: Sequence[str], found: dict[str, Vehicle]) -> None:
        assert vins == ledger.newest_first
        assert found == ledger.vehicles

    def _check_by_key(self, services: Services) -> None:
        """The index of the primary key leads where a scan leads."""
        vehicles = self._ledger.vehicles
        for text in self._rng.sample(sorted(vehicles), min(5, len(vehicles))):
            assert services.vehicles.get(Vin(text)) == vehicles[text]
        assert services.vehicles.get(_ABSENT) is None

    def _undo_one(self, services: Services) -> None:
        """What was set aside is still there to be brought back."""
        if self._ledger.kept_batches and self._rng.random() < 0.5:
            kept = self._rng.choice(sorted(self._ledger.kept_batches))
            count = Removals(services.database, utc_now).restore(kept)
            assert count == self._ledger.restore(kept)
            self._compare(self._ledger, *_all_of(services))

    # -- the exported file ---------------------------------------------------

    def _check_exported_file(self, words: LastWords) -> str:
        """Under the final name there is a whole file of an acknowledged state, or of the next."""
        target = self._paths.data / EXPORTED
        others = {path.suffix for path in target.parent.glob("*") if path != target}
        assert others <= {".vindesk-part"}
        in_flight = words.in_flight
        exporting = in_flight is not None and isinstance(in_flight.deed, Export)
        if not target.exists():
            assert self._ledger.exported is None
            return "not done" if exporting else ""
        found = vehicles_in(target)
        if found == self._ledger.exported:
            return "not done" if exporting else ""
        assert exporting
        assert found == self._ledger.oldest_first
        self._ledger.exported = found
        return "wholly done"

    def _export(self, services: Services) -> None:
        """The next export writes what there is, and sweeps up after the dead."""
        target = self._paths.data / EXPORTED
        if self._mode != "exports" or not target.parent.exists():
            return
        export_all(services.exporter, target)
        assert [path.name for path in target.parent.iterdir()] == [target.name]
        self._ledger.exported = self._ledger.oldest_first
        assert vehicles_in(target) == self._ledger.exported


def _all_of(services: Services) -> tuple[list[str], dict[str, Vehicle]]:
    """The VINs, newest first, and the vehicles."""
    order = services.pages.order()
    vins = list(services.pages.vins(order, [range(order.count)]))
    found = services.vehicles.get_many(map(Vin, vins))
    return vins, {vin.text: vehicle for vin, vehicle in found.items()}
