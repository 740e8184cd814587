"""Filters as texts that read back as the same filters."""

import math
import re
from functools import singledispatch
from typing import Final

from vindesk.domain.filter import (
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
from vindesk.domain.filter_fields import FILTER_FIELDS, FilterField, Kind
from vindesk.domain.filter_periods import written_period
from vindesk.domain.filter_words import EMPTY, QUALITIES, SOURCES, WILD
from vindesk.domain.local_days import LOCAL, Calendar

_NEEDS_QUOTES = re.compile(r'[\s:,"*?]|^[-=<>]')
_PIECES = re.compile(r"([*?])")
_NAMES: Final = {
    Kind.QUALITY: {value: name for name, value in reversed(tuple(QUALITIES.items()))},
    Kind.SOURCE: {value: name for name, value in reversed(tuple(SOURCES.items()))},
}

_TOO_LONG: Final = 10**18


def written(wanted: Filter, calendar: Calendar = LOCAL) -> str:
    """A text from which ``parse`` makes ``wanted``.

    Raises:
        ValueError: no text means it, as a test that does not suit its column, or a range
            that ends before it begins.

    """
    return " ".join(_term(condition, calendar) for condition in wanted.conditions)


def _term(condition: Condition, calendar: Calendar) -> str:
    if not condition.tests:
        raise ValueError(f"{condition} has no test")
    tests = ",".join(written_test(test, condition.column, calendar) for test in condition.tests)
    name = f"{_field(condition.column).name}:" if condition.column else ""
    return f"{'-' if condition.negated else ''}{name}{tests}"


def _field(column: str) -> FilterField:
    if column not in FILTER_FIELDS:
        raise ValueError(f"no column {column!r}")
    return FILTER_FIELDS[column]


def written_test(test: Test, column: str | None, calendar: Calendar = LOCAL) -> str:
    """``test`` as a value in the text: what stands after ``column`` and its colon.

    Raises:
        ValueError: no text means it.

    """
    kind = Kind.TEXT if column is None else _field(column).kind
    if isinstance(test, Empty) and column is not None:
        return EMPTY
    if isinstance(test, During) and kind is Kind.MOMENT:
        return written_period(test, calendar)
    text = _written(test, kind)
    if text is None:
        raise ValueError(f"{test} of {column}")
    return text


@singledispatch
def _written(_test: Test, _kind: Kind) -> str | None:
    return None


@_written.register
def _(test: Contains, kind: Kind) -> str | None:
    if kind is Kind.CODES:
        return _quoted(test.text)
    return _protected(test.text) if kind is Kind.TEXT else None


@_written.register
def _(test: Is, kind: Kind) -> str | None:
    if isinstance(test.value, str):
        if kind in {Kind.TEXT, Kind.CODES}:
            return f"={_protected(test.value)}"
        name = _NAMES[kind].get(test.value) if kind in _NAMES else None
        return name and _protected(name)
    return _number(test.value) if kind is Kind.NUMBER else None


@_written.register
def _(test: Like, kind: Kind) -> str | None:
    """A pattern without a wildcard is the whole value."""
    if kind in {Kind.NUMBER, Kind.MOMENT}:
        return None
    if not any(mark in test.pattern for mark in WILD):
        return _written(Is(test.pattern), kind)
    pieces = (
        piece if piece in WILD else _protected(piece)
        for piece in _PIECES.split(test.pattern)
        if piece
    )
    return "".join(pieces)


@_written.register
def _(test: Between, kind: Kind) -> str | None:
    if kind is not Kind.NUMBER:
        return None
    if test.low is not None and test.high is not None:
        if test.low > test.high:
            return None
        if test.low_included and test.high_included:
            return f"{_number(test.low)}-{_number(test.high)}"
    low = f">{'=' * test.low_included}{_number(test.low)}" if test.low is not None else ""
    high = f"<{'=' * test.high_included}{_number(test.high)}" if test.high is not None else ""
    return f"{low}{high}" or "*"


@_written.register
def _(test: HasCode, kind: Kind) -> str | None:
    return f"{test.code}" if kind is Kind.CODES and test.code >= 0 else None


def _number(number: float) -> str:
    too_long = isinstance(number, int) and abs(number) >= _TOO_LONG
    if too_long or not math.isfinite(number):
        raise ValueError(f"{number} cannot be written")
    return repr(number)


def _protected(text: str) -> str:
    """``text`` between quotes where anything in it would be read otherwise."""
    plain = text and text.lower() != EMPTY and not _NEEDS_QUOTES.search(text)
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
