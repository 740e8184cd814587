import math
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vindesk.domain.filter import (
    MOMENT_COLUMNS,
    NUMBER_COLUMNS,
    TEXT_COLUMNS,
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
from vindesk.domain.filter_language import parse
from vindesk.domain.filter_writing import written, written_test
from vindesk.domain.local_days import LOCAL, Calendar
from vindesk.domain.vehicle import Quality, SourceName

PLACES = [
    Calendar(ZoneInfo(name))
    for name in ("UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia")
]

texts = st.text(st.sampled_from('ab -=<>:,"*?.EMPTY\0\t\n空'), max_size=6) | st.text(max_size=6)
patterns = st.tuples(texts, st.sampled_from("*?"), texts).map("".join)
numbers = st.integers(-(10**18) + 1, 10**18 - 1) | st.floats(allow_nan=False, allow_infinity=False)
days = st.dates(date(1972, 1, 1), date(2998, 1, 1))
moments = st.builds(datetime.combine, days, st.times(), st.just(UTC))


def ranges() -> st.SearchStrategy[Between]:
    both = st.tuples(numbers, numbers).map(sorted)
    return st.one_of(
        st.builds(
            lambda pair, low, high: Between(pair[0], pair[1], low, high),
            both,
            st.booleans(),
            st.booleans(),
        ),
        st.builds(lambda low, included: Between(low, None, included), numbers, st.booleans()),
        st.builds(
            lambda high, included: Between(None, high, high_included=included),
            numbers,
            st.booleans(),
        ),
        st.just(Between(None, None)),
    )


def times(calendar: Calendar) -> st.SearchStrategy[During]:
    ends = moments | days.map(calendar.start_of)
    both = st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]).map(sorted)
    return st.one_of(
        days.map(calendar.during),
        both.map(lambda pair: During(*pair)),
        ends.map(lambda start: During(start, None)),
        ends.map(lambda end: During(None, end)),
        st.just(During(None, None)),
    )


def some_test(column: str | None, calendar: Calendar) -> st.SearchStrategy[Test]:
    empty = st.just(Empty())
    on_text = texts.map(Contains) | texts.map(Is) | patterns.map(Like)
    if column is None:
        return on_text
    if column in NUMBER_COLUMNS:
        return numbers.map(Is) | ranges() | empty
    if column in MOMENT_COLUMNS:
        return times(calendar) | empty
    words = {"quality": list(Quality), "source": list(SourceName)}.get(column)
    if words:
        return st.sampled_from(words).map(lambda word: Is(word.value)) | patterns.map(Like) | empty
    codes = st.integers(0, 10**9 - 1).map(HasCode)
    return on_text | empty | (codes if column == "error_code" else empty)


columns = st.sampled_from(
    [None, "quality", "source", "error_code", *MOMENT_COLUMNS, "model_year", "displacement_l"]
) | st.sampled_from(sorted(TEXT_COLUMNS | NUMBER_COLUMNS | MOMENT_COLUMNS))


def filters(calendar: Calendar) -> st.SearchStrategy[Filter]:
    conditions = columns.flatmap(
        lambda column: st.builds(
            Condition,
            st.just(column),
            st.lists(some_test(column, calendar), min_size=1, max_size=3).map(tuple),
            st.booleans(),
        )
    )
    return st.lists(conditions, max_size=4).map(tuple).map(Filter)


@given(st.sampled_from(PLACES).flatmap(lambda place: st.tuples(st.just(place), filters(place))))
def test_every_filter_is_written_as_a_text_that_means_it(case: tuple[Calendar, Filter]) -> None:
    calendar, wanted = case
    text = written(wanted, calendar)
    assert parse(text, calendar) == wanted
    assert written(parse(text, calendar), calendar) == text


@given(filters(LOCAL))
def test_so_it_is_on_this_machine(wanted: Filter) -> None:
    assert parse(written(wanted)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "peterbilt 2014",
        'make:kenworth year:2005-2010 body:"truck tractor" quality:doubtful model:empty',
        "make:=kenworth,=peterbilt,empty -model:t*",
        "year:>2005 displacement:>=6.7<9.5 doors:* hp:-5--2",
        "wheels:1.1753367271276468e+16 wheels:11753367271276468",
        "fetched:2026-11-03 fetched:2026-11 fetched:2026 fetched:2024-2026",
        "fetched:2026-01-2026-02 fetched:2026-01-01-2026-02-02 added:>=2026-01-01",
        "added:<2026-01-02 added:>=2026-11-03T14:05:07Z<2026-11-03T14:05:07.123456Z",
        'source:web,embedded quality:"check digit" error:11 error:"11" error:="1,11"',
        '"-x" "a ""b""" "=x"*',
    ],
)
def test_a_text_that_is_well_written_stays_as_it_is(text: str) -> None:
    utc = PLACES[0]
    assert written(parse(text, utc), utc) == text


def test_a_pattern_without_a_wildcard_is_the_whole_value() -> None:
    assert written_test(Like("a b"), "make") == '="a b"'


def test_a_day_may_begin_at_one() -> None:
    sao_paulo = PLACES[2]
    day = datetime(2018, 11, 4, tzinfo=UTC).date()
    assert sao_paulo.start_of(day) == datetime(2018, 11, 4, 3, tzinfo=UTC)
    assert written_test(sao_paulo.during(day), "fetched_at", sao_paulo) == "2018-11-04"


NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("column", "test"),
    [
        (None, Empty()),
        (None, Is(5)),
        ("nonsense", Empty()),
        ("make", Is(5)),
        ("make", Between(1, 2)),
        ("make", HasCode(1)),
        ("make", During(None, None)),
        ("model_year", Contains("x")),
        ("model_year", Is("x")),
        ("model_year", Is(math.nan)),
        ("model_year", Is(10**400)),
        ("model_year", Between(2, 1)),
        ("model_year", Like("2*")),
        ("model_year", HasCode(1)),
        ("fetched_at", Like("2*")),
        ("fetched_at", Is(5)),
        ("fetched_at", During(NOON, NOON)),
        ("fetched_at", During(MIDNIGHT, MIDNIGHT - timedelta(days=3))),
        ("quality", Contains("d")),
        ("quality", Is("splendid")),
        ("error_code", HasCode(-1)),
    ],
)
def test_what_no_text_means_is_a_mistake_of_ours(column: str | None, test: Test) -> None:
    with pytest.raises(ValueError, match=r"."):
        written(Filter((Condition(column, (test,)),)), PLACES[0])


def test_a_condition_without_a_test_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no test"):
        written(Filter((Condition("make", ()),)))
