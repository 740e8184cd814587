"""Ranges as they are typed: ``5``, ``2-5``, ``2-``, ``>2``, ``>=2<5``, ``*``."""

import re
from typing import Final

from msgspec import Struct

_DASHES = str.maketrans("‐‑–−", "----")  # noqa: RUF001 - what other programs write for a minus
_SIGNS: Final = "<>="
_COMPARISON = "[<>]=?"
_NOT_YET: Final = frozenset({"", "-", "+", "."})


class Limits(Struct, frozen=True):
    """From ``low`` to ``high``, as they were typed; None: no limit on that side."""

    low: str | None = None
    high: str | None = None
    low_included: bool = True
    high_included: bool = True
    alone: bool = False
    """It was one value, not a range."""


def finished(typed: str) -> str:
    """``typed`` without what only begins another part; empty if there is nothing yet."""
    text = typed.translate(_DASHES)
    if text.startswith(tuple(_SIGNS)):
        text = text.rstrip(_SIGNS)
    return "" if text in _NOT_YET else text


def limits_in(text: str, value: str) -> Limits | None:
    """What ``text`` says, where a value looks like the expression ``value``; None: nothing."""
    if text == "*":
        return Limits()
    if alone := _whole(f"=?({value})", text):
        return Limits(alone[1], alone[1], alone=True)
    if between := _whole(f"({value})-({value})?", text):
        return Limits(between[1], between[2])
    compared = _whole(f"({_COMPARISON})({value})(?:({_COMPARISON})({value}))?", text)
    if compared is None:
        return None
    sides = [(compared[sign], compared[sign + 1]) for sign in (1, 3) if compared[sign]]
    low = next((side for side in sides if side[0][0] == ">"), None)
    high = next((side for side in sides if side[0][0] == "<"), None)
    if len(sides) != bool(low) + bool(high):
        return None
    return Limits(
        low=low and low[1],
        high=high and high[1],
        low_included=low is None or low[0] == ">=",
        high_included=high is None or high[0] == "<=",
    )


def _whole(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE)
