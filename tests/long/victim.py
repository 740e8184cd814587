"""A program that does real work until it is killed: ``python -m tests.long.victim``.

It is given a mode, a data folder and a seed. Each deed is announced before it is begun and
acknowledged when it is done.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NoReturn

import ultravin

from tests.every_vehicle import export_all
from tests.long.kill_migrations import schema_of, version_in
from tests.long.kill_words import (
    Begun,
    Checkpoint,
    Deed,
    Done,
    Export,
    Find,
    FindMany,
    Migrate,
    Opening,
    Read,
    Remove,
    Restart,
    Revert,
    Stamp,
    say,
)
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice, Vehicle
from vindesk.domain.vin import Vin, find_fault
from vindesk.services.assembly import Services, engine_limits, open_services, utc_now
from vindesk.services.found import Found, NotFound
from vindesk.services.removal import Removal
from vindesk.store.database import Database

EXPORTED: Final = Path("exports") / "it's 50%[1].parquet"
"""Below the data folder; the name is one that SQL and patterns would stumble over."""

FIRST_STARTS: Final = "first starts"
_MOST_AT_ONCE: Final = 50
_SELDOM: Final = {Checkpoint: 1, Restart: 1}
MODES: Final[Mapping[str, Mapping[type, int]]] = {
    "lookups": {Find: 8, FindMany: 10, **_SELDOM},
    "removals": {FindMany: 5, Remove: 7, Revert: 6, **_SELDOM},
    "exports": {FindMany: 3, Remove: 2, Revert: 1, Export: 9},
    FIRST_STARTS: {Find: 1},
}
"""How often each mode does what."""


class Victim:
    """Looks up, removes, brings back and exports, through the services."""

    def __init__(self, paths: Paths, rng: random.Random, habits: Mapping[type, int]) -> None:
        self._paths = paths
        self._rng = rng
        self._habits = habits
        self._settings = Settings(source=SourceChoice.EMBEDDED)
        self._number = 0
        self._removals: dict[int, Removal] = {}
        self._removed: list[str] = []
        self._fresh = _fresh_vins(rng.randrange(2**31))
        self._target = paths.data / EXPORTED
        say(Opening())
        self._services = open_services(self._settings, paths)
        self._target.parent.mkdir(exist_ok=True)

    def live(self) -> NoReturn:
        while True:
            deed = self._choose()
            self._number += 1
            say(Begun(self._number, deed))
            say(self._do(deed))

    # -- what next -----------------------------------------------------------

    def _choose(self) -> Deed:
        present = _present(self._services)
        kinds, weights = zip(*self._habits.items(), strict=True)
        while True:
            (kind,) = self._rng.choices(kinds, weights)
            deed = self._deed(kind, present)
            if deed is not None:
                return deed

    def _deed(self, kind: type, present: Sequence[str]) -> Deed | None:
        rng = self._rng
        if kind is Find:
            again = bool(present) and rng.random() < 0.4
            vin = rng.choice(present) if again else next(self._fresh)
            return Find(vin, rng.randint(1985, 2025) if rng.random() < 0.5 else None)
        if kind is FindMany:
            vins = [next(self._fresh) for _ in range(rng.randint(1, _MOST_AT_ONCE))]
            vins += _some(rng, present) if rng.random() < 0.3 else []
            vins += _some(rng, self._removed)
            return FindMany(tuple(vins), rng.randint(1985, 2025) if rng.random() < 0.3 else None)
        if kind is Remove:
            vins = present if rng.random() < 0.1 else _some(rng, present)
            return Remove(tuple(vins)) if vins else None
        if kind is Revert:
            standing = [number for number, done in self._removals.items() if done.batch]
            return Revert(rng.choice(standing)) if standing else None
        simple = {Export: Export(), Checkpoint: Checkpoint(), Restart: Restart()}
        return simple[kind]

    # -- doing it ------------------------------------------------------------

    def _do(self, deed: Deed) -> Done:
        if isinstance(deed, Find):
            question = Question(Vin(deed.vin), deed.year)
            found = self._services.lookup.find(question, SourceChoice.EMBEDDED, Unwatched())
            return self._told([found])
        if isinstance(deed, FindMany):
            questions = [Question(Vin(vin), deed.year) for vin in deed.vins]
            return self._told(
                self._services.lookup.find_many(questions, SourceChoice.EMBEDDED, Unwatched())
            )
        if isinstance(deed, Remove):
            removal = self._removals[self._number] = Removal([Vin(vin) for vin in deed.vins])
            count = self._services.remover.apply(removal)
            self._removed += deed.vins
            return Done(self._number, count=count, batch=removal.batch)
        if isinstance(deed, Revert):
            count = self._services.remover.revert(self._removals[deed.number])
            return Done(self._number, count=count)
        if isinstance(deed, Export):
            report = export_all(self._services.exporter, self._target)
            return Done(self._number, count=report.rows)
        if isinstance(deed, Checkpoint):
            self._services.database.checkpoint()
        else:
            self._services.close()
            self._services = open_services(self._settings, self._paths)
        return Done(self._number)

    def _told(self, outcomes: Sequence[Found | NotFound]) -> Done:
        assert all(isinstance(outcome, Found) for outcome in outcomes), outcomes
        fetched = [found for found in outcomes if isinstance(found, Found) and not found.from_cache]
        stamps = {found.vehicle.vin.text: _stamp(found.vehicle) for found in fetched}
        return Done(self._number, tuple(stamps.values()))


def _stamp(vehicle: Vehicle) -> Stamp:
    assert vehicle.added_at is not None
    return Stamp(vehicle.vin.text, vehicle.fetched_at, vehicle.added_at)


def _present(services: Services) -> Sequence[str]:
    order = services.pages.order()
    return services.pages.vins(order, [range(order.count)])


def _some(rng: random.Random, vins: Sequence[str]) -> list[str]:
    return rng.sample(vins, rng.randint(1, min(len(vins), _MOST_AT_ONCE))) if vins else []


def _fresh_vins(seed: int) -> Iterator[str]:
    while True:
        yield from (vin for vin in ultravin.generate(300, seed=seed) if find_fault(vin) is None)
        seed += 1


def migrate_for_ever(paths: Paths) -> NoReturn:
    """Open the cache with one newer schema after the other."""
    limits = engine_limits(Settings(), paths)
    say(Opening())
    version = version_in(paths, limits)
    number = 0

    def clock() -> datetime:
        say(Read(number))
        return utc_now()

    while True:
        number += 1
        version += 1
        say(Begun(number, Migrate(version)))
        schema = schema_of(version)
        Database.open(
            paths.cache, limits, backups=paths.backups, clock=clock, schema=schema
        ).close()
        say(Done(number))


def main(mode: str, folder: str, seed: str) -> NoReturn:
    paths = Paths.under(Path(folder))
    if mode == "migrations":
        migrate_for_ever(paths)
    Victim(paths, random.Random(int(seed)), MODES[mode]).live()


if __name__ == "__main__":
    main(*sys.argv[1:])
