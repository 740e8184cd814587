import pytest
from hypothesis import given
from hypothesis import strategies as st

from vindesk.domain.vehicle import Quality, quality_of
from vindesk.domain.vpic_codes import CODES, Severity, explain, parse_codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (None, set[int]()),
        ("", set[int]()),
        ("0", {0}),
        ("1,11,14,400", {1, 11, 14, 400}),
        ("1, 7,11,400", {1, 7, 11, 400}),
        (" 0 , 14 ", {0, 14}),
        ("4,,6,", {4, 6}),
        ("14", {14}),
        ("400", {400}),
        ("none", set[int]()),
        ("-1", set[int]()),
        ("1.5", set[int]()),
        ("\N{FULLWIDTH DIGIT ONE}", set[int]()),
        ("9" * 5000, set[int]()),
    ],
)
def test_codes_are_parsed_to_a_set(text: str | None, codes: set[int]) -> None:
    assert parse_codes(text) == codes


@pytest.mark.parametrize(
    "code",
    [
        "0 - VIN decoded clean. Check Digit (9th position) is correct",
        "2 - VIN corrected, error in one position",
        "4 - VIN corrected, error in one position only (indicated by ! in Suggested VIN), multiple",
        "7 - Manufacturer is not registered with NHTSA; Please contact the manufacturer directly",
        "11 - Incorrect Model Year - Position 10 does not match (I, O, Q, U, Z, 0). Decoded data",
    ],
)
def test_the_long_texts_of_before_2020_are_read(code: str) -> None:
    assert parse_codes(code) == {int(code.partition(" ")[0])}


def test_long_texts_may_be_joined() -> None:
    text = "5 - VIN has errors in few positions; 6 - Incomplete VIN; 14 - Unable to provide"
    assert parse_codes(text) == {5, 6, 14}


@given(st.text())
def test_any_text_can_be_parsed(text: str) -> None:
    assert all(code >= 0 for code in parse_codes(text))


@given(st.sets(st.integers(0, 99999)))
def test_what_vpic_joins_is_taken_apart(codes: set[int]) -> None:
    assert parse_codes(",".join(map(str, sorted(codes)))) == codes


def test_the_fifteen_codes_of_vpic_are_explained() -> None:
    assert sorted(CODES) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 400]
    assert all(number == code.number for number, code in CODES.items())
    assert all(code.title and code.meaning.endswith(".") for code in CODES.values())
    assert not any(code.title.endswith(".") for code in CODES.values())


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: str(code.number))
def test_the_severity_of_a_code_agrees_with_the_quality_it_gives(code: object) -> None:
    severities = {
        Quality.DECODED: {Severity.FINE, Severity.NOTE},
        Quality.CHECK_DIGIT: {Severity.WARNING},
        Quality.PARTIAL: {Severity.WARNING},
        Quality.DOUBTFUL: {Severity.FAULT},
        Quality.NO_DATA: {Severity.FAULT},
    }
    known = next(each for each in CODES.values() if each is code)
    whole = {"make": "M", "model": "M", "model_year": 2014, "error_code": str(known.number)}
    assert known.severity in severities[quality_of(whole)]


def test_the_worst_is_explained_first() -> None:
    assert [code.number for code in explain({0, 1, 9, 14, 11, 400})] == [11, 400, 1, 14, 9, 0]


def test_a_code_that_is_new_is_shown_by_its_number() -> None:
    (new,) = explain([13])
    assert (new.title, new.severity) == ("Code 13", Severity.NOTE)
    assert new.meaning == "A code that vindesk does not know."


def test_no_codes_need_no_explanation() -> None:
    assert explain(()) == ()
