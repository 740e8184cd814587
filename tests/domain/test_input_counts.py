"""What is the matter with a row."""

import pytest

from vindesk.domain.input_counts import Counts, Trouble, find_problem

GOOD = "1XPWD40X1ED215307"
WRONG = "1XPWD40X2ED215307"


@pytest.mark.parametrize("written", [GOOD, GOOD.lower(), " 1XPWD-40X1-ED215307 ", f"*{GOOD}*"])
def test_a_vin_is_no_problem_however_it_is_written(written: str) -> None:
    assert find_problem(1, written) is None


def test_a_wrong_check_digit_names_both_digits() -> None:
    problem = find_problem(7, WRONG)
    assert problem is not None
    assert (problem.row, problem.trouble) == (7, Trouble.CHECK_DIGIT)
    assert problem.reason == "The check digit is 2, should be 1."


def test_a_forbidden_letter_is_offered_its_one_repair() -> None:
    problem = find_problem(1, GOOD.replace("0", "O", 1))
    assert problem is not None
    assert problem.trouble is Trouble.MISTYPED
    assert problem.sole_repair is not None
    assert problem.sole_repair.vin.text == GOOD


def test_only_repairs_with_the_right_check_digit_are_good() -> None:
    for text in (WRONG, GOOD.replace("0", "O"), "SVDUJHD72X09O2672"):
        problem = find_problem(1, text)
        assert problem is not None
        assert all(repair.vin.check_digit_ok for repair in problem.repairs)


def test_where_there_is_a_choice_none_is_sure() -> None:
    problem = find_problem(1, "8S3TZN4G68ANO1589")
    assert problem is not None
    assert len(problem.repairs) > 1
    assert problem.sole_repair is None


@pytest.mark.parametrize(
    ("written", "trouble"),
    [
        (GOOD[:15], Trouble.MISTYPED),
        (GOOD + "1", Trouble.MISTYPED),
        (GOOD[:16] + "ü", Trouble.MISTYPED),
        ("spare trailer", Trouble.NO_VIN),
        ("n/a", Trouble.NO_VIN),
        ("-", Trouble.NO_VIN),
    ],
)
def test_what_was_meant_as_a_vin_is_mistyped_and_the_rest_is_none(
    written: str, trouble: Trouble
) -> None:
    problem = find_problem(1, written)
    assert problem is not None
    assert problem.trouble is trouble
    assert problem.reason
    assert problem.sole_repair is None


@pytest.mark.parametrize("written", ["-", "\u2013", "\u200b"])
def test_what_stands_for_nothing_is_told_as_a_missing_vin(written: str) -> None:
    problem = find_problem(1, written)
    assert problem is not None
    assert problem.reason == "There is no VIN."


def test_duplicates_are_not_different() -> None:
    assert Counts(vins=10, duplicates=3).different == 7
