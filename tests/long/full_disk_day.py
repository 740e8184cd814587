"""A small day's work on a disk that fills up: what was acknowledged is there in the morning."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.every_vehicle import export_all
from tests.store.samples import vehicle, vin
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Unwatched
from vindesk.services.assembly import Services, open_services
from vindesk.services.removal import Removal
from vindesk.store.replacing import compact

_QUIET: Final = Unwatched()
_DEEDS: Final = 24


class Day:
    """Saves, removes, brings back, exports, backs up, restores, cleans; and keeps count."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.paths = Paths.under(folder)
        self._target = folder / "out.parquet"
        self._rng = random.Random(f"full {seed}")
        self._next = 0
        self.there: set[int] = set()
        self.backups: dict[str, set[int]] = {}
        self.refused: list[str] = []

    def work(self, services: Services) -> None:
        """All deeds; one that finds the disk full is a sentence, and changes nothing."""
        deeds: tuple[Callable[[Services], None], ...] = (
            self._save,
            self._save,
            self._remove_and_undo,
            self._export,
            self._back_up,
            self._restore,
            self._clean,
        )
        for _ in range(_DEEDS):
            deed = self._rng.choice(deeds)
            try:
                deed(services)
            except UserError as error:
                self.refused.append(error.sentence)

    def check(self) -> None:
        """In the morning there is room again."""
        services = open_services(Settings(), self.paths)
        try:
            self.compare(services)
            assert not services.care.remark
            for backup in services.care.backups():
                services.care.restore(backup, _QUIET)
                self.there = self.backups.get(backup.name, self.there)
                break
            services.vehicles.save([vehicle(999_999)])
        finally:
            services.close()

    def compare(self, services: Services) -> None:
        order = services.pages.order()
        found = set(services.pages.vins(order, [range(order.count)]))
        assert found == {vin(number).text for number in self.there}

    def _save(self, services: Services) -> None:
        new = range(self._next, self._next + self._rng.randint(1, 60))
        self._next = new.stop
        services.vehicles.save([vehicle(n, model=f"M{n * 7919}") for n in new])
        self.there.update(new)

    def _remove_and_undo(self, services: Services) -> None:
        some = set(self._rng.sample(sorted(self.there), len(self.there) // 3))
        removal = Removal([vin(number) for number in sorted(some)])
        services.remover.apply(removal)
        self.there -= some
        services.remover.revert(removal)
        self.there |= some

    def _export(self, services: Services) -> None:
        export_all(services.exporter, self._target)

    def _back_up(self, services: Services) -> None:
        made = services.care.back_up(_QUIET)
        self.backups[made.name] = set(self.there)

    def _restore(self, services: Services) -> None:
        there = services.care.backups()
        if there:
            backup = self._rng.choice(there)
            kept = services.care.restore(backup, _QUIET)
            self.backups[kept.name] = set(self.there)
            self.there = set(self.backups[backup.name])

    def _clean(self, services: Services) -> None:
        services.care.clean(services.care.cleaner.preview(), _QUIET)
        compact(services.database, _QUIET)
