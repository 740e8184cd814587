from datetime import UTC, datetime

import pytest

from vindesk.domain.fields import NO_DATA
from vindesk.domain.filter import Between, Condition, Empty, Filter, Is
from vindesk.domain.filter_language import parse
from vindesk.domain.filter_writing import written
from vindesk.domain.local_days import LOCAL
from vindesk.ui.filtering.cell_filter import condition_of_cell
from vindesk.ui.paging.drawn_rows import LOADING
from vindesk.ui.vehicles.vehicle_columns import cell

FETCHED = datetime(2026, 11, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "value", "text"),
    [
        ("make", "PETERBILT", "make:=PETERBILT"),
        ("make", None, "make:empty"),
        ("body_class", "Truck-Tractor, 6x4", 'body:="Truck-Tractor, 6x4"'),
        ("vin", "1XPWD40X1ED215307", "vin:=1XPWD40X1ED215307"),
        ("model_year", 2014, "year:2014"),
        ("model_year", None, "year:empty"),
        ("requested_year", 2014, "asked:2014"),
        ("displacement_l", 6.7, "displacement:6.7"),
        ("quality", "check digit", 'quality:"check digit"'),
        ("quality", "no data", 'quality:"no data"'),
        ("source", "vpic-web", "source:web"),
        ("source", "embedded", "source:embedded"),
        ("data_version", "2026-10", "month:=2026-10"),
        ("error_code", "1,11", 'error:="1,11"'),
        ("fetched_at", None, "fetched:empty"),
    ],
)
def test_a_cell_becomes_what_one_would_type(column: str, value: object, text: str) -> None:
    condition = condition_of_cell(column, cell(column, value))
    assert condition == parse(text).conditions[0]


def test_a_day_is_that_day_here() -> None:
    shown = cell("fetched_at", FETCHED)
    day = FETCHED.astimezone().date()
    assert condition_of_cell("fetched_at", shown) == Condition("fetched_at", (LOCAL.during(day),))


def test_a_decimal_is_found_again_although_not_all_of_it_is_shown() -> None:
    value = 368.61440512345
    condition = condition_of_cell("displacement_ci", cell("displacement_ci", value))
    assert condition is not None
    (test,) = condition.tests
    assert isinstance(test, Between)
    assert test.low is not None
    assert test.high is not None
    assert test.low <= value <= test.high
    assert test.high - test.low < 1e-6


def test_a_value_can_be_excluded() -> None:
    assert condition_of_cell("make", "MACK", negated=True) == Condition(
        "make", (Is("MACK"),), negated=True
    )
    assert condition_of_cell("make", NO_DATA, negated=True) == Condition(
        "make", (Empty(),), negated=True
    )


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("make", LOADING),
        ("extra", "{}"),
        ("model_year", "MMXIV"),
        ("requested_year", "MMXIV"),
        ("fetched_at", "the other day"),
        ("data_version", "unknown month"),
    ],
)
def test_some_cells_hold_nothing_to_filter_by(column: str, text: str) -> None:
    assert condition_of_cell(column, text) is None


def test_every_condition_can_be_written() -> None:
    for column, text in (("make", 'a "b", c'), ("model_year", "2014"), ("source", "vPIC")):
        condition = condition_of_cell(column, text)
        assert condition is not None
        wanted = Filter((condition,))
        assert parse(written(wanted)) == wanted
