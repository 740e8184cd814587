from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vindesk.domain.fields import FIELDS
from vindesk.domain.filter import (
    FILTER_COLUMNS,
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
from vindesk.domain.filter_fields import FILTER_FIELDS, fields_beginning, find_field, nearest_names
from vindesk.domain.filter_language import parse, unfinished
from vindesk.domain.filter_terms import UnreadableFilter
from vindesk.domain.local_days import Calendar

BERLIN = Calendar(ZoneInfo("Europe/Berlin"), lambda: datetime(2026, 11, 12, 8, tzinfo=UTC))


def utc(*parts: int) -> datetime:
    year, month, day, hour, minute, second, micro = (*parts, 0, 0, 0, 0)[:7]
    return datetime(year, month, day, hour, minute, second, micro, tzinfo=UTC)


def only(text: str) -> Condition:
    """The one condition that ``text`` means."""
    (condition,) = parse(text, BERLIN).conditions
    return condition


def test_nothing_typed_wants_every_vehicle() -> None:
    assert not parse("")
    assert not parse(" \t\n\N{NO-BREAK SPACE} ")


def test_terms_between_blanks_must_all_hold() -> None:
    assert parse("  peterbilt   year:2014 ") == Filter(
        (
            Condition(None, (Contains("peterbilt"),)),
            Condition("model_year", (Is(2014),)),
        )
    )


@pytest.mark.parametrize(
    ("text", "column", "tests"),
    [
        ("kenworth", None, [Contains("kenworth")]),
        ('"two words"', None, [Contains("two words")]),
        ("kenworth,peterbilt", None, [Contains("kenworth"), Contains("peterbilt")]),
        ("=kenworth", None, [Is("kenworth")]),
        ("pet*", None, [Like("pet*")]),
        ("empty", None, [Contains("empty")]),
        ("make:kenworth", "make", [Contains("kenworth")]),
        ("make:=kenworth", "make", [Is("kenworth")]),
        ("make:kenworth,=peterbilt", "make", [Contains("kenworth"), Is("peterbilt")]),
        ("make:kenworth, peterbilt", "make", [Contains("kenworth"), Contains("peterbilt")]),
        ("make: kenworth", "make", [Contains("kenworth")]),
        ("make:b?d*", "make", [Like("b?d*")]),
        ("make:=b*", "make", [Like("b*")]),
        ('make:"a b"*', "make", [Like("a b*")]),
        ('make:"b*"', "make", [Contains("b*")]),
        ('make:="a, b: c"', "make", [Is("a, b: c")]),
        ('make:"6"" bed"', "make", [Contains('6" bed')]),
        ("own:u0005", "own", [Contains("u0005")]),
        ('own:="John Doe"', "own", [Is("John Doe")]),
        ("own:empty", "own", [Empty()]),
        ('make:ab"c d"e', "make", [Contains("abc de")]),
        ('make:""', "make", [Contains("")]),
        ('make:=""', "make", [Is("")]),
        ('make:"=x"', "make", [Contains("=x")]),
        ('make:">x"', "make", [Contains(">x")]),
        ("model:empty", "model", [Empty()]),
        ("model:=EMPTY", "model", [Empty()]),
        ('model:"empty"', "model", [Contains("empty")]),
        ('model:="empty"', "model", [Is("empty")]),
        ("model:x,empty", "model", [Contains("x"), Empty()]),
    ],
)
def test_text_is_contained_or_exact_or_has_a_shape(
    text: str, column: str | None, tests: list[Test]
) -> None:
    assert only(text) == Condition(column, tuple(tests))


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("2005", Is(2005)),
        ("=2005", Is(2005)),
        ("-3", Is(-3)),
        ("+3", Is(3)),
        ("6.7", Is(6.7)),
        (".5", Is(0.5)),
        ("1e-5", Is(1e-5)),
        ('"2005"', Is(2005)),
        ("123456789012345678901", Is(123456789012345678901.0)),
        ("2005-2010", Between(2005, 2010)),
        ("2005–2010", Between(2005, 2010)),  # noqa: RUF001 - as it is pasted from a text
        ("2005-", Between(2005, None)),
        ("-5--2.5", Between(-5, -2.5)),
        ("5-5", Between(5, 5)),
        (">2005", Between(2005, None, low_included=False)),
        (">=2005", Between(2005, None)),
        ("<2005", Between(None, 2005, high_included=False)),
        ("<=-1", Between(None, -1)),
        (">1<=2", Between(1, 2, low_included=False)),
        ("<2>=1", Between(1, 2, high_included=False)),
        (">1<", Between(1, None, low_included=False)),
        ("*", Between(None, None)),
        ("empty", Empty()),
    ],
)
def test_numbers_are_equal_or_in_a_range(text: str, test: Test) -> None:
    assert only(f"year:{text}") == Condition("model_year", (test,))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-11-03", utc(2026, 11, 2, 23), utc(2026, 11, 3, 23)),
        ("2026-3-29", utc(2026, 3, 28, 23), utc(2026, 3, 29, 22)),
        ("2026-11", utc(2026, 10, 31, 23), utc(2026, 11, 30, 23)),
        ("2026", utc(2025, 12, 31, 23), utc(2026, 12, 31, 23)),
        ("today", utc(2026, 11, 11, 23), utc(2026, 11, 12, 23)),
        ("Yesterday", utc(2026, 11, 10, 23), utc(2026, 11, 11, 23)),
        ("yesterday-today", utc(2026, 11, 10, 23), utc(2026, 11, 12, 23)),
        ("2026-11-01-2026-11-05", utc(2026, 10, 31, 23), utc(2026, 11, 5, 23)),
        ("2025-2026", utc(2024, 12, 31, 23), utc(2026, 12, 31, 23)),
        ("2026-11-", utc(2026, 10, 31, 23), None),
        (">=2026-01", utc(2025, 12, 31, 23), None),
        (">2026-01", utc(2026, 1, 31, 23), None),
        ("<2026-01", None, utc(2025, 12, 31, 23)),
        ("<=2026-01", None, utc(2026, 1, 31, 23)),
        (">=2026-01<2026-03", utc(2025, 12, 31, 23), utc(2026, 2, 28, 23)),
        ("2026-11-03T14:05", utc(2026, 11, 3, 13, 5), utc(2026, 11, 3, 13, 6)),
        ("2026-11-03T14:05:07Z", utc(2026, 11, 3, 14, 5, 7), utc(2026, 11, 3, 14, 5, 8)),
        ("*", None, None),
    ],
)
def test_dates_are_days_of_the_place(
    text: str, start: datetime | None, end: datetime | None
) -> None:
    assert only(f"fetched:{text}") == Condition("fetched_at", (During(start, end),))


