"""Where VINs and model years stand in a table that was handed in: by name and by content."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from vindesk.domain.input_names import VIN_NAMES, VIN_WORDS, YEAR_NAMES, YEAR_WORDS
from vindesk.domain.vin import LENGTH, SHORTEST_ATTEMPT, Rule, clean, find_fault
from vindesk.domain.words import phrase, say

Cells = Sequence[str | None]

_FIRST_YEAR: Final = 1950
_YEARS_AHEAD: Final = 2
_LONGEST_WRITTEN: Final = 60
TITLE_ROWS: Final = 20
"""The names of the columns stand no deeper than this."""

_FEWEST_DIGITS: Final = 5
"""A run with so many digits among its letters was meant as a VIN, and is no name."""

_NOT_ALPHANUMERIC: Final = re.compile(r"[\W_]+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DIGITS: Final = "0123456789"
_IN_NUMBERS: Final = f"{_DIGITS} .,:/+-"

_NAMED: Final = 0.5
_NAMED_IN_PART: Final = 0.3
_WORTH_NAMING: Final = 0.3
_ALL_BUT_FEW: Final = 0.9

_OF_VINS: Final = (
    phrase("It is named {name}, and {fit} of its first {count} values are VINs."),
    phrase("{fit} of its first {count} values are VINs."),
)
_OF_YEARS: Final = (
    phrase("It is named {name}, and {fit} of its first {count} values are model years."),
    phrase("{fit} of its first {count} values are model years."),
)


class Candidate(Struct, frozen=True):
    """A column, counted from 0, that is likely what is looked for; ``reason`` is for people.

    ``score`` is the share of its values that fit, and more if its name says so too.
    """

    column: int
    score: float
    reason: str


class Suggestion(Struct, frozen=True):
    """The columns to begin with; None where nothing speaks for any."""

    vin: Candidate | None = None
    year: Candidate | None = None


class _Wanted(Struct, frozen=True):
    """What tells a column that is looked for: its values, its whole name, a word in its name."""

    reasons: tuple[str, str]
    """Where the name says so too, and where only the values do."""

    fits: Callable[[str], bool]
    names: frozenset[str]
    words: frozenset[str]

    def bonus(self, name: str | None) -> float:
        if _compact(name) in self.names:
            return _NAMED
        return _NAMED_IN_PART if self.words & _words(name) else 0.0


def is_vin(cell: str | None) -> bool:
    """Whether ``cell`` is a VIN, or would be but for an I, O or Q.

    Without a digit it is a word, FAHRGESTELLNUMMER say.
    """
    if not cell or not LENGTH <= len(cell) <= _LONGEST_WRITTEN:  # what nearly every cell is
        return False
    cleaned = clean(cell)
    fault = find_fault(cleaned)
    return (fault is None or fault.rule is Rule.NO_I_O_Q) and not cleaned.isalpha()


def names_vins(cell: str | None) -> bool:
    """Whether ``cell`` is what a column of VINs is called."""
    return _compact(cell) in VIN_NAMES


def is_meant(cell: str | None) -> bool:
    """Whether ``cell`` is a VIN or was meant as one."""
    text = (cell or "").strip()
    digits = sum(mark.isdigit() for mark in text)
    long = text.isalnum() and len(text) >= SHORTEST_ATTEMPT
    return is_vin(text) or (long and _FEWEST_DIGITS <= digits < len(text))


def find_header(rows: Sequence[Cells]) -> int | None:
    """The place in ``rows`` of the one that names the columns; None if none does.

    Titles and blank rows may stand before it. A row that holds a VIN, or what was meant as
    one, is never taken for it.
    """
    top = rows[:TITLE_ROWS]
    data = next((place for place, cells in enumerate(top) if any(map(is_meant, cells))), None)
    above = top if data is None else top[:data]
    named = [place for place, cells in enumerate(above) if any(map(names_vins, cells))]
    if named:
        return named[-1]
    most = max((_filled(cells) for cells in (top if data is None else [top[data]])), default=0)
    wide = (place for place, cells in enumerate(above) if 2 * _filled(cells) > most)
    first = next(wide, None)
    if first is None or data is not None:
        return first
    return first if _names_what_follows(top[first], top[first + 1 :]) else None


def suggest(names: Cells, rows: Sequence[Cells], this_year: int) -> Suggestion:
    """The likeliest columns of ``rows``, of which none is the header."""
    last_year = this_year + _YEARS_AHEAD

    def is_year(cell: str) -> bool:
        text = cell.strip()
        return bool(_YEAR.fullmatch(text)) and _FIRST_YEAR <= int(text) <= last_year

    vin = _best(names, rows, _Wanted(_OF_VINS, is_vin, VIN_NAMES, VIN_WORDS))
    year = _best(names, rows, _Wanted(_OF_YEARS, is_year, YEAR_NAMES, YEAR_WORDS))
    return Suggestion(vin, year if year and year.score >= _ALL_BUT_FEW else None)


def _best(
    names: Cells,
    rows: Sequence[Cells],
    wanted: _Wanted,
) -> Candidate | None:
    found = (_judged(place, name, rows, wanted) for place, name in enumerate(names))
    likely = [one for one in found if one.score >= _WORTH_NAMING]
    return max(likely, key=lambda one: (one.score, -one.column), default=None)


def _judged(place: int, name: str | None, rows: Sequence[Cells], wanted: _Wanted) -> Candidate:
    values = [cell for cells in rows if place < len(cells) and (cell := cells[place])]
    fit = sum(map(wanted.fits, values))
    share = fit / len(values) if values else 0.0
    bonus = wanted.bonus(name)
    named, seen = wanted.reasons
    reason = say(named if bonus else seen, name=name, fit=fit, count=len(values))
    return Candidate(place, share + bonus, reason)


def _compact(name: str | None) -> str:
    """``name`` without accents, blanks and marks, in lower case."""
    plain = unicodedata.normalize("NFKD", name or "").casefold()
    return "".join(mark for mark in plain if mark.isalnum())


def _words(name: str | None) -> set[str]:
    return set(_NOT_ALPHANUMERIC.split((name or "").casefold()))


def _filled(cells: Cells) -> int:
    return sum(map(bool, cells))


def _names_what_follows(names: Cells, rows: Sequence[Cells]) -> bool:
    """Whether ``names`` are words, and each another, over rows that hold numbers."""
    given = [name for name in names if name]
    if len(set(given)) < len(given) or any(map(_is_number, given)):
        return False
    return any(cell and _is_number(cell) for cells in rows for cell in cells)


def _is_number(cell: str) -> bool:
    return not cell.strip(_IN_NUMBERS) and cell.strip(_DIGITS) != cell
