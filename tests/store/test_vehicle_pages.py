import string
from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.samples import one_in
from tests.store.samples import MORNING, Clock, vehicle, vin
from tests.store.stoppable import Stoppable
from vindesk.domain.monitor import Cancelled
from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.rearrangements import MOST
from vindesk.store.removals import Removals
from vindesk.store.sorts import Sort
from vindesk.store.vehicle_order import Keys, VehicleOrder
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles


@pytest.fixture
def garage(vehicles: Vehicles, clock: Clock) -> None:
    """Six vehicles, one a day."""
    for number, values in enumerate(
        (
            {"make": "HONDA", "model": "Accord", "model_year": 2003},
            {"make": "Honda", "model": "Civic", "model_year": 2010},
            {"make": "ACURA", "model": "TL"},
            {"model_year": 1999},
            {"make": "KIA", "model": "Rio", "model_year": 2010, "error_code": "1"},
            {"make": "honda", "model": "Fit", "model_year": 2003, "error_code": "7"},
        )
    ):
        vehicles.save([vehicle(number, **values)])
        clock.advance(days=1)


def numbers(pages: VehiclePages, order: VehicleOrder) -> list[int]:
    return [int(text[-6:]) for text in pages.vins(order, [range(order.count)])]


@pytest.mark.usefixtures("garage")
@pytest.mark.parametrize(
    ("sorts", "expected"),
    [
        ((), [5, 4, 3, 2, 1, 0]),
        ((Sort("make"),), [2, 5, 1, 0, 4, 3]),
        ((Sort("make", descending=True),), [4, 5, 1, 0, 2, 3]),
        ((Sort("make"), Sort("model_year", descending=True)), [2, 1, 5, 0, 4, 3]),
        ((Sort("model_year"),), [3, 5, 0, 4, 1, 2]),
        ((Sort("model_year", descending=True),), [4, 1, 5, 0, 3, 2]),
        ((Sort("vin"),), [0, 1, 2, 3, 4, 5]),
        ((Sort("added_at"),), [0, 1, 2, 3, 4, 5]),
        ((Sort("quality"),), [1, 0, 4, 3, 2, 5]),
        ((Sort("quality", descending=True),), [5, 2, 3, 4, 1, 0]),
        ((Sort("source"),), [5, 4, 3, 2, 1, 0]),
    ],
)
def test_orders(pages: VehiclePages, sorts: tuple[Sort, ...], expected: list[int]) -> None:
    order = pages.order(sorts)
    assert order.count == 6
    assert numbers(pages, order) == expected


@pytest.mark.parametrize("column", ["", "nonsense", "seq", "removed_batch", "extra", 'make"; --'])
def test_there_is_no_order_by_what_is_no_column(column: str) -> None:
    with pytest.raises(ValueError, match="no order by"):
        Sort(column)


@pytest.mark.usefixtures("garage")
def test_a_page_has_the_vin_and_what_was_asked_for(pages: VehiclePages) -> None:
    order = pages.order([Sort("vin")])
    assert pages.page(order, 1, 2, ["model_year", "make", "fetched_at", "quality"]) == [
        (vin(1).text, 2010, "Honda", MORNING, "decoded"),
        (vin(2).text, None, "ACURA", MORNING, "doubtful"),
    ]
    assert pages.page(order, 5, 10, []) == [(vin(5).text,)]
    assert pages.page(order, 6, 10, ["make"]) == []


@pytest.mark.usefixtures("garage")
def test_any_column_can_be_shown_even_twice(pages: VehiclePages) -> None:
    order = pages.order([Sort("vin")])
    row = pages.page(order, 0, 1, ["vin", "make", "make", "extra", "added_at"])[0]
    assert row == (vin(0).text, vin(0).text, "HONDA", "HONDA", None, MORNING)


@pytest.mark.usefixtures("garage")
@pytest.mark.parametrize("column", ["nonsense", "seq", 'make", 1, "'])
def test_there_is_no_page_of_what_is_no_column(pages: VehiclePages, column: str) -> None:
    with pytest.raises(ValueError, match="no column"):
        pages.page(pages.order(), 0, 1, ["make", column])


@pytest.mark.usefixtures("garage")
def test_a_vehicle_that_was_removed_leaves_its_row(pages: VehiclePages, removals: Removals) -> None:
    order = pages.order([Sort("vin")])
    batch = removals.remove([vin(1)])
    page = pages.page(order, 0, 3, ["make", "added_at"])
    assert [row[:2] for row in page] == [
        (vin(0).text, "HONDA"),
        (None, None),
        (vin(2).text, "ACURA"),
    ]
    assert page[1] == (None, None, None)
    assert pages.vins(order, [range(3)]) == [vin(0).text, vin(2).text]
    assert pages.position(order, vin(1).text) is None
    assert pages.order().count == 5
    removals.restore(batch.id)
    assert pages.position(order, vin(1).text) == 1