def test_today_is_the_day_of_this_machine() -> None:
    (condition,) = parse("fetched:today").conditions
    (test,) = condition.tests
    assert isinstance(test, During)
    assert test.start is not None
    assert abs(test.start - datetime.now(UTC)) < timedelta(days=2)


def test_a_moment_can_be_empty_too() -> None:
    assert only("added:empty") == Condition("added_at", (Empty(),))


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        ("quality:doubtful", [Is("doubtful")]),
        ("quality:Check-Digit", [Is("check digit")]),
        ('quality:"no data"', [Is("no data")]),
        ("quality:nodata,=decoded", [Is("no data"), Is("decoded")]),
        ("quality:d", [Is("decoded"), Is("doubtful")]),
        ("quality:d*", [Like("d*")]),
        ("quality:empty", [Empty()]),
    ],
)
def test_a_quality_is_one_of_the_five_words_or_their_beginnings(
    text: str, tests: list[Test]
) -> None:
    assert only(text) == Condition("quality", tuple(tests))


@pytest.mark.parametrize("word", ["web", "vPIC", "vpic-web", "w"])
def test_a_source_has_several_words(word: str) -> None:
    assert only(f"source:{word}") == Condition("source", (Is("vpic-web"),))
    assert only("source:embedded") == Condition("source", (Is("embedded"),))


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("11", HasCode(11)),
        ("empty", Empty()),
        ('"1,11"', Contains("1,11")),
        ('="1,11"', Is("1,11")),
        ("=11", Is("11")),
        ("1*", Like("1*")),
    ],
)
def test_an_error_code_is_one_among_several(text: str, test: Test) -> None:
    assert only(f"error:{text}") == only(f"code:{text}") == Condition("error_code", (test,))


