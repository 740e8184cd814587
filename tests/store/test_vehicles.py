import signal
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.samples import one_in
from tests.store.samples import MORNING, Clock, vehicle, vin
from tests.store.stoppable import Stoppable
from vindesk.domain.fields import VALUE_FIELDS, FieldType, Value
from vindesk.domain.monitor import Cancelled
from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.removals import Removals
from vindesk.store.vehicles import Vehicles

TEXTS = st.text(max_size=30)
VALUES: dict[FieldType, st.SearchStrategy[Value]] = {
    FieldType.TEXT: TEXTS,
    FieldType.INTEGER: st.integers(-(2**31), 2**31 - 1),
    FieldType.DECIMAL: st.floats(allow_nan=False, allow_infinity=False),
}
ANSWERS = st.fixed_dictionaries({}, optional={f.column: VALUES[f.type] for f in VALUE_FIELDS})
MOMENTS = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - the zones are beside
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-720, 720).map(lambda m: timezone(timedelta(minutes=m))),
)
VINS = st.text(string.ascii_uppercase + string.digits, min_size=17, max_size=17).map(Vin)
VEHICLES = st.builds(
    Vehicle,
    vin=VINS,
    values=ANSWERS,
    source=st.sampled_from(SourceName),
    fetched_at=MOMENTS,
    extra=st.dictionaries(TEXTS, TEXTS, max_size=3),
    requested_year=st.none() | st.integers(1900, 2100),
    data_version=st.none() | st.just("2026-08"),
)


