from datetime import UTC, datetime
from decimal import Decimal

import pytest

from vindesk.domain.column_filter import (
    EVERY_ROW,
    ColumnCondition,
    ColumnFilter,
    ColumnKind,
    ColumnTest,
    Within,
    parse,
    written,
)
from vindesk.domain.filter import Contains, During, Empty, Is, Like
from vindesk.domain.filter_terms import UnreadableFilter

COLUMNS = [
    ("name", ColumnKind.TEXT),
    ("Name", ColumnKind.TEXT),
    ("price", ColumnKind.NUMBER),
    ("sold on", ColumnKind.MOMENT),
    ("new", ColumnKind.TRUTH),
    ("tree", ColumnKind.NESTED),
    ("", ColumnKind.TEXT),
    ('a"b', ColumnKind.TEXT),
]


def utc(year: int, month: int = 1, day: int = 1, *time: int) -> datetime:
    hour, minute = (*time, 0, 0)[:2]
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def one(text: str) -> ColumnCondition:
    (condition,) = parse(text, COLUMNS).conditions
    return condition


@pytest.mark.parametrize(
    ("text", "place", "tests"),
    [
        ("word", None, [Contains("word")]),
        ("name:x,=y", 0, [Contains("x"), Is("y")]),
        ("Name:x*", 1, [Like("x*")]),
        ("NAME:x", 0, [Contains("x")]),
        ("price:5", 2, [Within(Decimal(5), Decimal(5))]),
        ("price:2-5", 2, [Within(Decimal(2), Decimal(5))]),
        ("price:>1.5", 2, [Within(Decimal("1.5"), None, low_included=False)]),
        ("price:<=1e3", 2, [Within(None, Decimal("1e3"))]),
        ("price:empty", 2, [Empty()]),
        ("price:*", 2, [Within(None, None)]),
        (
            '"sold on":2026-05-03',
            3,
            [During(datetime(2026, 5, 3, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC))],
        ),
        ('"sold on":1950', 3, [During(utc(1950), utc(1951))]),
        ('"sold on":0001-01-01', 3, [During(utc(1), utc(1, 1, 2))]),
        ('"sold on":<3000', 3, [During(None, utc(3000))]),
        ('"sold on":>=9999-12-31', 3, [During(utc(9999, 12, 31), None)]),
        ('"sold on":9999-12-31', 3, [During(utc(9999, 12, 31), None)]),
        ('"sold on":9999-12', 3, [During(utc(9999, 12), None)]),
        ('"sold on":9999', 3, [During(utc(9999), None)]),
        ('"sold on":9999-12-31T23:59Z', 3, [During(utc(9999, 12, 31, 23, 59), None)]),
        ('"sold on":<=9999', 3, [During(None, None)]),
        ("new:yes", 4, [Is("true")]),
        ("new:F", 4, [Is("false")]),
        ("tree:a", 5, [Contains("a")]),
        ('"":x', 6, [Contains("x")]),
        ('"a""b":x', 7, [Contains("x")]),
        ("empty", None, [Contains("empty")]),
    ],
)
def test_what_a_term_means(text: str, place: int | None, tests: list[ColumnTest]) -> None:
    assert one(text) == ColumnCondition(place, tuple(tests))


def test_a_minus_excludes_and_terms_add_up() -> None:
    found = parse("-name:x price:5", COLUMNS)
    assert [condition.negated for condition in found.conditions] == [True, False]
    assert found
    assert not EVERY_ROW


@pytest.mark.parametrize("text", ["", "  ", "name:", "price:>", "price:-", "new:", '"'])
def test_what_is_only_begun_asks_for_nothing(text: str) -> None:
    assert parse(text, COLUMNS) == ColumnFilter()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nam:x", "no column “nam”"),
        ("zzz:x", "no column “zzz”"),
        ("[a]:x", "no column"),
        ("price:abc", "“abc” is not a number"),
        ("price:5-2", "ends before it begins"),
        ("new:perhaps", "neither true nor false"),
        ('"sold on":soon', "not a date"),
        ('"sold on":0000', "no such date"),
        ('"sold on":>9999-12-31', "no such date"),
        ('"sold on":>9999<2000', "no such date"),
        (" ".join(["x"] * 201), "more than 200"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, words: str) -> None:
    with pytest.raises(UnreadableFilter, match=words) as caught:
        parse(text, COLUMNS)
    assert caught.value.advice
    assert 0 <= caught.value.start <= caught.value.end <= len(text)


def test_a_colon_alone_names_no_column() -> None:
    with pytest.raises(UnreadableFilter, match="no column before the colon"):
        parse(":x", COLUMNS[:2])


def test_a_near_name_is_suggested() -> None:
    with pytest.raises(UnreadableFilter) as caught:
        parse("prise:5", COLUMNS)
    assert caught.value.advice == "Did you mean “price”?"


@pytest.mark.parametrize("name", [name for name, _ in COLUMNS if name])
def test_a_name_is_written_as_it_is_read(name: str) -> None:
    (condition,) = parse(f"{written(name)}:empty", COLUMNS).conditions
    assert condition.place is not None
    assert COLUMNS[condition.place][0] == name
