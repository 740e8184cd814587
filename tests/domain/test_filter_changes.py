import pytest

from vindesk.domain.fields import Value
from vindesk.domain.filter import Condition, Contains, Filter, Is
from vindesk.domain.filter_changes import (
    chosen,
    including,
    is_chosen,
    only,
    toggled,
    without_choice,
)
from vindesk.domain.filter_language import parse
from vindesk.domain.filter_writing import written


@pytest.mark.parametrize(
    ("before", "condition", "after"),
    [
        ("", "make:=kenworth", "make:=kenworth"),
        ("2014", "make:=kenworth", "2014 make:=kenworth"),
        ("2014 make:=kenworth", "make:=kenworth", "2014 make:=kenworth"),
        ("make:=kenworth,=volvo 2014", "make:=kenworth", "make:=kenworth 2014"),
        ("make:ken", "make:=kenworth", "make:ken make:=kenworth"),
        ("make:=volvo", "-make:=kenworth", "make:=volvo -make:=kenworth"),
        ("year:2010-2014", "year:2014", "year:2010-2014 year:2014"),
        ("ken", "worth", "ken worth"),
    ],
)
def test_a_condition_is_added_or_takes_the_place_of_a_choice(
    before: str, condition: str, after: str
) -> None:
    (one,) = parse(condition).conditions
    assert written(including(parse(before), one)) == after


@pytest.mark.parametrize(
    ("before", "column", "value", "after"),
    [
        ("", "make", "VOLVO", "make:=VOLVO"),
        ("make:=VOLVO", "make", "MACK", "make:=VOLVO,=MACK"),
        ("make:=VOLVO,=MACK", "make", "VOLVO", "make:=MACK"),
        ("make:=volvo 2014", "make", "VOLVO", "2014"),
        ("make:volvo", "make", "VOLVO", "make:volvo make:=VOLVO"),
        ("-make:=VOLVO", "make", "VOLVO", "-make:=VOLVO make:=VOLVO"),
        ("make:=A make:=B", "make", "C", "make:=A make:=B,=C"),
        ("model:=x", "model", None, "model:=x,empty"),
        ("model:=x,empty", "model", None, "model:=x"),
        ("year:2014", "model_year", 2015, "year:2014,2015"),
        ("year:2014,2015", "model_year", 2014, "year:2015"),
        ("quality:doubtful", "quality", "doubtful", ""),
    ],
)
def test_toggling_adds_a_value_to_the_choice_or_takes_it_away(
    before: str, column: str, value: Value | None, after: str
) -> None:
    assert written(toggled(parse(before), column, value)) == after


@pytest.mark.parametrize(
    ("before", "column", "after"),
    [
        ("make:=volvo,empty 2014", "make", "2014"),
        ("make:volvo 2014", "make", "make:volvo 2014"),
        ("-make:=volvo", "make", "-make:=volvo"),
        ("make:volvo make:=KENWORTH", "make", "make:volvo"),
        ("make:=A make:=B", "make", "make:=A"),
        ("year:2005-2010", "model_year", "year:2005-2010"),
        ("year:2005", "model_year", ""),
    ],
)
def test_without_the_choice_all_else_stays(before: str, column: str, after: str) -> None:
    assert written(without_choice(parse(before), column)) == after


def test_toggling_twice_changes_nothing() -> None:
    wanted = parse("2014 make:=VOLVO -year:2005")
    assert toggled(toggled(wanted, "make", "MACK"), "make", "MACK") == wanted


def test_the_chosen_values_of_a_column_are_known() -> None:
    wanted = parse("make:=VOLVO,=MACK,empty model:t* -year:2014")
    assert chosen(wanted, "make") == {"VOLVO", "MACK", None}
    assert chosen(wanted, "model") == chosen(wanted, "model_year") == frozenset()


def test_values_are_told_apart_as_the_cache_does() -> None:
    wanted = parse("make:=volvo,empty year:2014")
    assert is_chosen(wanted, "make", "VOLVO")
    assert is_chosen(wanted, "make", None)
    assert is_chosen(wanted, "model_year", 2014)
    assert not is_chosen(wanted, "make", "MACK")
    assert not is_chosen(wanted, "model", "VOLVO")


def test_a_word_is_no_choice() -> None:
    wanted = Filter((Condition(None, (Is("volvo"),)),))
    word = Condition(None, (Contains("x"),))
    assert including(wanted, word).conditions == (*wanted.conditions, word)


def test_only_one_value_is_left_of_a_column() -> None:
    wanted = parse("make:=kenworth,=volvo 2014")
    assert written(only(wanted, "make", "MACK")) == "2014 make:=MACK"
    assert is_chosen(only(wanted, "make", None), "make", None)
    assert not is_chosen(only(wanted, "make", None), "make", "volvo")