def test_a_dash_negates() -> None:
    assert only("-make:kenworth") == Condition("make", (Contains("kenworth"),), negated=True)
    assert only("-kenworth") == Condition(None, (Contains("kenworth"),), negated=True)
    assert only('"-kenworth"') == Condition(None, (Contains("-kenworth"),))
    assert only("body:truck-tractor") == Condition("body_class", (Contains("truck-tractor"),))


@pytest.mark.parametrize(
    "text",
    [
        *("make:", "make: ", "make:=", "make:,", 'make:"', "-", "-make:", ",", "="),
        *("year:-", "year:>", "year:>=", "year:=", "year:.", "fetched:>=", "quality:", "quality:="),
        *("error:", "error:=", '"'),
    ],
)
def test_what_is_still_being_typed_asks_for_nothing(text: str) -> None:
    assert not parse(text)
    assert parse(f"kenworth {text}") == parse("kenworth")


def test_an_unfinished_term_does_not_swallow_the_next() -> None:
    assert parse("make: year:2005") == parse("year:2005")
    assert parse("make: -2005") == parse("-2005")
    assert parse("make:kenworth, year:2005") == parse("make:kenworth year:2005")
    assert parse("- kenworth") == parse("kenworth")


def test_an_open_quote_ends_with_the_text() -> None:
    assert only('body:"truck tr') == Condition("body_class", (Contains("truck tr"),))


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_every_column_and_every_key_of_vpic_is_a_field(field: object) -> None:
    assert field in FIELDS
    key, column = getattr(field, "key"), getattr(field, "column")  # noqa: B009 - parametrised
    for name in (key, key.upper(), column, column.replace("_", "-")):
        assert find_field(name) == FILTER_FIELDS[column]


def test_fields_are_all_that_a_condition_may_name_and_are_written_as_they_are_found() -> None:
    assert set(FILTER_FIELDS) == FILTER_COLUMNS
    for field in FILTER_FIELDS.values():
        assert find_field(field.name) is field


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("year", "model_year"),
        ("Body", "body_class"),
        ("type", "vehicle_type"),
        ("cab", "body_cab_type"),
        ("fuel", "fuel_type_primary"),
        ("engine", "engine_model"),
        ("plant", "plant_city"),
        ("country", "plant_country"),
        ("gvwr", "gvwr"),
        ("added", "added_at"),
    ],
)
def test_short_names_are_fields(name: str, column: str) -> None:
    field = find_field(name)
    assert field is not None
    assert field.column == column


