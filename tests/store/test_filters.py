import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from msgspec import Struct

from tests.store.plain_filter import is_wanted, value_of
from tests.store.samples import MORNING, Clock, vehicle, vin
from vindesk.domain.fields import Value
from vindesk.domain.filter import (
    EVERYTHING,
    Between,
    Condition,
    Contains,
    During,
    Empty,
    Filter,
    HasCode,
    Is,
    Like,
    Test,
)
from vindesk.domain.filter_changes import toggled, without_choice
from vindesk.domain.filter_language import parse
from vindesk.domain.import_job import Columns, ImportPlan, ImportRecord
from vindesk.domain.vehicle import SourceChoice, Vehicle
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.facets import Facets, FacetValue
from vindesk.store.filters import where
from vindesk.store.import_items import ImportItems
from vindesk.store.imports import Imports
from vindesk.store.removals import Removals
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles

TOMORROW = MORNING + timedelta(days=1)
GARAGE: Sequence[dict[str, Value]] = (
    {"make": "KENWORTH", "model": "W9 Series", "model_year": 2005, "body_class": "Truck-Tractor"},
    {"make": "Kenworth", "model": "T680", "model_year": 2014, "error_code": "1,11"},
    {"make": "PETERBILT", "model": "388", "model_year": 2014, "displacement_l": 12.8},
    {"make": "LAMBORGHINI", "model_year": 1988, "error_code": "8"},
    {"make": "it's \"50%_odd\\", "model": "a*b?", "model_year": 2010, "displacement_l": -0.5},
    {"error_code": "7", "gvwr": "Class 8: 33,001 lb and above (14,969 kg and above)"},
)


def fill(database: Database, clock: Clock) -> list[Vehicle]:
    """One a day."""
    kept: list[Vehicle] = []
    for number, values in enumerate(GARAGE):
        kept += Vehicles(database, clock).save([vehicle(number, **values)])
        clock.advance(days=1)
    return kept


@pytest.fixture
def garage(database: Database, clock: Clock) -> list[Vehicle]:
    return fill(database, clock)


class Standing(Struct):
    """A garage with imports, for many tests that only read."""

    pages: VehiclePages
    vehicles: list[Vehicle]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    folder, clock = tmp_path_factory.mktemp("garage"), Clock()
    limits = EngineLimits(memory_mb=256, threads=2, temporary=folder / "temporary")
    database = Database.open(
        folder / "vehicles.duckdb", limits, backups=folder / "backups", clock=clock
    )
    kept = fill(database, clock)
    imports, items = Imports(database, clock), ImportItems(database, clock, timedelta(days=7))
    first = (vin(0).text, ("U0005", "John Doe"))
    own_list(imports, items, first, (vin(1).text, ("U0006", "O'Neil")), ("no VIN", ("x", "John")))
    own_list(imports, items, (vin(0).text, ("U9", None)), (vin(2).text, ("U0007", "JOHN DOE jr")))
    blank = (vin(4).text, (" \t\u2003", None))
    own_list(imports, items, (vin(3).text, ("50%_odd", "jürgen")), blank)
    a_list(imports, items, "John's", 5)
    yield Standing(VehiclePages(database), kept)
    database.close()


def numbers(pages: VehiclePages, wanted: Filter) -> list[int]:
    order = pages.order((), wanted)
    return sorted(int(text[-6:]) for text in pages.vins(order, [range(order.count)]))


