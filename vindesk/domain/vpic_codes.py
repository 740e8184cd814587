"""vPIC's error codes: how bad each is, and what it means in plain words.

Texts and ranking are those of NHTSA's ``ErrorCode`` table, data of August 2026.
"""

import re
from collections.abc import Iterable
from enum import IntEnum

from msgspec import Struct
from msgspec.structs import replace

from vindesk.domain.words import say


class Severity(IntEnum):
    """How much of the answer a code puts in doubt."""

    FINE = 0
    NOTE = 1
    WARNING = 2
    FAULT = 3


class ErrorCode(Struct, frozen=True):
    number: int
    severity: Severity
    title: str
    meaning: str


CODES = {
    code.number: code
    for code in (
        ErrorCode(0, Severity.FINE, "Decoded clean", "vPIC found no error in the VIN."),
        ErrorCode(
            1,
            Severity.WARNING,
            "Check digit is wrong",
            "Position 9 does not fit the other characters. The VIN may be mistyped, or the "
            "vehicle was not built for North America.",
        ),
        ErrorCode(
            2,
            Severity.WARNING,
            "Corrected in one position",
            "One character is invalid in its position and only one other fits: the values are "
            "those of the corrected VIN.",
        ),
        ErrorCode(
            3,
            Severity.WARNING,
            "Corrected with the check digit",
            "One character is invalid in its position; of several others, only one fits the "
            "check digit: the values are those of the corrected VIN.",
        ),
        ErrorCode(
            4,
            Severity.FAULT,
            "One character is wrong",
            "One character is invalid in its position and several others fit: the values are a "
            "guess.",
        ),
        ErrorCode(
            5,
            Severity.FAULT,
            "Several characters are wrong",
            "Two or more characters are invalid in their positions: the values are a guess.",
        ),
        ErrorCode(6, Severity.FAULT, "Incomplete VIN", "It has fewer than 17 characters."),
        ErrorCode(
            7,
            Severity.FAULT,
            "Unknown manufacturer",
            "The manufacturer is not registered with NHTSA for sale or import in the United "
            "States: vPIC has no data.",
        ),
        ErrorCode(
            8,
            Severity.WARNING,
            "No detailed data",
            "vPIC knows the manufacturer, but has no details for this VIN at present.",
        ),
        ErrorCode(
            9,
            Severity.NOTE,
            "Glider",
            "A glider kit is not a motor vehicle under 49 U.S.C. 30102(a)(6).",
        ),
        ErrorCode(
            10,
            Severity.NOTE,
            "Off-road vehicle",
            "This number is not the VIN of a motor vehicle for the road.",
        ),
        ErrorCode(
            11,
            Severity.FAULT,
            "Model year unknown",
            "Position 10 holds no valid model year: the values may be wrong.",
        ),
        ErrorCode(
            12,
            Severity.FAULT,
            "Model year disagrees",
            "The requested model year is not the one in position 10.",
        ),
        ErrorCode(
            14,
            Severity.WARNING,
            "Not all characters explained",
            "What the manufacturer submitted does not cover some of the characters.",
        ),
        ErrorCode(
            400,
            Severity.FAULT,
            "Invalid characters",
            "Some characters are not allowed at their place.",
        ),
    )
}

_ONE_CODE = re.compile(r"\s*(\d{1,5})\s*(?:- .*)?", re.ASCII | re.DOTALL)
_BETWEEN_CODES = re.compile(r"[,;]")


def parse_codes(text: str | None) -> frozenset[int]:
    """The codes in vPIC's ``ErrorCode``, for example ``"1,11,14,400"``.

    Replies of before 2020, which hold the whole texts (``"0 - VIN decoded clean. ..."``),
    are read too.
    """
    found = (_ONE_CODE.fullmatch(part) for part in _BETWEEN_CODES.split(text or ""))
    return frozenset(int(match[1]) for match in found if match)


def explain(codes: Iterable[int]) -> tuple[ErrorCode, ...]:
    """The codes in plain words, the worst first."""
    told = (_told(CODES[number]) if number in CODES else _unknown(number) for number in codes)
    return tuple(sorted(told, key=lambda code: (-code.severity, code.number)))


def _told(code: ErrorCode) -> ErrorCode:
    return replace(code, title=say(code.title), meaning=say(code.meaning))


def _unknown(number: int) -> ErrorCode:
    title = say("Code {number}", number=number)
    return ErrorCode(number, Severity.NOTE, title, say("A code that vindesk does not know."))