def test_what_is_saved_comes_back_exactly(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("exact")
    database = Database.open(
        folder / "v.duckdb", EngineLimits(256, 2, folder / "t"), backups=folder / "b"
    )
    vehicles = Vehicles(database, Clock())

    @settings(max_examples=one_in(4))
    @given(st.lists(VEHICLES, min_size=1, max_size=4, unique_by=lambda v: v.vin))
    def check(some: list[Vehicle]) -> None:
        saved = vehicles.save(some)
        assert saved == [
            replace(one, added_at=s.added_at) for one, s in zip(some, saved, strict=True)
        ]
        assert [vehicles.get(one.vin) for one in some] == saved
        assert vehicles.get_many([one.vin for one in some]) == {one.vin: one for one in saved}

    check()
    database.close()


def test_every_field_comes_back_in_its_type(vehicles: Vehicles) -> None:
    samples = {FieldType.TEXT: "a\0b ü 🚗", FieldType.INTEGER: -1, FieldType.DECIMAL: 0.1}
    full = vehicle(1, **{field.column: samples[field.type] for field in VALUE_FIELDS})
    vehicles.save([full])
    found = vehicles.get(vin(1))
    assert found is not None
    assert found.values == full.values
    assert {name: type(value) for name, value in found.values.items()} == {
        name: type(value) for name, value in full.values.items()
    }


def test_a_decimal_that_was_given_as_an_integer_is_kept(vehicles: Vehicles) -> None:
    vehicles.save([vehicle(1, displacement_l=2), vehicle(2, displacement_l=2.5)])
    found = vehicles.get(vin(1))
    assert found is not None
    assert found.values == {"displacement_l": 2.0}


def test_moments_come_back_aware_and_in_utc(vehicles: Vehicles, clock: Clock) -> None:
    vehicles.save([vehicle(1)])
    found = vehicles.get(vin(1))
    assert found is not None
    assert found.fetched_at.tzinfo is UTC
    assert found.added_at is not None
    assert found.added_at.tzinfo is UTC
    assert found.added_at == clock.now


def test_a_moment_without_a_zone_is_a_bug(vehicles: Vehicles) -> None:
    naive = replace(vehicle(1), fetched_at=datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake
    with pytest.raises(ValueError, match="no time zone"):
        vehicles.save([naive])
    assert vehicles.count() == 0


def test_a_value_without_a_column_is_a_bug(vehicles: Vehicles) -> None:
    with pytest.raises(KeyError):
        vehicles.save([vehicle(1, nonsense="x")])


def test_what_was_never_saved_is_not_there(vehicles: Vehicles) -> None:
    assert vehicles.get(vin(1)) is None
    assert vehicles.get_many([vin(1)]) == {}
    assert vehicles.count() == 0


def test_saving_nothing_is_nothing(vehicles: Vehicles) -> None:
    assert vehicles.save([]) == ()
    assert vehicles.get_many([]) == {}


def test_of_several_answers_the_last_is_kept(vehicles: Vehicles) -> None:
    saved = vehicles.save([vehicle(1, make="A"), vehicle(2), vehicle(1, make="B")])
    assert [one.vin for one in saved] == [vin(1), vin(2)]
    assert saved[0].values == {"make": "B"}
    assert vehicles.get(vin(1)) == saved[0]
    assert vehicles.count() == 2


def test_a_refresh_replaces_the_answer_and_keeps_the_place(
    vehicles: Vehicles, clock: Clock, database: Database
) -> None:
    vehicles.save([vehicle(1, make="A", model="OLD"), vehicle(2)])
    added = clock.now
    clock.advance(days=1)
    (saved,) = vehicles.save([replace(vehicle(1, make="B"), fetched_at=clock.now)])
    assert saved.added_at == added
    assert vehicles.get(vin(1)) == saved
    assert saved.values == {"make": "B"}
    with database.cursor() as cursor:
        order = cursor.execute("SELECT vin FROM vehicle ORDER BY seq").fetchall()
    assert order == [(vin(1).text,), (vin(2).text,)]


def test_a_removed_vehicle_comes_in_anew(
    vehicles: Vehicles, removals: Removals, clock: Clock, database: Database
) -> None:
    vehicles.save([vehicle(1), vehicle(2)])
    removals.remove([vin(1)])
    assert vehicles.get(vin(1)) is None
    assert vehicles.get_many([vin(1), vin(2)]).keys() == {vin(2)}
    later = clock.advance(days=1)
    (saved,) = vehicles.save([vehicle(1, make="B")])
    assert saved.added_at == later
    assert vehicles.get(vin(1)) == saved
    with database.cursor() as cursor:
        order = cursor.execute("SELECT vin, seq FROM vehicle ORDER BY seq").fetchall()
    assert [text for text, _ in order] == [vin(2).text, vin(1).text]


def test_places_are_given_in_the_order_of_the_answers(
    vehicles: Vehicles, database: Database
) -> None:
    numbers = [5, 3, 9, 1, 7]
    vehicles.save([vehicle(n) for n in numbers])
    vehicles.save([vehicle(n) for n in (2, 9, 4)])
    with database.cursor() as cursor:
        found = cursor.execute("SELECT vin FROM vehicle ORDER BY seq").fetchall()
    assert found == [(vin(n).text,) for n in (*numbers, 2, 4)]


def test_the_quality_is_kept_with_the_answer(vehicles: Vehicles, database: Database) -> None:
    vehicles.save([vehicle(1, make="A", model="B", model_year=2003, error_code="0"), vehicle(2)])
    with database.cursor() as cursor:
        found = cursor.execute("SELECT quality FROM vehicle ORDER BY vin").fetchall()
    assert found == [("decoded",), ("no data",)]


def test_many_are_saved_and_found_at_once(vehicles: Vehicles) -> None:
    numbers = range(3000)
    vehicles.save([vehicle(n, make=f"MAKE {n % 7}") for n in numbers])
    assert vehicles.count() == 3000
    wanted = [vin(n) for n in range(2990, 3010)]
    found = vehicles.get_many(wanted)
    assert found.keys() == {vin(n) for n in range(2990, 3000)}
    assert found[vin(2999)].values == {"make": "MAKE 3"}


def test_looking_for_many_can_be_cancelled(vehicles: Vehicles) -> None:
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        vehicles.get_many([vin(1)], monitor)


def test_many_threads_save_and_read_the_same_vin(vehicles: Vehicles) -> None:
    def save(number: int) -> str | None:
        vehicles.save([vehicle(1, make=f"MAKE {number}", model=f"MODEL {number}")])
        found = vehicles.get(vin(1))
        assert found is not None
        assert str(found.values["make"])[5:] == str(found.values["model"])[6:]
        return found.text("make")

    with ThreadPoolExecutor(32) as pool:
        seen = list(pool.map(save, range(48)))
    assert vehicles.count() == 1
    found = vehicles.get(vin(1))
    assert found is not None
    assert found.text("make") in seen
    assert found.added_at == MORNING


def test_what_was_saved_survives_a_kill(cache: Path, limits: EngineLimits) -> None:
    program = f"""
import os, signal
from pathlib import Path
from tests.store.samples import Clock, vehicle
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.vehicles import Vehicles

database = Database.open(
    Path({str(cache)!r}), EngineLimits(256, 2, Path({str(limits.temporary)!r})), backups=Path()
)
vehicles = Vehicles(database, Clock())
for number in range(5):
    vehicles.save([vehicle(number, make="HONDA")])
with database.transaction() as cursor:
    cursor.execute("DELETE FROM vehicle")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", program], check=False)
    assert done.returncode == -signal.SIGKILL
    database = Database.open(cache, limits, backups=cache.parent)
    found = Vehicles(database, Clock()).get_many(vin(n) for n in range(10))
    database.close()
    assert {one: found[one].values for one in found} == {
        vin(n): {"make": "HONDA"} for n in range(5)
    }


def test_how_many_of_an_arrow_array_are_there(database: Database) -> None:
    vehicles = Vehicles(database, Clock())
    vehicles.save([vehicle(1), vehicle(2)])
    wanted = pa.array([vin(1).text, vin(2).text, vin(3).text])
    assert vehicles.count_known(wanted) == 2
    assert vehicles.count_known(pa.array([], pa.string())) == 0
