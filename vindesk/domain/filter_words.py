"""What one word of a filter asks for, by the kind of its field."""

import math
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from vindesk.domain.filter import (
    Between,
    Contains,
    During,
    Empty,
    HasCode,
    Is,
    Like,
    Test,
)
from vindesk.domain.filter_fields import Kind
from vindesk.domain.filter_limits import finished, limits_in
from vindesk.domain.filter_numbers import BACKWARDS, numbers_in
from vindesk.domain.filter_periods import PERIOD, period
from vindesk.domain.filter_terms import MASK, UnreadableFilter, Word
from vindesk.domain.local_days import Calendar
from vindesk.domain.vehicle import Quality, SourceName
from vindesk.domain.words import phrase, say

EMPTY: Final = "empty"
WILD: Final = "*?"

QUALITIES: Final[Mapping[str, str]] = {quality.value: quality.value for quality in Quality}
SOURCES: Final[Mapping[str, str]] = {
    "web": SourceName.WEB.value,
    "vpic": SourceName.WEB.value,
    "embedded": SourceName.EMBEDDED.value,
}
"""By what one may write; the first of a value is what we write."""

_WHOLE_NUMBER = re.compile(r"[-+]?\d{1,18}", re.ASCII)
_CODE = re.compile(r"\d{1,9}", re.ASCII)
_DATES_LOOK_SO = phrase("Write 2026-11-03, 2026-11, 2026, today, a range of them, or >=2026-01.")


def tests_of(word: Word, kind: Kind | None, calendar: Calendar) -> tuple[Test, ...]:
    """What ``word`` asks of a field of ``kind``; None: of the main columns, or alone.

    Nothing if it only begins.

    Raises:
        UnreadableFilter: it cannot be a value of the field.

    """
    if not word.said:
        return ()
    if kind is None:
        return _text(word)
    if is_empty(word):
        return (Empty(),)
    if kind is Kind.MOMENT:
        return _moment(word, calendar)
    return _READERS[kind](word)


def is_empty(word: Word) -> bool:
    """Whether it asks for what has no value."""
    return word.plain.removeprefix("=").lower() == EMPTY


def _text(word: Word) -> tuple[Test, ...]:
    exact = word.plain.startswith("=")
    text, plain = word.text[exact:], word.plain[exact:]
    if not text and not word.quoted:
        return ()
    if plain.startswith(("<", ">")):
        raise word.unreadable(
            say("{} compares, and only numbers and dates can be compared."),
            advice=say("Write for example year:>2005, or put it between quotes."),
        )
    if ":" in plain:
        raise word.unreadable(say("{} has a colon in it."), advice=say("Put it between quotes."))
    if any(mark in plain for mark in WILD):
        if any(mark in WILD and masked == MASK for mark, masked in zip(text, plain, strict=True)):
            raise word.unreadable(
                say("{} has a wildcard inside quotes and one outside."),
                advice=say("Put all or none of it in quotes."),
            )
        return (Like(text),)
    return (Is(text) if exact else Contains(text),)


def _number(word: Word) -> tuple[Test, ...]:
    found = numbers_in(word, _value)
    if found is None:
        return ()
    low, high = found.low, found.high
    if math.inf in {abs(number) for number in (low, high) if number is not None}:
        raise word.unreadable(say("{} is too large a number."))
    if found.alone and low is not None:
        return (Is(low),)
    return (Between(low, high, found.low_included, found.high_included),)


def _value(text: str) -> float:
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else float(text)


def _moment(word: Word, calendar: Calendar) -> tuple[Test, ...]:
    typed = finished(word.text)
    if not typed:
        return ()
    limits = limits_in(typed, PERIOD)
    if limits is None:
        raise word.unreadable(say("{} is not a date."), advice=say(_DATES_LOOK_SO))
    low = period(limits.low, calendar) if limits.low else During(None, None)
    high = period(limits.high, calendar) if limits.high else During(None, None)
    if low is None or high is None:
        raise _no_such_date(word)
    start = low.start if limits.low_included else low.end
    end = high.end if limits.high_included else high.start
    if limits.low and start is None:  # after the last date of all
        raise _no_such_date(word)
    if start and end and start >= end:
        raise word.unreadable(say(BACKWARDS))
    return (During(start, end),)


def _no_such_date(word: Word) -> UnreadableFilter:
    return word.unreadable(say("There is no such date as {}."), advice=say(_DATES_LOOK_SO))


def _code(word: Word) -> tuple[Test, ...]:
    """A bare number is one of the codes; what is protected or exact is text."""
    if _CODE.fullmatch(word.plain):
        return (HasCode(int(word.text)),)
    if word.quoted or any(mark in word.plain for mark in (MASK, "=", *WILD)):
        return _text(word)
    raise word.unreadable(
        say("{} is not an error code."),
        advice=say("Codes are numbers. Search error_text for words."),
    )


def _one_of(names: Mapping[str, str], unknown: str, word: Word) -> tuple[Test, ...]:
    """The values whose names begin with what was typed, so that one sees it narrow down."""
    exact = word.plain.startswith("=")
    typed = _fold(word.text[exact:])
    if not typed:
        return ()
    if any(mark in word.plain for mark in WILD):
        return _text(word)
    themselves = {value: value for value in names.values()}
    known = {_fold(name): value for name, value in {**names, **themselves}.items()}
    if typed in known:
        return (Is(known[typed]),)
    begun = [value for name, value in known.items() if name.startswith(typed) and not exact]
    if not begun:
        known_as = ", ".join(f'"{name}"' if " " in name else name for name in names)
        raise word.unreadable(say(unknown), advice=say("Write one of: {names}.", names=known_as))
    return tuple(Is(value) for value in dict.fromkeys(begun))


def _fold(name: str) -> str:
    """``no data``, ``No-Data`` and ``nodata`` are one word."""
    return "".join(mark for mark in name.lower() if mark not in " -_")


_READERS: Final[Mapping[Kind, Callable[[Word], tuple[Test, ...]]]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.CODES: _code,
    Kind.QUALITY: partial(_one_of, QUALITIES, phrase("There is no quality {}.")),
    Kind.SOURCE: partial(_one_of, SOURCES, phrase("There is no source {}.")),
}
