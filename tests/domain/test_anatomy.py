import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.strategies import legal_texts
from vindesk.domain.anatomy import (
    Part,
    PartName,
    anatomy,
    check_digit_remark,
    model_years,
    year_codes,
)
from vindesk.domain.vin import LENGTH, Vin

LATEST = 2028
PETERBILT = Vin("1XPWD40X1ED215307")


def part(text: str, name: PartName) -> Part:
    (found,) = (part for part in anatomy(Vin(text), LATEST) if part.name is name)
    return found


@given(legal_texts | st.text("IOQ1Z", min_size=LENGTH, max_size=LENGTH), st.integers(1970, 2100))
def test_the_parts_cover_17_characters_without_a_gap(text: str, latest: int) -> None:
    parts = anatomy(Vin(text), latest)

    assert "".join(part.text for part in parts) == text
    assert [part.name for part in parts] == list(PartName)
    assert [part.start for part in parts] == [1, *(part.end + 1 for part in parts[:-1])]
    assert parts[-1].end == LENGTH
    assert all(part.meaning for part in parts)


def test_what_the_parts_of_a_truck_say() -> None:
    assert [(part.text, part.meaning) for part in anatomy(PETERBILT, LATEST)] == [
        ("1XP", "United States"),
        ("WD40X", "Line, body, engine: the maker's own code"),
        ("1", "Correct"),
        ("E", "1984 or 2014"),
        ("D", "Assembly plant: the maker's own code"),
        ("215307", "Counts the vehicles built"),
    ]


@pytest.mark.parametrize(
    ("code", "latest", "years"),
    [
        ("A", 2028, (1980, 2010)),
        ("J", 2028, (1988, 2018)),
        ("W", 2027, (1998,)),
        ("W", 2028, (1998, 2028)),
        ("Y", 2028, (2000,)),
        ("1", 2031, (2001, 2031)),
        ("9", 2028, (2009,)),
        ("9", 1999, ()),
        ("0", 2028, ()),
        ("U", 2028, ()),
        ("Z", 2028, ()),
        ("O", 2028, ()),
    ],
)
def test_the_model_years_that_position_10_can_mean(
    code: str, latest: int, years: tuple[int, ...]
) -> None:
    vin = Vin(PETERBILT.text[:9] + code + PETERBILT.text[10:])
    assert model_years(vin, latest) == years


def test_every_year_of_the_cycle_has_a_code_of_its_own() -> None:
    codes = "ABCDEFGHJKLMNPRSTVWXY123456789"
    years = [model_years(Vin("1" * 9 + code + "1" * 7), 2009) for code in codes]
    assert years == [(year,) for year in range(1980, 2010)]


def test_a_position_10_that_is_no_code_is_said() -> None:
    assert part("4T1SK12E00U028452", PartName.MODEL_YEAR).meaning == "Not a model-year code"


@pytest.mark.parametrize(
    ("wmi", "origin"),
    [
        ("1XP", "United States"),
        ("10T", "United States"),
        ("2HG", "Canada"),
        ("3VW", "Mexico"),
        ("4V4", "United States"),
        ("5YJ", "United States"),
        ("6G1", "Australia"),
        ("7A8", "New Zealand"),
        ("7SA", "United States"),
        ("7FA", "United States"),
        ("70A", "United States"),
        ("8AP", "Argentina"),
        ("9BW", "Brazil"),
        ("93H", "Brazil"),
        ("9FB", "Colombia"),
        ("AFA", "South Africa"),
        ("HES", "China"),
        ("JHM", "Japan"),
        ("KMH", "South Korea"),
        ("LSV", "China"),
        ("L5Y", "China"),
        ("MA3", "India"),
        ("MZB", "India"),
        ("MHF", "Indonesia"),
        ("MLH", "Thailand"),
        ("NM0", "Türkiye"),
        ("PL1", "Malaysia"),
        ("RFB", "Taiwan"),
        ("RLL", "Vietnam"),
        ("SAJ", "United Kingdom"),
        ("SUF", "Poland"),
        ("TMB", "Czechia"),
        ("TRU", "Hungary"),
        ("TAW", "Switzerland"),
        ("TW1", "Portugal"),
        ("UU1", "Romania"),
        ("U5Y", "Slovakia"),
        ("VBK", "Austria"),
        ("VF1", "France"),
        ("VSS", "Spain"),
        ("WVW", "Germany"),
        ("W1N", "Germany"),
        ("XLR", "Netherlands"),
        ("YV1", "Sweden"),
        ("YE2", "Belgium"),
        ("YK1", "Finland"),
        ("ZA9", "Italy"),
    ],
)
def test_the_country_of_known_makers(wmi: str, origin: str) -> None:
    assert part(wmi + PETERBILT.text[3:], PartName.MANUFACTURER).meaning == origin


@pytest.mark.parametrize(
    ("wmi", "origin"),
    [
        ("CL9", "Africa"),
        ("RA1", "Asia"),
        ("XTA", "Europe"),
        ("38A", "North America"),
        ("6ZZ", "Oceania"),
        ("8ZZ", "South America"),
        ("0AA", "Unknown region"),
        ("7OA", "Unknown region"),
        ("1IA", "North America"),
        ("QAA", "Unknown region"),
    ],
)
def test_where_no_country_is_certain_the_region_is_said(wmi: str, origin: str) -> None:
    assert part(wmi + PETERBILT.text[3:], PartName.MANUFACTURER).meaning == origin


def test_a_small_maker_is_named_by_its_serial_number_too() -> None:
    countach = "ZA9CA05AXJLA12340"
    meaning = part(countach, PartName.SERIAL).meaning
    assert meaning == "Positions 12 to 14 also name the maker"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("1XPWD40X1ED215307", "Correct"),
        ("1XPWD40X8ED215307", "Is 8, should be 1"),
        ("1XPWD40X1ED2153O7", "Cannot be checked: no VIN has I, O or Q"),
        (
            "WVWZZZ1KZ8W123456",
            "Z is not a check digit: makers outside North America need none",
        ),
    ],
)
def test_what_there_is_to_say_of_position_9(text: str, remark: str) -> None:
    assert check_digit_remark(Vin(text)) == remark
    assert part(text, PartName.CHECK_DIGIT).meaning == remark


def test_every_year_code_is_told_with_its_years() -> None:
    codes = dict(year_codes())
    assert len(codes) == 30
    assert not {*"IOQUZ0"} & {*codes}
    assert codes["A"] == (1980, 2010)
    assert codes["1"] == (2001, 2031)
    for code, years in codes.items():
        assert model_years(Vin(f"1XPWD40X1{code}D215307"), 2100) == years
