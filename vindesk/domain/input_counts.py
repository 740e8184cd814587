"""What is the matter with the rows of an input, and how many rows are what."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from vindesk.domain.import_job import NO_VIN
from vindesk.domain.repair import Repair, repairs
from vindesk.domain.vin import SHORTEST_ATTEMPT, Rule, Vin, clean, find_fault
from vindesk.domain.words import say

_FEWEST_DIGITS: Final = 4
"""A text with so many digits was meant as a VIN, if it is long enough."""


class Trouble(StrEnum):
    """What a row may have; the worst last."""

    CHECK_DIGIT = "check digit"
    """It is a VIN, and is decoded as it stands."""

    MISTYPED = "mistyped"
    NO_VIN = "no VIN"


class Problem(Struct, frozen=True):
    """A row to look at; ``row`` counts from 1 in the file."""

    row: int
    written: str
    trouble: Trouble
    reason: str
    repairs: tuple[Repair, ...] = ()
    """Corrections whose check digit is right, the likeliest first."""

    @property
    def sole_repair(self) -> Repair | None:
        """The one that may be taken without looking; None if there is none, or a choice."""
        return self.repairs[0] if len(self.repairs) == 1 else None


class Counts(Struct, frozen=True):
    """Of the rows that hold anything."""

    vins: int = 0
    duplicates: int = 0
    """Of ``vins``, those that had stood there before."""

    cached: int = 0
    """Different VINs that are in the cache already."""

    check_digits: int = 0
    """Of ``vins``, those with a wrong check digit."""

    mistyped: int = 0
    no_vins: int = 0

    @property
    def different(self) -> int:
        return self.vins - self.duplicates


class Findings(Struct, frozen=True):
    """The counts so far, and the first rows of each trouble."""

    counts: Counts = Counts()
    problems: tuple[Problem, ...] = ()


def find_problem(row: int, written: str) -> Problem | None:
    """What is the matter with ``written``; None if it is a VIN with the right check digit."""
    cleaned = clean(written)
    if not cleaned:
        return Problem(row, written, Trouble.NO_VIN, say(NO_VIN))
    fault = find_fault(cleaned)
    if fault is None:
        vin = Vin(cleaned)
        if vin.check_digit_ok:
            return None
        reason = say(
            "The check digit is {check_digit}, should be {expected_check_digit}.",
            check_digit=vin.check_digit,
            expected_check_digit=vin.expected_check_digit,
        )
        return Problem(row, written, Trouble.CHECK_DIGIT, reason, _good_repairs(cleaned))
    if fault.rule is Rule.NO_I_O_Q:
        return Problem(row, written, Trouble.MISTYPED, fault.explanation, _good_repairs(cleaned))
    trouble = Trouble.MISTYPED if _is_attempt(cleaned) else Trouble.NO_VIN
    return Problem(row, written, trouble, fault.explanation)


def _good_repairs(cleaned: str) -> tuple[Repair, ...]:
    return tuple(repair for repair in repairs(cleaned) if repair.vin.check_digit_ok)


def _is_attempt(cleaned: str) -> bool:
    digits = sum(mark.isdigit() for mark in cleaned)
    return len(cleaned) >= SHORTEST_ATTEMPT and " " not in cleaned and digits >= _FEWEST_DIGITS
