"""What was read is read again as soon as anything may have been written, and not before."""

import pytest

from tests.store.samples import Clock, vehicle, vin
from vindesk.domain.vin import Vin
from vindesk.store.database import Database
from vindesk.store.recollection import Recollection
from vindesk.store.removals import Removals
from vindesk.store.vehicles import Vehicles


class Reader:
    """Reads one answer after the other, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        self.count += 1
        return self.count


def test_the_same_is_read_once_while_nothing_changes() -> None:
    read, known = Reader(), Recollection[str, int]()
    assert [known.read("a", 7, read) for _ in range(3)] == [1, 1, 1]
    assert known.read("b", 7, read) == 2


def test_after_a_change_all_is_read_anew() -> None:
    read, known = Reader(), Recollection[str, int]()
    assert [known.read("a", changes, read) for changes in (7, 8, 8)] == [1, 2, 2]


def test_that_there_is_nothing_is_remembered_too() -> None:
    asked: list[str] = []
    known = Recollection[str, None]()
    for _ in range(2):
        known.read("a", 0, lambda: asked.append("a"))
    assert asked == ["a"]


def test_what_was_read_before_a_change_and_comes_after_it_is_not_kept() -> None:
    known = Recollection[str, str]()

    def slow() -> str:
        assert known.read("a", 8, lambda: "new") == "new"
        return "old"

    assert known.read("a", 7, slow) == "old"
    assert known.read("a", 8, lambda: "read again") == "new"


def test_only_the_latest_are_kept() -> None:
    read, known = Reader(), Recollection[int, int](most=2)
    for key in (1, 2, 3, 3, 2, 1):
        known.read(key, 0, read)
    assert read.count == 4


def test_a_vehicle_is_read_of_the_cache_once(
    vehicles: Vehicles, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    vehicles.save([vehicle(1)])
    first = vehicles.get(vin(1))
    monkeypatch.setattr(database, "cursor", None)
    assert first is not None
    assert vehicles.get(vin(1)) is first


def test_whatever_is_written_is_seen_at_once(
    vehicles: Vehicles, removals: Removals, database: Database, clock: Clock
) -> None:
    """By another hand than the one that reads."""
    writer = Vehicles(database, clock)

    def model_of(wanted: Vin) -> object:
        found = vehicles.get(wanted)
        return found and found.values.get("model")

    assert model_of(vin(1)) is None
    writer.save([vehicle(1, model="T680")])
    assert model_of(vin(1)) == "T680"
    clock.advance(minutes=1)
    writer.save([vehicle(1, model="579")])
    assert model_of(vin(1)) == "579"
    removed = removals.remove([vin(1)])
    assert model_of(vin(1)) is None
    removals.restore(removed.id)
    assert model_of(vin(1)) == "579"
    with database.offline():
        pass
    assert model_of(vin(1)) == "579"
