"""Numbers and ranges of them, as they are typed in a filter."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final, Generic, TypeVar

from msgspec import Struct

from vindesk.domain.filter_limits import finished, limits_in
from vindesk.domain.filter_terms import Word
from vindesk.domain.words import phrase, say

BACKWARDS: Final = phrase("The range {} ends before it begins.")
_NUMBER: Final = r"[-+]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:e[-+]?\d{1,3})?"
_LOOK_SO: Final = phrase("Write a number, a range such as 2-5, or >2.")

Value = TypeVar("Value", Decimal, float)


class Numbers(Struct, Generic[Value], frozen=True):
    """From ``low`` to ``high``; None: no limit on that side."""

    low: Value | None
    high: Value | None
    low_included: bool
    high_included: bool
    alone: bool
    """It was one number, not a range."""


def numbers_in(word: Word, value: Callable[[str], Value]) -> Numbers[Value] | None:
    """What ``word`` asks for, each number as ``value`` reads it; None: it only begins.

    Raises:
        UnreadableFilter: it is no number, and no range that has numbers in it.

    """
    typed = finished(word.text)
    if not typed:
        return None
    limits = limits_in(typed, _NUMBER)
    if limits is None:
        raise word.unreadable(say("{} is not a number."), advice=say(_LOOK_SO))
    low = None if limits.low is None else value(limits.low)
    high = None if limits.high is None else value(limits.high)
    if low is not None and high is not None and low > high:
        raise word.unreadable(say(BACKWARDS), advice=say("Write the smaller number first."))
    return Numbers(low, high, limits.low_included, limits.high_included, limits.alone)
