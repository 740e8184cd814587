"""Cells of a workbook as the texts that people see in them, as far as the file still knows."""

from datetime import date, datetime, time, timedelta
from typing import Final

Value = int | float | str | bool | time | date | datetime | timedelta

_DIGITS_KEPT: Final = 15
"""A spreadsheet keeps no more digits of a number."""


def text_of(value: Value) -> str | None:
    """``value`` as a text; an empty one is none.

    Of a number too long for a spreadsheet the digits that it lost are question marks: with
    zeros in their place an all-digit VIN would become another one.
    """
    match value:
        case str():
            return value or None
        case bool():
            return str(value).upper()
        case float():
            return _number(value)
        case datetime():
            return value.isoformat(" ") if value.time() != time.min else value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _number(value: float) -> str:
    if not value.is_integer():
        return repr(value)
    digits = f"{abs(value):.0f}"
    kept = digits[:_DIGITS_KEPT] + "?" * (len(digits) - _DIGITS_KEPT)
    return f"-{kept}" if value < 0 else kept
