import pytest

from tests.store.samples import Clock, vehicle, vin
from vindesk.domain.filter_language import parse
from vindesk.store.breakdowns import Breakdown, Breakdowns
from vindesk.store.database import Database
from vindesk.store.facets import FacetValue
from vindesk.store.removals import Removals
from vindesk.store.vehicles import Vehicles

FLEET = (
    {"make": "KENWORTH", "model_year": 2007, "error_code": "0"},
    {"make": "Kenworth", "model_year": 2014, "error_code": "0"},
    {"make": "PETERBILT", "model_year": 2014, "error_code": "0"},
    {"make": "VOLVO", "model_year": 1999, "error_code": "0"},
    {"make": "FORD", "model_year": 1999, "error_code": "0"},
    {"model_year": 1999},
)


@pytest.fixture
def breakdowns(database: Database) -> Breakdowns:
    Vehicles(database, Clock()).save(vehicle(n, **values) for n, values in enumerate(FLEET))
    return Breakdowns(database)


def test_the_most_frequent_values_are_listed_and_the_rest_is_counted(
    breakdowns: Breakdowns,
) -> None:
    (makes,) = breakdowns.count({"make": 2})
    assert makes == Breakdown(
        "make",
        [FacetValue("KENWORTH", 2), FacetValue("FORD", 1), FacetValue(None, 1)],
        rest_vehicles=2,
        rest_values=2,
    )
    assert makes.vehicles == len(FLEET)


def test_all_columns_add_up_to_the_vehicles_under_the_filter(breakdowns: Breakdowns) -> None:
    found = breakdowns.count({"model_year": 9, "make": 1, "quality": 9}, parse("year:1999-2007"))
    assert [each.vehicles for each in found] == [4, 4, 4]
    years = found[0]
    assert years.values == [FacetValue(1999, 3), FacetValue(2007, 1)]
    assert all(isinstance(each.value, int) for each in years.values)
    assert years.rest_vehicles == years.rest_values == 0


def test_what_the_filter_asks_of_a_column_counts_for_that_column_too(
    breakdowns: Breakdowns,
) -> None:
    (makes,) = breakdowns.count({"make": 9}, parse("make:kenworth"))
    assert makes.values == [FacetValue("KENWORTH", 2)]


def test_decimals_stay_decimals(database: Database) -> None:
    Vehicles(database, Clock()).save([vehicle(1, displacement_l=6.7), vehicle(2)])
    (found,) = Breakdowns(database).count({"displacement_l": 9})
    assert {each.value for each in found.values} == {6.7, None}


def test_an_empty_cache_has_nothing_and_removed_vehicles_do_not_count(database: Database) -> None:
    breakdowns = Breakdowns(database)
    assert breakdowns.count({"make": 3}) == [Breakdown("make", [])]
    Vehicles(database, Clock()).save([vehicle(1, make="FORD"), vehicle(2, make="FORD")])
    Removals(database, Clock()).remove([vin(1)])
    assert breakdowns.count({"make": 3})[0].vehicles == 1


@pytest.mark.parametrize("column", ["fetched_at", "import", "own", "no such column", 'make" --'])
def test_what_has_no_values_to_count_is_refused(breakdowns: Breakdowns, column: str) -> None:
    with pytest.raises(ValueError, match="no values of"):
        breakdowns.count({column: 3})
