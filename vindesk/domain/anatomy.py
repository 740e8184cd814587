"""The parts of a VIN, for people: what each group of characters stands for.

Sections and model-year codes are those of 49 CFR 565.15, regions and countries those of
ISO 3780. Nothing here is stored: vPIC's answer is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from vindesk.domain.vin import CHECK_POSITION, Vin


class PartName(StrEnum):
    MANUFACTURER = "Manufacturer"
    DESCRIPTION = "Description"
    CHECK_DIGIT = "Check digit"
    MODEL_YEAR = "Model year"
    PLANT = "Plant"
    SERIAL = "Serial number"


@dataclass(frozen=True, slots=True)
class Part:
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
    ("1A", "10", "United States"),
    ("2A", "20", "Canada"),
    ("3A", "3W", "Mexico"),
    ("4A", "40", "United States"),
    ("5A", "50", "United States"),
    ("6A", "6W", "Australia"),
    ("7A", "7E", "New Zealand"),
    ("7F", "70", "United States"),
    ("8A", "8E", "Argentina"),
    ("9A", "9E", "Brazil"),
    ("9F", "9G", "Colombia"),
    ("93", "99", "Brazil"),
    ("AA", "AH", "South Africa"),
    ("HA", "H0", "China"),
    ("JA", "J0", "Japan"),
    ("KL", "KR", "South Korea"),
    ("LA", "L0", "China"),
    ("MA", "ME", "India"),
    ("MF", "MK", "Indonesia"),
    ("ML", "MR", "Thailand"),
    ("MY", "M0", "India"),
    ("NL", "NR", "Türkiye"),
    ("PL", "PR", "Malaysia"),
    ("RF", "RK", "Taiwan"),
    ("RL", "RN", "Vietnam"),
    ("SA", "SM", "United Kingdom"),
    ("SN", "ST", "Germany"),
    ("SU", "SZ", "Poland"),
    ("TA", "TH", "Switzerland"),
    ("TJ", "TP", "Czechia"),
    ("TR", "TV", "Hungary"),
    ("TW", "T1", "Portugal"),
    ("UH", "UM", "Denmark"),
    ("UU", "UX", "Romania"),
    ("U5", "U7", "Slovakia"),
    ("VA", "VE", "Austria"),
    ("VF", "VR", "France"),
    ("VS", "VW", "Spain"),
    ("WA", "W0", "Germany"),
    ("XL", "XR", "Netherlands"),
    ("YA", "YE", "Belgium"),
    ("YF", "YK", "Finland"),
    ("YS", "YW", "Sweden"),
    ("ZA", "ZR", "Italy"),
)
"""Where makers are registered: the ranges that are certain, most vehicles among them."""

_REGIONS = (
    ("ABCDEFG", "Africa"),
    ("HJKLMNPR", "Asia"),
    ("STUVWXYZ", "Europe"),
    ("12345", "North America"),
    ("6", "Oceania"),
    ("89", "South America"),
)
"""For the rest; the 7 is shared by New Zealand and the United States, the 0 is not given."""


def anatomy(vin: Vin, latest_year: int) -> tuple[Part, ...]:
    """The six parts of ``vin``, in order, covering all 17 characters.

    ``latest_year`` is the newest model year that can be on sale: this year plus two.
    """
    return tuple(_parts(vin, latest_year))


def _parts(vin: Vin, latest_year: int) -> Iterator[Part]:
    text = vin.text
    yield Part(PartName.MANUFACTURER, 1, text[:3], _origin(text))
    yield Part(PartName.DESCRIPTION, 4, text[3:8], "Line, body, engine: the maker's own code")
    yield Part(PartName.CHECK_DIGIT, CHECK_POSITION, vin.check_digit, check_digit_remark(vin))
    years = " or ".join(map(str, model_years(vin, latest_year)))
    yield Part(PartName.MODEL_YEAR, _YEAR_POSITION, text[9], years or "Not a model-year code")
    yield Part(PartName.PLANT, 11, text[10], "Assembly plant: the maker's own code")
    small_maker = "Positions 12 to 14 also name the maker" if text[2] == "9" else ""
    yield Part(PartName.SERIAL, 12, text[11:], small_maker or "Counts the vehicles built")


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
        return "Cannot be checked: no VIN has I, O or Q"
    if vin.check_digit_ok:
        return "Correct"
    if vin.check_digit not in _CHECK_DIGITS:
        return f"{vin.check_digit} is no check digit: outside North America makers need not use one"
    return f"Is {vin.check_digit}, should be {expected}"


def _origin(text: str) -> str:
    country = next((name for a, b, name in _COUNTRIES if _between(a, text[:2], b)), "")
    region = next((name for marks, name in _REGIONS if text[0] in marks), "Unknown region")
    return country or region


def _between(first: str, code: str, last: str) -> bool:
    order = _ISO_3780_ORDER
    return (
        code[0] == first[0]
        and code[1] in order
        and order.index(first[1]) <= order.index(code[1]) <= order.index(last[1])
    )
