"""Putting one answer in the place of another, only where that still stands."""

import pytest
from msgspec.structs import replace

from tests.store.samples import MORNING, Clock, vehicle, vin
from vindesk.domain.errors import CacheError
from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.store.database import Database
from vindesk.store.removals import Removals
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles


def asked_anew(old: Vehicle, clock: Clock, **values: str) -> Vehicle:
    return replace(old, values=values, fetched_at=clock.advance(hours=1))


def test_the_new_answer_stands_where_the_old_one_stood(
    vehicles: Vehicles, database: Database, clock: Clock
) -> None:
    first, second = vehicles.save([vehicle(1, make="HONDA"), vehicle(2, make="HONDA")])
    clock.advance(days=1)
    new = replace(
        asked_anew(first, clock, model="Accord"),
        source=SourceName.EMBEDDED,
        data_version="2026-10",
        requested_year=2003,
        extra={"Odd": "value"},
    )
    assert vehicles.exchange([(first, new)]) == {vin(1)}
    assert vehicles.get(vin(1)) == new
    assert vehicles.get(vin(2)) == second
    with database.cursor() as cursor:
        places = cursor.execute("SELECT vin, added_at FROM vehicle ORDER BY seq").fetchall()
    morning = MORNING.replace(tzinfo=None)
    assert places == [(vin(1).text, morning), (vin(2).text, morning)]


def test_and_back_again_exactly(vehicles: Vehicles, clock: Clock) -> None:
    (old,) = vehicles.save([vehicle(1, make="HONDA", doors=4)])
    new = asked_anew(old, clock, make="ACURA")
    vehicles.exchange([(old, new)])
    assert vehicles.exchange([(new, old)]) == {vin(1)}
    assert vehicles.get(vin(1)) == old


def test_an_answer_that_came_since_stays(vehicles: Vehicles, clock: Clock) -> None:
    old, other = vehicles.save([vehicle(1), vehicle(2)])
    (newer,) = vehicles.save([asked_anew(old, clock, make="HONDA")])
    late = asked_anew(old, clock, make="LATE")
    fine = asked_anew(other, clock, make="FINE")
    assert vehicles.exchange([(old, late), (other, fine)]) == {vin(2)}
    assert vehicles.get(vin(1)) == newer
    assert vehicles.get(vin(2)) == fine


def test_what_was_removed_stays_removed_and_comes_back_as_it_was(
    vehicles: Vehicles, removals: Removals, clock: Clock
) -> None:
    (old,) = vehicles.save([vehicle(1, make="HONDA")])
    batch = removals.remove([vin(1)])
    assert vehicles.exchange([(old, asked_anew(old, clock))]) == frozenset()
    assert vehicles.get(vin(1)) is None
    removals.restore(batch.id)
    assert vehicles.get(vin(1)) == old


def test_what_was_never_there_does_not_come_in(vehicles: Vehicles, clock: Clock) -> None:
    assert vehicles.exchange([(vehicle(1), asked_anew(vehicle(1), clock))]) == frozenset()
    assert vehicles.count() == 0


def test_nothing_to_exchange_is_no_transaction(vehicles: Vehicles) -> None:
    assert vehicles.exchange(()) == frozenset()


def test_the_place_in_the_table_is_kept(
    vehicles: Vehicles, pages: VehiclePages, clock: Clock
) -> None:
    saved = vehicles.save([vehicle(number) for number in range(50)])
    before = [row[0] for row in pages.page(pages.order(()), 0, 50, ["make"])]
    vehicles.exchange([(old, asked_anew(old, clock, make="M")) for old in saved[10:20]])
    after = [row[0] for row in pages.page(pages.order(()), 0, 50, ["make"])]
    assert after == before


def test_a_cache_that_is_closed_is_said_and_nothing_is_exchanged(
    vehicles: Vehicles, database: Database, clock: Clock
) -> None:
    (old,) = vehicles.save([vehicle(1)])
    database.close()
    with pytest.raises(CacheError):
        vehicles.exchange([(old, asked_anew(old, clock))])