@pytest.mark.usefixtures("garage")
def test_a_refresh_stays_where_it_is_and_what_is_new_is_not_in_the_order(
    pages: VehiclePages, vehicles: Vehicles
) -> None:
    order = pages.order()
    vehicles.save([vehicle(0, make="REFRESHED"), vehicle(7, make="NEW")])
    assert pages.page(order, 5, 1, ["make"]) == [(vin(0).text, "REFRESHED")]
    assert pages.position(order, vin(7).text) is None
    assert numbers(pages, pages.order()) == [7, 5, 4, 3, 2, 1, 0]


@pytest.mark.usefixtures("garage")
def test_one_that_was_removed_and_looked_up_again_is_new(
    pages: VehiclePages, vehicles: Vehicles, removals: Removals
) -> None:
    order = pages.order([Sort("vin")])
    removals.remove([vin(0)])
    vehicles.save([vehicle(0)])
    assert pages.page(order, 0, 1, []) == [(None,)]
    assert numbers(pages, pages.order()) == [0, 5, 4, 3, 2, 1]


@pytest.mark.usefixtures("garage")
def test_positions_become_vins_in_the_order_on_the_screen(pages: VehiclePages) -> None:
    order = pages.order()
    assert pages.vins(order, [range(4, 6), range(1)]) == [vin(1).text, vin(0).text, vin(5).text]
    assert pages.vins(order, []) == []


@pytest.mark.usefixtures("garage")
def test_vins_become_positions(pages: VehiclePages) -> None:
    order = pages.order()
    assert pages.position(order, vin(5).text) == 0
    assert pages.position(order, vin(0).text) == 5
    assert pages.position(order, "1HGCM82633A999999") is None
    assert pages.keys([vin(3).text, "?"]).keys() == {vin(3).text}
    assert pages.keys([]) == {}


def test_an_empty_cache_has_an_order_too(pages: VehiclePages) -> None:
    order = pages.order([Sort("make")])
    assert order.count == 0
    assert pages.page(order, 0, 100, ["make"]) == []
    assert pages.vins(order, [range(100)]) == []


@pytest.mark.usefixtures("garage")
def test_everything_can_be_cancelled(pages: VehiclePages) -> None:
    order, monitor = pages.order(), Stoppable()
    monitor.cancel()
    for work in (
        lambda: pages.order(monitor=monitor),
        lambda: pages.page(order, 0, 1, [], monitor),
        lambda: pages.vins(order, [range(1)], monitor),
        lambda: pages.position(order, vin(1).text, monitor),
    ):
        with pytest.raises(Cancelled):
            work()


LETTERS = st.text(string.ascii_letters + " -0", min_size=1, max_size=3)
ROWS = st.lists(
    st.fixed_dictionaries({}, optional={"make": LETTERS, "doors": st.integers(0, 3)}), max_size=30
)
SORTS = st.lists(
    st.builds(Sort, st.sampled_from(["make", "doors", "vin"]), st.booleans()), max_size=3
)