def only(column: str | None, *tests: Test, negated: bool = False) -> Filter:
    return Filter((Condition(column, tests, negated),))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (EVERYTHING, [0, 1, 2, 3, 4, 5]),
        (only("make", Contains("kenw")), [0, 1]),
        (only("make", Contains("kenw"), Contains("PETER")), [0, 1, 2]),
        (only("make", Is("kenworth")), [0, 1]),
        (only("make", Is("kenw")), []),
        (only("make", Contains("kenw"), negated=True), [2, 3, 4, 5]),
        (only("make", Empty()), [5]),
        (only("model", Empty(), negated=True), [0, 1, 2, 4]),
        (only("make", Contains("50%_")), [4]),
        (only("make", Like("ken*h")), [0, 1]),
        (only("make", Like("KENWORT?")), [0, 1]),
        (only("make", Like("*%_*")), [4]),
        (only("make", Like("*\\")), [4]),
        (only("model_year", Between(2005, 2010)), [0, 4]),
        (only("model_year", Between(2005, 2010, high_included=False)), [0]),
        (only("model_year", Between(2005, 2010, low_included=False)), [4]),
        (only("model_year", Between(2010, None)), [1, 2, 4]),
        (only("model_year", Between(None, 2004)), [3]),
        (only("model_year", Between(None, None)), [0, 1, 2, 3, 4]),
        (only("model_year", Is(2014)), [1, 2]),
        (only("model_year", Contains("20")), [0, 1, 2, 4]),
        (only("model_year", Like("20?4")), [1, 2]),
        (only("displacement_l", Is(12.8)), [2]),
        (only("displacement_l", Between(-1, 0)), [4]),
        (only("error_code", HasCode(1)), [1]),
        (only("error_code", HasCode(11)), [1]),
        (only("quality", Is("no data")), [5]),
        (only("vin", Contains("82633a000003")), [3]),
        (only("added_at", During(TOMORROW, TOMORROW + timedelta(days=2))), [1, 2]),
        (only("fetched_at", During(MORNING, None)), [0, 1, 2, 3, 4, 5]),
        (only("fetched_at", During(None, MORNING)), []),
        (only(None, Contains("tractor")), [0]),
        (only(None, Contains("2014")), [1, 2]),
        (only(None, Contains("82")), []),
        (only(None, Contains("000004")), [4]),
        (only(None, Contains("0004")), []),
        (only(None, Like("*000004")), [4]),
        (only(None, Contains("kenw"), negated=True), [2, 3, 4, 5]),
        (
            Filter(
                (
                    Condition("make", (Contains("e"),)),
                    Condition("model_year", (Between(2014, 2014),)),
                )
            ),
            [1, 2],
        ),
    ],
)  # fmt: skip
def test_a_filter_lets_through_what_it_says(
    standing: Standing, wanted: Filter, expected: list[int]
) -> None:
    assert numbers(standing.pages, wanted) == expected
    by_hand = [int(v.vin.text[-6:]) for v in standing.vehicles if is_wanted(v, wanted)]
    assert by_hand == expected


TEXTS = ("kenw", "KENWORTH", "8", "2014", "e", "%", "_", "'", '"', "\\", "000003", "zzz", "Series")
PATTERNS = ("*", "ken*", "*8", "W? *", "*[*", "a*b?", "?")
ANY_TEXT = ("make", "model", "body_class", "vin", "gvwr", None)
ANY_NUMBER = ("model_year", "displacement_l", "requested_year")


def some_condition(rng: random.Random) -> Condition:
    if rng.random() < 0.4:
        low, high = rng.choice((None, 1988, 2005.5, 2014, -1)), rng.choice((None, 0, 2010, 2014))
        between = Between(low, high, rng.random() < 0.5, rng.random() < 0.5)
        return Condition(rng.choice(ANY_NUMBER), (between,), rng.random() < 0.3)
    column = rng.choice(ANY_TEXT)
    tests: list[Test] = [
        rng.choice((Contains, Is))(rng.choice(TEXTS)) for _ in range(rng.randint(1, 2))
    ]
    if rng.random() < 0.4:
        tests.append(Like(rng.choice(PATTERNS)))
    if column is not None and rng.random() < 0.2:
        tests.append(Empty())
    return Condition(column, tuple(tests), rng.random() < 0.3)


@pytest.mark.parametrize("count", [60, pytest.param(1_000, marks=pytest.mark.long)])
def test_any_filter_means_the_same_in_sql_and_in_python(standing: Standing, count: int) -> None:
    rng = random.Random(4)
    for _ in range(count):
        wanted = Filter(tuple(some_condition(rng) for _ in range(rng.randint(1, 3))))
        expected = [int(v.vin.text[-6:]) for v in standing.vehicles if is_wanted(v, wanted)]
        assert numbers(standing.pages, wanted) == expected, wanted


def test_own_values_are_not_counted(database: Database) -> None:
    with pytest.raises(ValueError, match="no values"):
        Facets(database).count("own")


@pytest.mark.parametrize("column", ["", "nonsense", "seq", "removed_batch", "extra", 'make"; --'])
def test_there_is_no_condition_on_what_is_no_column(database: Database, column: str) -> None:
    with pytest.raises(ValueError, match="no column"):
        where(only(column, Empty()))
    with pytest.raises(ValueError, match="no values"):
        Facets(database).count(column)