@pytest.mark.parametrize(
    ("text", "detail", "advice", "part"),
    [
        ("x modle:y", "There is no field “modle”.", "Did you mean “model”?", "modle"),
        ("manu:y", "no field “manu”", "“manufacturer” or “manufacturer_id”", "manu"),
        ("palnt:y", "no field “palnt”", "“plant”", "palnt"),
        ("http://y", "no field “http”", "between quotes", "http"),
        ("qqqq:y", "no field “qqqq”", "between quotes", "qqqq"),
        (":y", "no field before the colon", "make:kenworth", ""),
        ("make:a:b", "“a:b” has a colon", "between quotes", "a:b"),
        ("a,year:2005", "“year:2005” has a colon", "between quotes", "year:2005"),
        ("gvwr:>33000", "only numbers and dates can be compared", "quotes", ">33000"),
        ('make:"*"*', "wildcard", "quotes", '"*"*'),
        ("year:abc", "“abc” is not a number", "2-5", "abc"),
        ("year:1>2", "not a number", "2-5", "1>2"),
        ("year:>1>2", "not a number", "2-5", ">1>2"),
        ("year:2005-2", "“2005-2” ends before it begins", "", "2005-2"),
        ("year:1e999", "too large", "", "1e999"),
        ('year:"empty"', "not a number", "", '"empty"'),
        ("fetched:tod", "“tod” is not a date", "today", "tod"),
        ("fetched:2026-02-30", "no such date as “2026-02-30”", "2026-11", "2026-02-30"),
        ("fetched:1066", "no such date", "", "1066"),
        ("fetched:1970", "no such date", "", "1970"),
        ("fetched:3000", "no such date", "", "3000"),
        ("fetched:2026-1066", "no such date", "", "2026-1066"),
        ("fetched:2026-2025", "ends before it begins", "", "2026-2025"),
        (
            "quality:good",
            "no quality “good”",
            'decoded, "check digit", partial, doubtful, "no data"',
            "good",
        ),
        ("quality:=d", "no quality “=d”", "decoded", "=d"),
        ("source:me", "no source “me”", "web, vpic, embedded", "me"),
        ("error:abc", "“abc” is not an error code", "error_text", "abc"),
        (f"year:{'x' * 99}", f"“{'x' * 40}…” is not a number", "", "x" * 99),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    text: str, detail: str, advice: str, part: str
) -> None:
    with pytest.raises(UnreadableFilter) as caught:
        parse(text, BERLIN)
    error = caught.value
    assert detail in error.detail
    assert advice in error.advice
    assert text[error.start : error.end] == part


@pytest.mark.parametrize("text", ["x " * 101, "x," * 101, "year:" + "1," * 1001, "x " * 10**6])
def test_a_text_of_very_many_parts_is_no_filter(text: str) -> None:
    with pytest.raises(UnreadableFilter, match="more than 100 words or 1,000 values") as caught:
        parse(text)
    assert 0 <= caught.value.start < caught.value.end <= len(text)
    assert unfinished(text * 50, 0) is None


def test_a_hundred_words_and_a_thousand_values_are_not_too_many() -> None:
    assert len(parse("x " * 100 + "year:" + "1," * 1000).conditions) == 101


def test_no_name_is_near_to_nothing() -> None:
    assert nearest_names("") == []


@pytest.mark.parametrize(
    ("typed", "column", "prefix", "replaced"),
    [
        ("|", None, "", ""),
        ("x |", None, "", ""),
        ("ma|", None, "ma", "ma"),
        ("-ma|", None, "ma", "ma"),
        ("m|a:ken", None, "m", "ma:"),
        ("|make:x", None, "", ""),
        ("make:|", "make", "", ""),
        ("make: |", "make", "", ""),
        ("make: |year:2", None, "", ""),
        ("make:ke|n year:2", "make", "ke", "ken"),
        ("make:=ke|", "make", "ke", "=ke"),
        ('make:a,"tr|uck t" x', "make", "tr", '"truck t"'),
        ("Body:bu|", "body_class", "bu", "bu"),
        ("year:20|", "model_year", "20", "20"),
    ],
)
def test_what_is_being_typed_can_be_completed(
    typed: str, column: str | None, prefix: str, replaced: str
) -> None:
    text = typed.replace("|", "")
    found = unfinished(text, typed.index("|"))
    assert found is not None
    assert (found.field and found.field.column) == column
    assert found.prefix == prefix
    assert text[found.start : found.end] == replaced


@pytest.mark.parametrize("typed", ["year:>20|", "nosuch:a|", "a,b|", '"qu|', "=a|"])
def test_some_things_cannot_be_completed(typed: str) -> None:
    assert unfinished(typed.replace("|", ""), typed.index("|")) is None


def test_names_are_offered_by_name_first_and_by_label_then() -> None:
    offered = [field.name for field in fields_beginning("bo")]
    assert offered[:2] == ["body", "cab"]
    assert "gvwr" in [field.name for field in fields_beginning("gross")]
    assert [field.name for field in fields_beginning("")][:4] == ["vin", "make", "model", "year"]
    assert not fields_beginning("kenworth")


marks = st.text(st.sampled_from('ab2014 -=<>:,"*?.eTZ…—\0\t\n\ud800İß空')) | st.text()
names = st.sampled_from(["make:", "year:", "fetched:", "quality:", "source:", "error:", "-", ""])
texts = st.lists(st.tuples(names, marks).map("".join), max_size=4).map(" ".join)


@given(texts)
def test_no_text_raises_anything_but_that_it_cannot_be_read(text: str) -> None:
    try:
        parse(text, BERLIN)
    except UnreadableFilter as error:
        place = error.start, error.end
    else:
        place = 0, 0
    assert 0 <= place[0] <= place[1] <= len(text)


@given(texts, st.integers(0, 60))
def test_completing_never_fails_and_stays_inside_the_text(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    found = unfinished(text, cursor)
    if found is not None:
        assert 0 <= found.start <= cursor <= found.end <= len(text)