def test_any_order_is_that_of_python(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("orders")
    database = Database.open(
        folder / "v.duckdb", EngineLimits(256, 2, folder / "t"), backups=folder / "b"
    )
    vehicles, pages = Vehicles(database, Clock()), VehiclePages(database)

    def expected(rows: list[Vehicle], sorts: list[Sort]) -> list[str]:
        ordered = rows[::-1]
        for sort in reversed(sorts):

            def value(one: Vehicle, column: str = sort.column) -> str | float:
                found = one.vin.text if column == "vin" else one.values[column]
                return found.lower() if isinstance(found, str) else found

            known = [one for one in ordered if sort.column in {"vin", *one.values}]
            known.sort(key=value, reverse=sort.descending)
            ordered = known + [one for one in ordered if sort.column not in {"vin", *one.values}]
        return [one.vin.text for one in ordered]

    @settings(max_examples=one_in(2))
    @given(ROWS, SORTS)
    def check(values: list[dict[str, str | int]], sorts: list[Sort]) -> None:
        with database.transaction() as cursor:
            cursor.execute("DELETE FROM vehicle")
        rows = [
            replace(vehicle(number, **row), source=SourceName.EMBEDDED)
            for number, row in enumerate(values)
        ]
        vehicles.save(rows)
        order = pages.order(sorts)
        assert list(pages.vins(order, [range(order.count)])) == expected(rows, sorts)
        shown = pages.page(order, 0, 30, ["doors"])
        assert [row[0] for row in shown] == expected(rows, sorts)

    check()
    database.close()


@pytest.mark.parametrize("seed", range(4))
def test_an_order_from_the_last_one_is_that_of_all(
    vehicles: Vehicles, removals: Removals, pages: VehiclePages, clock: Clock, seed: int
) -> None:
    """Vehicles come in, are answered anew, are removed, brought back, and forgotten."""
    random, batches = Random(seed), list[int]()
    last = pages.order()
    for _ in range(40):
        some = [vehicle(number) for number in random.sample(range(60), random.randint(1, 4))]
        deed = random.choice(["save", "save", "remove", "take away", "restore", "purge"])
        if deed == "save":
            vehicles.save(some)
        elif deed == "remove":
            batches.append(removals.remove([each.vin for each in some]).id)
        elif deed == "take away":
            gone = random.sample(range(last.count), min(last.count, 3))
            batches.append(removals.remove_keys(Keys("q", (last.keys[row] for row in gone))).id)
        elif deed == "restore" and batches:
            removals.restore(batches.pop(random.randrange(len(batches))))
        elif deed == "purge":
            removals.purge(clock() - timedelta(days=2))
        clock.advance(days=1)
        order, whole = pages.order(last=last), pages.order()
        assert (order.keys, order.newest, order.total) == (whole.keys, whole.newest, whole.total)
        last = random.choice([order, last])


@pytest.fixture
def renewals(monkeypatch: pytest.MonkeyPatch) -> Sequence[tuple[int, int, int]]:
    """How many came in, went or came back, and were there, of each order made from another."""
    seen: list[tuple[int, int, int]] = []
    renewed = VehicleOrder.renewed

    def watched(
        order: VehicleOrder, newer: "Keys[int]", stirred: "Keys[int]", there: "Keys[int]"
    ) -> "Keys[int]":
        seen.append((len(newer), len(frozenset(stirred)), len(there)))
        return renewed(order, newer, stirred, there)

    monkeypatch.setattr(VehicleOrder, "renewed", watched)
    return seen


def test_vehicles_that_come_in_are_put_before_the_last_order(
    vehicles: Vehicles, pages: VehiclePages, renewals: Sequence[tuple[int, int, int]]
) -> None:
    vehicles.save([vehicle(0), vehicle(1)])
    order = pages.order(last=pages.order())
    vehicles.save([vehicle(2), vehicle(0)])
    newest = pages.order(last=order)
    assert renewals == [(0, 0, 0), (1, 0, 0)]
    assert numbers(pages, newest) == [2, 1, 0]


def test_of_few_that_go_and_come_back_only_the_places_are_found(
    vehicles: Vehicles,
    removals: Removals,
    pages: VehiclePages,
    renewals: Sequence[tuple[int, int, int]],
) -> None:
    vehicles.save([vehicle(number) for number in range(8)])
    whole = pages.order()
    batch = removals.remove_keys(Keys("q", [whole.keys[2], whole.keys[7]]))
    fewer = pages.order(last=whole)
    vehicles.save([vehicle(8)])
    assert removals.restore(batch.id) == 2
    again = pages.order(last=fewer)
    assert renewals == [(0, 2, 0), (1, 2, 2)]
    assert numbers(pages, fewer) == [7, 6, 4, 3, 2, 1]
    assert numbers(pages, again) == list(range(8, -1, -1))


def test_of_many_that_go_all_are_put_in_order(
    vehicles: Vehicles,
    removals: Removals,
    pages: VehiclePages,
    renewals: Sequence[tuple[int, int, int]],
) -> None:
    vehicles.save([vehicle(number) for number in range(MOST + 2)])
    whole = pages.order()
    batch = removals.remove_keys(whole.keys_at([range(1, MOST + 2)]))
    assert numbers(pages, fewer := pages.order(last=whole)) == [MOST + 1]
    removals.restore(batch.id)
    assert pages.order(last=fewer).keys == whole.keys
    assert not renewals


def test_a_vehicle_that_has_its_number_long_before_it_is_there_is_not_left_out(
    database: Database, vehicles: Vehicles, pages: VehiclePages
) -> None:
    """An import draws its numbers when it begins to save."""
    with database.transaction() as cursor:
        cursor.execute("SELECT nextval('vehicle_seq')").fetchall()
    vehicles.save([vehicle(1)])
    last = pages.order()
    with database.transaction(only_adds=True) as cursor:
        cursor.execute(
            """INSERT INTO vehicle (vin, source, fetched_at, added_at, quality, seq)
            SELECT ?, source, fetched_at, added_at, quality, seq - 1 FROM vehicle""",
            [vin(0).text],
        )
    assert numbers(pages, pages.order(last=last)) == [1, 0]
