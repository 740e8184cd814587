from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from vindesk.domain.comparison import (
    Compared,
    Difference,
    completed,
    differences,
    side_by_side,
)
from vindesk.domain.fields import VALUE_FIELDS, Value
from vindesk.domain.vehicle import Quality, SourceName, Vehicle
from vindesk.domain.vin import Vin

TRUCK = Vin("1XPWD40X1ED215307")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WEB, EMBEDDED = SourceName.WEB, SourceName.EMBEDDED
GOOD: Mapping[str, Value] = {
    "make": "PETERBILT",
    "model": "388",
    "model_year": 2014,
    "error_code": "0",
}
UNKNOWABLE = frozenset({"NCSAMake", "NCSANote"})


def answer(
    source: SourceName = WEB,
    extra: Mapping[str, str] | None = None,
    requested_year: int | None = None,
    **values: Value,
) -> Vehicle:
    return Vehicle(TRUCK, {**GOOD, **values}, source, NOON, extra or {}, requested_year)


def test_the_same_answer_differs_in_nothing_whenever_it_was_fetched() -> None:
    later = Vehicle(TRUCK, GOOD, WEB, datetime(2027, 1, 1, tzinfo=UTC), added_at=NOON)
    assert differences(answer(), later) == ()


def test_what_differs_is_told_field_by_field() -> None:
    before, after = answer(), answer(EMBEDDED, model="389", error_code="1,14")
    assert differences(before, after) == (
        Difference("quality", Quality.DECODED, Quality.PARTIAL),
        Difference("source", WEB, EMBEDDED),
        Difference("error_code", "0", "1,14"),
        Difference("model", "388", "389"),
    )


def test_no_data_is_none_on_its_side() -> None:
    assert differences(answer(), answer(trim="S")) == (Difference("trim", None, "S"),)
    assert differences(answer(trim="S"), answer()) == (Difference("trim", "S", None),)


def test_a_value_that_does_not_fit_its_type_is_a_value_all_the_same() -> None:
    before, after = answer(extra={"Doors": "two"}), answer(doors=2)
    assert differences(before, after) == (Difference("doors", "two", 2),)


def test_what_has_no_column_is_told_by_the_name_that_vpic_gave_it() -> None:
    before, after = answer(extra={"Old": "a", "Same": "b"}), answer(extra={"Same": "b", "New": "c"})
    assert differences(before, after) == (
        Difference("Old", "a", None),
        Difference("New", None, "c"),
    )


def test_several_answers_stand_side_by_side_with_what_is_alike_too() -> None:
    rows = {each.name: each for each in side_by_side([answer(), answer(model="389"), answer()])}
    assert rows["make"] == Compared("make", ("PETERBILT",) * 3)
    assert not rows["make"].differ
    assert rows["model"].values == ("388", "389", "388")
    assert rows["model"].differ
    assert not rows["trim"].differ
    assert len(rows) == len(VALUE_FIELDS) + 2


# -- an embedded answer in the place of another -------------------------------------


def test_an_embedded_answer_keeps_what_only_the_web_can_say() -> None:
    standing = answer(ncsa_make="81", ncsa_note="n", trim="S")
    whole = completed(answer(EMBEDDED), standing, UNKNOWABLE)
    assert whole.values == {**GOOD, "ncsa_make": "81", "ncsa_note": "n"}
    assert whole.source is EMBEDDED


def test_it_keeps_what_does_not_fit_or_has_no_column_but_no_repeated_notes() -> None:
    standing = answer(extra={"NCSANote": "odd", "Invented": "x", "Note#2": "y", "Doors": "two"})
    whole = completed(answer(EMBEDDED, extra={"Other": "z"}), standing, UNKNOWABLE)
    assert whole.extra == {"NCSANote": "odd", "Invented": "x", "Other": "z"}


def test_what_the_new_answer_says_wins() -> None:
    standing = answer(ncsa_make="81", extra={"Invented": "old"})
    new = answer(EMBEDDED, ncsa_make="82", extra={"Invented": "new"})
    assert completed(new, standing, UNKNOWABLE) == new


def test_an_answer_of_the_web_is_whole_by_itself() -> None:
    assert completed(answer(), answer(ncsa_make="81"), UNKNOWABLE) == answer()


@pytest.mark.parametrize(
    ("requested_year", "model_year", "is_kept"),
    [(None, 2014, True), (2014, 2014, True), (1984, 1984, False)],
)
def test_what_the_web_said_of_another_model_year_is_not_kept(
    requested_year: int | None, model_year: int, is_kept: bool
) -> None:
    new = answer(EMBEDDED, requested_year=requested_year, model_year=model_year)
    whole = completed(new, answer(ncsa_make="81"), UNKNOWABLE)
    assert ("ncsa_make" in whole.values) is is_kept
