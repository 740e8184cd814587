"""The parts of a VIN, for people: what each group of characters stands for.

Sections and model-year codes are those of 49 CFR 565.15, regions and countries those of
ISO 3780. Nothing here is stored: vPIC's answer is.
"""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from vindesk.domain.vin import CHECK_POSITION, Vin
from vindesk.domain.words import phrase, say


class PartName(StrEnum):
    MANUFACTURER = phrase("Manufacturer")
    DESCRIPTION = phrase("Description")
    CHECK_DIGIT = phrase("Check digit")
    MODEL_YEAR = phrase("Model year")
    PLANT = phrase("Plant")
    SERIAL = phrase("Serial number")


class Part(Struct, frozen=True):
    """One group of characters; ``start`` counts from 1."""

    name: PartName
    start: int
    text: str
    meaning: str

    @property
    def end(self) -> int:
        """The position of the last character, counted from 1."""
        return self.start + len(self.text) - 1


_YEAR_CODES = "ABCDEFGHJKLMNPRSTVWXY123456789"
_YEAR_POSITION = 10
_FIRST_YEARS = (1980, 2010)

_CHECK_DIGITS = frozenset("0123456789X")

_ISO_3780_ORDER = "ABCDEFGHJKLMNPRSTUVWXYZ1234567890"
_COUNTRIES = (
    ("1A", "10", phrase("United States")),
    ("2A", "20", phrase("Canada")),
    ("3A", "3W", phrase("Mexico")),
    ("4A", "40", phrase("United States")),
    ("5A", "50", phrase("United States")),
    ("6A", "6W", phrase("Australia")),
    ("7A", "7E", phrase("New Zealand")),
    ("7F", "70", phrase("United States")),
    ("8A", "8E", phrase("Argentina")),
    ("9A", "9E", phrase("Brazil")),
    ("9F", "9G", phrase("Colombia")),
    ("93", "99", phrase("Brazil")),
    ("AA", "AH", phrase("South Africa")),
    ("HA", "H0", phrase("China")),
    ("JA", "J0", phrase("Japan")),
    ("KL", "KR", phrase("South Korea")),
    ("LA", "L0", phrase("China")),
    ("MA", "ME", phrase("India")),
    ("MF", "MK", phrase("Indonesia")),
    ("ML", "MR", phrase("Thailand")),
    ("MY", "M0", phrase("India")),
    ("NL", "NR", phrase("Türkiye")),
    ("PL", "PR", phrase("Malaysia")),
    ("RF", "RK", phrase("Taiwan")),
    ("RL", "RN", phrase("Vietnam")),
    ("SA", "SM", phrase("United Kingdom")),
    ("SN", "ST", phrase("Germany")),
    ("SU", "SZ", phrase("Poland")),
    ("TA", "TH", phrase("Switzerland")),
    ("TJ", "TP", phrase("Czechia")),
    ("TR", "TV", phrase("Hungary")),
    ("TW", "T1", phrase("Portugal")),
    ("UH", "UM", phrase("Denmark")),
    ("UU", "UX", phrase("Romania")),
    ("U5", "U7", phrase("Slovakia")),
    ("VA", "VE", phrase("Austria")),
    ("VF", "VR", phrase("France")),
    ("VS", "VW", phrase("Spain")),
    ("WA", "W0", phrase("Germany")),
    ("XL", "XR", phrase("Netherlands")),
    ("YA", "YE", phrase("Belgium")),
    ("YF", "YK", phrase("Finland")),
    ("YS", "YW", phrase("Sweden")),
    ("ZA", "ZR", phrase("Italy")),
)
"""Where makers are registered: the ranges that are certain, most vehicles among them."""

_REGIONS = (
    ("ABCDEFG", phrase("Africa")),
    ("HJKLMNPR", phrase("Asia")),
    ("STUVWXYZ", phrase("Europe")),
    ("12345", phrase("North America")),
    ("6", phrase("Oceania")),
    ("89", phrase("South America")),
)
"""For the rest; the 7 is shared by New Zealand and the United States, the 0 is not given."""

_UNKNOWN = phrase("Unknown region")


def anatomy(vin: Vin, latest_year: int) -> tuple[Part, ...]:
    """The six parts of ``vin``, in order, covering all 17 characters.

    ``latest_year`` is the newest model year that can be on sale: this year plus two.
    """
    return tuple(_parts(vin, latest_year))


def _parts(vin: Vin, latest_year: int) -> Iterator[Part]:
    text = vin.text
    yield Part(PartName.MANUFACTURER, 1, text[:3], _origin(text))
    yield Part(PartName.DESCRIPTION, 4, text[3:8], say("Line, body, engine: the maker's own code"))
    yield Part(PartName.CHECK_DIGIT, CHECK_POSITION, vin.check_digit, check_digit_remark(vin))
    years = say(" or ").join(map(str, model_years(vin, latest_year)))
    yield Part(PartName.MODEL_YEAR, _YEAR_POSITION, text[9], years or say("Not a model-year code"))
    yield Part(PartName.PLANT, 11, text[10], say("Assembly plant: the maker's own code"))
    small_maker = say("Positions 12 to 14 also name the maker") if text[2] == "9" else ""
    yield Part(PartName.SERIAL, 12, text[11:], small_maker or say("Counts the vehicles built"))


def model_years(vin: Vin, latest_year: int) -> tuple[int, ...]:
    """The model years that position 10 can mean, oldest first.

    The codes repeat after 30 years. For cars and light trucks position 7 tells which
    cycle it is, but whether a vehicle is one of these only vPIC knows.
    """
    code = vin.text[_YEAR_POSITION - 1]
    if code not in _YEAR_CODES:
        return ()
    years = (first + _YEAR_CODES.index(code) for first in _FIRST_YEARS)
    return tuple(year for year in years if year <= latest_year)


def year_codes() -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every code of position 10, with the model years that it stands for."""
    for place, code in enumerate(_YEAR_CODES):
        yield code, tuple(first + place for first in _FIRST_YEARS)


def check_digit_remark(vin: Vin) -> str:
    """What there is to say of position 9."""
    expected = vin.expected_check_digit
    if expected is None:
        return say("Cannot be checked: no VIN has I, O or Q")
    if vin.check_digit_ok:
        return say("Correct")
    if vin.check_digit not in _CHECK_DIGITS:
        return say(
            "{check_digit} is not a check digit: makers outside North America need none",
            check_digit=vin.check_digit,
        )
    return say(
        "Is {check_digit}, should be {expected}", check_digit=vin.check_digit, expected=expected
    )


def _origin(text: str) -> str:
    country = next((name for a, b, name in _COUNTRIES if _between(a, text[:2], b)), "")
    region = next((name for marks, name in _REGIONS if text[0] in marks), _UNKNOWN)
    return say(country or region)


def _between(first: str, code: str, last: str) -> bool:
    order = _ISO_3780_ORDER
    return (
        code[0] == first[0]
        and code[1] in order
        and order.index(first[1]) <= order.index(code[1]) <= order.index(last[1])
    )
