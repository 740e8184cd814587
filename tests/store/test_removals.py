from datetime import timedelta

import pytest

from tests.store.samples import MORNING, Clock, vehicle, vin
from vindesk.store.database import Database
from vindesk.store.removals import RemovalBatch, Removals, SetAside
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles


@pytest.fixture(autouse=True)
def five(vehicles: Vehicles) -> None:
    vehicles.save([vehicle(n, make=f"MAKE {n}") for n in range(5)])


def batches(database: Database) -> list[tuple[object, ...]]:
    with database.cursor() as cursor:
        return cursor.execute("SELECT batch, vehicles FROM removal ORDER BY batch").fetchall()


def stored(database: Database) -> int:
    with database.cursor() as cursor:
        return sum(n for (n,) in cursor.execute("SELECT count(*) FROM vehicle").fetchall())


def test_removed_vehicles_are_not_there(vehicles: Vehicles, removals: Removals) -> None:
    assert removals.remove([vin(0), vin(3)]) == RemovalBatch(1, 2)
    assert vehicles.get_many(vin(n) for n in range(5)).keys() == {vin(1), vin(2), vin(4)}


def test_only_what_was_there_is_counted(removals: Removals) -> None:
    removals.remove([vin(0)])
    assert removals.remove([vin(0), vin(1), vin(1), vin(99)]) == RemovalBatch(2, 1)
    assert removals.remove([]) == RemovalBatch(3, 0)


def test_what_was_removed_comes_back_as_it_was(vehicles: Vehicles, removals: Removals) -> None:
    before = vehicles.get_many(vin(n) for n in range(5))
    batch = removals.remove([vin(0), vin(3)])
    assert removals.restore(batch.id) == 2
    assert vehicles.get_many(vin(n) for n in range(5)) == before
    assert removals.restore(batch.id) == 0


def test_batches_come_back_one_by_one(vehicles: Vehicles, removals: Removals) -> None:
    first, second = removals.remove([vin(0)]), removals.remove([vin(1)])
    assert removals.restore(first.id) == 1
    assert vehicles.get_many([vin(0), vin(1)]).keys() == {vin(0)}
    assert removals.restore(second.id) == 1


def test_undo_after_a_new_lookup_keeps_the_newer_row(
    vehicles: Vehicles, removals: Removals
) -> None:
    batch = removals.remove([vin(0), vin(1)])
    (newer,) = vehicles.save([vehicle(0, make="NEWER")])
    assert removals.restore(batch.id) == 1
    assert vehicles.get(vin(0)) == newer
    assert vehicles.count() == 5


def test_purging_deletes_what_was_removed_long_ago(
    vehicles: Vehicles, removals: Removals, clock: Clock, database: Database
) -> None:
    old = removals.remove([vin(0), vin(1)])
    clock.advance(days=29)
    young = removals.remove([vin(2)])
    clock.advance(days=2)
    assert removals.purge(clock.now - timedelta(days=30)) == 2
    assert batches(database) == [(young.id, 1)]
    assert stored(database) == 3
    assert removals.restore(old.id) == 0
    assert removals.restore(young.id) == 1
    assert vehicles.count() == 3


def test_a_purged_number_is_never_used_again(
    vehicles: Vehicles, removals: Removals, clock: Clock, database: Database
) -> None:
    batch = removals.remove([vin(4)])
    removals.purge(clock.advance(days=1))
    vehicles.save([vehicle(4)])
    with database.cursor() as cursor:
        (last,) = cursor.execute("SELECT max(seq) FROM vehicle").fetchall()
    assert last == (6,)
    assert removals.remove([vin(4)]).id > batch.id


def test_many_are_removed_in_one_go(vehicles: Vehicles, removals: Removals) -> None:
    vehicles.save([vehicle(n) for n in range(5, 4000)])
    batch = removals.remove([vin(n) for n in range(4000)])
    assert batch.count == 4000
    assert vehicles.count() == 0
    assert removals.restore(batch.id) == 4000


def test_vehicles_are_removed_by_their_numbers_too(removals: Removals, pages: VehiclePages) -> None:
    order = pages.order()
    removals.remove([vin(3)])
    batch = removals.remove_keys(order.keys_at([range(3)]))
    assert batch.count == 2
    assert pages.vins(order, [range(5)]) == [vin(1).text, vin(0).text]
    removals.restore(batch.id)
    assert pages.vins(order, [range(5)]) == [vin(n).text for n in (4, 2, 1, 0)]


def test_a_number_does_not_remove_one_that_was_looked_up_again(
    vehicles: Vehicles, removals: Removals, pages: VehiclePages
) -> None:
    order = pages.order()
    removals.remove([vin(1)])
    vehicles.save([vehicle(1)])
    assert removals.remove_keys(order.keys).count == 4
    assert vehicles.get_many([vin(1)]).keys() == {vin(1)}


def test_what_can_be_brought_back_is_listed_until_it_is_purged(
    vehicles: Vehicles, removals: Removals, clock: Clock
) -> None:
    first = removals.remove([vin(n) for n in (4, 0, 2, 3)])
    then = clock.advance(days=1)
    second = removals.remove([vin(1)])
    vehicles.save([vehicle(2)])
    listed = removals.set_aside(10)
    some = [vin(n).text for n in (0, 3, 4)]
    assert listed == [
        SetAside(second.id, then, 1, [vin(1).text]),
        SetAside(first.id, MORNING, 3, some),
    ]
    assert removals.set_aside(1) == listed[:1]
    removals.purge(then)
    assert removals.set_aside(10) == listed[:1]
    removals.restore(second.id)
    assert removals.set_aside(10) == []


def test_what_was_brought_back_goes_under_the_same_number_again(removals: Removals) -> None:
    batch = removals.remove([vin(0), vin(1)])
    keys = removals.keys(batch.id)
    assert len(keys) == 2
    removals.restore(batch.id)
    assert removals.remove_keys(keys, batch.id) == batch
    assert removals.restore(batch.id) == 2