def test_what_is_no_test_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no test"):
        where(only("make", "kenworth"))  # pyright: ignore[reportArgumentType] - that is the test


@pytest.mark.usefixtures("garage")
def test_a_facet_counts_the_values_of_its_column(database: Database) -> None:
    facets = Facets(database)
    makes = facets.count("make")
    assert makes.column == "make"
    assert makes.distinct == 4
    assert makes.values[0] == FacetValue("KENWORTH", 2)
    assert FacetValue(None, 1) in makes.values
    assert facets.count("make", most=1).values == [FacetValue("KENWORTH", 2)]
    assert facets.count("make", most=1).distinct == 4
    assert facets.count("make", containing="BILT").values == [FacetValue("PETERBILT", 1)]
    assert facets.count("make", containing="nobody").values == []
    assert facets.count("make", containing="nobody").distinct == 0
    assert facets.count("model_year", containing="88").values == [FacetValue(1988, 1)]


@pytest.mark.usefixtures("garage")
def test_a_facet_is_counted_under_the_conditions_on_other_columns(database: Database) -> None:
    wanted = Filter((Condition("make", (Is("kenworth"),)), Condition("model_year", (Is(2014),))))
    facets = Facets(database)
    assert set(facets.count("make", wanted).values) == {
        FacetValue("Kenworth", 1),
        FacetValue("PETERBILT", 1),
    }
    assert facets.count("model_year", wanted).values == [FacetValue(2005, 1), FacetValue(2014, 1)]


@pytest.mark.parametrize(
    "text",
    ["make:ken", "-make:kenworth", "year:2005-2010", "make:ken make:=PETERBILT", "make:=kenworth"],
)
@pytest.mark.usefixtures("garage")
def test_a_number_is_what_the_choice_of_the_value_shows(
    database: Database, pages: VehiclePages, text: str
) -> None:
    wanted = parse(text)
    for column in ("make", "model_year"):
        for each in Facets(database).count(column, wanted).values:
            clicked = toggled(without_choice(wanted, column), column, each.value)
            assert len(numbers(pages, clicked)) == each.vehicles, (column, each)


def test_what_was_removed_is_neither_found_nor_counted(
    garage: list[Vehicle], database: Database, pages: VehiclePages, removals: Removals
) -> None:
    removals.remove([vin(0), vin(3)])
    assert numbers(pages, only("make", Contains("e"))) == [1, 2]
    assert {value.value for value in Facets(database).count("make").values} == {
        value_of(garage[number], "make") for number in (1, 2, 4, 5)
    }
    assert pages.order((), only("make", Contains("e"))).total == 4


@pytest.mark.usefixtures("garage")
def test_what_is_newer_is_counted_under_the_filter(pages: VehiclePages, vehicles: Vehicles) -> None:
    wanted = only("make", Contains("kenworth"))
    newest = pages.order((), wanted).newest
    assert pages.newer(newest, wanted) == 0
    vehicles.save([vehicle(7, make="KENWORTH"), vehicle(8, make="VOLVO")])
    assert pages.newer(newest, wanted) == 1
    assert pages.newer(newest, EVERYTHING) == 2


def a_list(imports: Imports, items: ImportItems, name: str, *numbers: int) -> None:
    record = imports.add(ImportPlan(name, Columns(0), SourceChoice.EMBEDDED))
    batch = arrow.table(
        {
            "row": ("int64", list(range(1, len(numbers) + 1))),
            "written": ("string", [vin(number).text for number in numbers]),
        }
    )
    items.stage(record.id, batch)


@pytest.mark.usefixtures("garage")
def test_vehicles_are_found_by_the_imports_they_are_in(
    database: Database, pages: VehiclePages, clock: Clock
) -> None:
    imports, items = Imports(database, clock), ImportItems(database, clock, timedelta(days=7))
    a_list(imports, items, "March fleet", 0, 1, 1, 77)
    a_list(imports, items, 'it\'s "April"', 1, 2)

    assert numbers(pages, only("import", Contains("MARCH"))) == [0, 1]
    assert numbers(pages, only("import", Is("march fleet"), Contains("april"))) == [0, 1, 2]
    assert numbers(pages, only("import", Like("*fleet"), negated=True)) == [2, 3, 4, 5]
    assert numbers(pages, only("import", Empty())) == [3, 4, 5]
    assert Facets(database).count("import").values == [
        FacetValue(None, 3),
        FacetValue("March fleet", 2),
        FacetValue('it\'s "April"', 2),
    ]
    assert Facets(database).count("import").distinct == 2
    kenworths = only("make", Contains("kenworth"))
    assert Facets(database).count("import", kenworths).values[0] == FacetValue("March fleet", 2)
    found = Facets(database).count("import", containing="april").values
    assert FacetValue('it\'s "April"', 2) in found


