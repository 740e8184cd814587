from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.domain.strategies import legal_texts, real_vins, sound_vins
from vindesk.domain.repair import LOOK_ALIKES, Change, Repair, repairs
from vindesk.domain.vin import LENGTH, Vin, find_fault

SOUND = "1XPWD40X1ED215307"

mistyped = st.one_of(legal_texts, st.text("IOQ108B5S", min_size=LENGTH, max_size=LENGTH))


@pytest.mark.parametrize("pair", LOOK_ALIKES)
def test_a_confusion_of_the_list_can_always_be_seen(pair: str) -> None:
    one, other = (Vin(mark + SOUND[1:]).expected_check_digit for mark in pair)
    assert one != other


def test_no_pair_is_listed_twice() -> None:
    assert len({frozenset(pair) for pair in LOOK_ALIKES}) == len(LOOK_ALIKES)


@given(sound_vins)
def test_every_confusion_of_the_list_is_found_again(vin: Vin) -> None:
    for place, mark in enumerate(vin.text):
        for pair in (pair for pair in LOOK_ALIKES if mark in pair):
            damaged = vin.text[:place] + pair.replace(mark, "") + vin.text[place + 1 :]
            assert vin in [repair.vin for repair in repairs(damaged)]


@given(vin=sound_vins, place=st.integers(0, LENGTH - 2))
def test_two_swapped_neighbours_are_found_again(vin: Vin, place: int) -> None:
    left, right = vin.text[place : place + 2]
    damaged = Vin(vin.text[:place] + right + left + vin.text[place + 2 :])
    assume(not damaged.check_digit_ok)

    assert vin in [repair.vin for repair in repairs(damaged.text)]


@given(
    vin=sound_vins,
    misread=st.sampled_from([("1", "I"), ("0", "O"), ("0", "Q"), ("9", "Q")]),
)
def test_every_impossible_letter_is_read_back(vin: Vin, misread: tuple[str, str]) -> None:
    digit, letter = misread
    assume(1 <= vin.text.count(digit) <= 4)

    found = repairs(vin.text.replace(digit, letter))

    assert vin in [repair.vin for repair in found]
    assert all(repair.vin.check_digit_ok for repair in found)


@given(mistyped)
@example("Q" * 4 + "1" * 13)
@example("Q" * 17)
def test_repairs_are_legal_different_and_unlike_what_was_typed(cleaned: str) -> None:
    found = repairs(cleaned)

    assert all(find_fault(repair.vin.text) is None for repair in found)
    assert all(repair.vin.text != cleaned for repair in found)
    assert len({repair.vin for repair in found}) == len(found)
    for repair in found:
        assert _applied(cleaned, repair) == repair.vin.text
        assert repair.sentence


@given(mistyped)
def test_right_check_digits_come_first_then_the_maker_and_then_digits_at_the_end(
    cleaned: str,
) -> None:
    ranks = [
        (
            not repair.vin.check_digit_ok,
            sum(change.position <= 3 for change in repair.changes),
            sum(mark.isalpha() for mark in repair.vin.text[-4:])
            if repair.vin.check_digit_ok
            else 0,
        )
        for repair in repairs(cleaned)
    ]
    assert all(better <= worse for better, worse in pairwise(ranks))


def test_what_keeps_the_maker_is_likelier_than_what_names_another() -> None:
    assert [repair.vin.text for repair in repairs("3AKJHHDR5KSKA1299")] == [
        "3AKJNHDR5KSKA1299",
        "3AKJHHDR5KSAK1299",
        "3AKJHHDR5KSKAL299",
        "34KJHHDR5KSKA1299",
        "3AJKHHDR5KSKA1299",
    ]


@given(real_vins)
def test_a_vin_whose_check_digit_is_right_needs_no_repair(vin: Vin) -> None:
    assert repairs(vin.text) == ()


@pytest.mark.parametrize(
    "cleaned",
    [
        "",
        "1XPWD40X1ED21530",
        "1XPWD40X1ED2153077",
        "1xpwd40x1ed2153o7",
        "1XPWD40X1ED2153!7",
        "ÉXPWD40X1ED215307",
        "\N{FULLWIDTH DIGIT ONE}" * 17,
    ],
)
def test_what_is_not_17_letters_and_digits_has_no_repair(cleaned: str) -> None:
    assert repairs(cleaned) == ()


def test_a_text_full_of_impossible_letters_has_no_repair() -> None:
    assert repairs("OIOIO0X1ED2153070"[:17]) == ()


def test_a_reading_with_the_right_check_digit_is_all_there_is_to_say() -> None:
    (only,) = repairs("1XPWD4OX1ED2153O7")

    assert only == Repair(Vin(SOUND), (Change(7, "O", "0"), Change(16, "O", "0")))
    assert only.sentence == "0 instead of O at 7, 0 instead of O at 16"


def test_q_is_read_as_0_or_9_whichever_makes_the_check_digit_right() -> None:
    assert [r.vin.text for r in repairs("1XPWD4QX1ED215307")] == [SOUND]
    assert [r.vin.text for r in repairs("1XP5DBQX7YN526158")] == ["1XP5DB9X7YN526158"]


def test_the_plain_reading_is_offered_last_where_no_check_digit_is_used() -> None:
    assert repairs("WVWZZZ1KZ8WI23456")[-1] == Repair(
        Vin("WVWZZZ1KZ8W123456"), (Change(12, "I", "1"),)
    )


def test_a_swap_is_said_as_a_swap() -> None:
    swapped = "1XPWD40X1DE215307"
    (repair,) = (r for r in repairs(swapped) if r.vin.text == SOUND)
    assert repair.sentence == "D and E at 10 and 11 swapped"


def test_a_letter_among_the_last_four_is_the_first_suspect() -> None:
    first = repairs("1XPWD40X1ED21S307")[0]
    assert first.vin.text == SOUND
    assert first.sentence == "5 instead of S at 14"


def _applied(cleaned: str, repair: Repair) -> str:
    marks = list(cleaned)
    for change in repair.changes:
        assert marks[change.position - 1] == change.old
        marks[change.position - 1] = change.new
    return "".join(marks)