def own_list(
    imports: Imports, items: ImportItems, *rows: tuple[str, Sequence[str | None]]
) -> ImportRecord:
    """An import of these rows, each with its VIN and what the own columns say."""
    width = len(rows[0][1])
    columns = Columns(0, own=tuple(range(1, width + 1)), own_names=("Unit", "Driver")[:width])
    record = imports.add(ImportPlan("Fleet", columns, SourceChoice.EMBEDDED))
    texts = {f"own_{place}": ("string", [own[place] for _, own in rows]) for place in range(width)}
    head = {
        "row": ("int64", list(range(1, len(rows) + 1))),
        "written": ("string", [written for written, _ in rows]),
    }
    items.stage(record.id, arrow.table(head | texts))
    return record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("own:u0005", [0]),
        ("own:U000", [0, 1, 2]),
        ('own:"john doe"', [0, 2]),
        ("own:=U0005", [0]),
        ("own:=U000", []),
        ("own:=u0005,john", [0, 2]),
        ("own:u*5", [0]),
        ("own:50%_", [3]),
        ('own:"o\'neil"', [1]),
        ('own:"JÜRGEN"', [3]),
        ("-own:john", [1, 3, 4, 5]),
        ("own:empty", [4, 5]),
        ("-own:empty", [0, 1, 2, 3]),
        ("own:empty,u0006", [1, 4, 5]),
        ("own:john make:kenworth", [0]),
        ('own:"U0005 John"', []),
        ('own:"Unit"', []),
        ("john", []),
    ],
)
def test_vehicles_are_found_by_what_the_own_columns_say(
    standing: Standing, text: str, expected: list[int]
) -> None:
    assert numbers(standing.pages, parse(text)) == expected


@pytest.mark.parametrize("text", ["İzmir filosu.xlsx", "İSTANBUL", "ΟΔΟΣ ΟΔΟΣ", "Straße", "ẞ ß SS"])
@pytest.mark.usefixtures("garage")
def test_a_text_is_found_by_itself_whatever_its_letters(
    database: Database, pages: VehiclePages, vehicles: Vehicles, clock: Clock, text: str
) -> None:
    """Python and DuckDB do not fold all letters alike."""
    imports, items = Imports(database, clock), ImportItems(database, clock, timedelta(days=7))
    a_list(imports, items, text, 0)
    own_list(imports, items, (vin(1).text, (text,)))
    vehicles.save([vehicle(9, make=text)])
    for test in (Is(text), Contains(text), Like(text), Like(f"{text[:-1]}*")):
        assert numbers(pages, only("import", test)) == [0]
        assert numbers(pages, only("own", test)) == [1]
        assert numbers(pages, only("make", test)) == [9]
        assert numbers(pages, only(None, test)) == [9]


def test_a_vin_is_found_in_small_letters_and_not_by_what_is_none(
    pages: VehiclePages, vehicles: Vehicles
) -> None:
    vehicles.save([vehicle(1)])
    found = vin(1).text.lower()
    for test in (Is(found), Contains(found[2:9]), Like(f"{found[:3]}*")):
        assert numbers(pages, only("vin", test)) == [1]
    for test in (Is(f"{found}ß"), Contains("ß"), Like("*ß")):
        assert numbers(pages, only("vin", test)) == []


def test_a_row_with_many_own_values_is_one_to_whoever_asks_whether_there_are_any() -> None:
    assert "unnest" in where(parse("own:u0005")).sql
    assert "unnest" not in where(parse("own:empty -own:empty")).sql


@pytest.mark.usefixtures("garage")
def test_what_a_forgotten_import_said_finds_nothing(
    database: Database, pages: VehiclePages, clock: Clock
) -> None:
    imports, items = Imports(database, clock), ImportItems(database, clock, timedelta(days=7))
    record = own_list(imports, items, (vin(0).text, ("U0005",)))
    assert numbers(pages, parse("own:u0005")) == [0]
    imports.forget(record.id)
    assert numbers(pages, parse("own:u0005")) == []
