"""The VIN: 17 characters that name one vehicle.

Alphabet and check digit are those of 49 CFR 565.13(g) and 565.15(c).
"""

import re
import unicodedata
from enum import Enum, auto
from string import ascii_lowercase, ascii_uppercase
from typing import Self

from msgspec import Struct
from typing_extensions import override

from vindesk.domain.errors import InvalidVin
from vindesk.domain.words import say, say_many

LENGTH = 17
SHORTEST_ATTEMPT = 11
"""Characters that a text has at least which was meant as a VIN."""

FORBIDDEN = frozenset("IOQ")
"""Letters that occur in no VIN, since they are read as 1 and 0."""

_ALPHANUMERIC = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
ALPHABET = "".join(sorted(_ALPHANUMERIC - FORBIDDEN))

VALUES = {digit: int(digit) for digit in "0123456789"} | dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True)
)
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
CHECK_POSITION = 9

_LEGAL = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")
_MARKS = r"[*'\"`=.,;:#()\[\]<>{}\u00b4\u00ab\u00bb\u2018-\u201f\u2039\u203a]*"
"""What scanners and spreadsheets put around a VIN, and what a sentence does."""

_SCANNED = re.compile(rf"{_MARKS}(?:I?([{ALPHABET}]{{{LENGTH}}})|([A-Z0-9]{{{LENGTH}}})){_MARKS}")
_ASCII_CLEANING = str.maketrans(
    ascii_lowercase, ascii_uppercase, "-" + "".join(filter(str.isspace, map(chr, range(128))))
)
_DASHES_AND_INVISIBLE = frozenset({"Pd", "Cf"})
_MINUS = "\N{MINUS SIGN}"


class Rule(Enum):
    """The rules a VIN must keep, in the order they are tried."""

    NOT_EMPTY = auto()
    ASCII_LETTERS_AND_DIGITS = auto()
    SEVENTEEN_CHARACTERS = auto()
    NO_I_O_Q = auto()


class Fault(Struct, frozen=True):
    """The first rule a text breaks, and where.

    ``position`` counts the cleaned characters from 1; where characters are missing it is
    one past the last.
    """

    rule: Rule
    position: int
    explanation: str


def clean(raw: str) -> str:
    """``raw`` without blanks, dashes and what stands around a VIN, in upper case.

    Only a-z are made upper case: a letter outside ASCII stays what it is and is refused
    by name. Code 39 labels are read as ``*VIN*``, spreadsheets write ``'VIN`` or ``="VIN"``:
    such marks go if 17 letters and digits remain. Import labels begin with an I, which goes
    if a legal VIN remains.
    """
    if _LEGAL.fullmatch(raw):  # what nearly every line of a long list is
        return raw
    kept = raw if raw.isascii() else "".join(filter(_is_kept, raw))
    text = kept.translate(_ASCII_CLEANING)
    scanned = _SCANNED.fullmatch(text)
    return (scanned[1] or scanned[2]) if scanned else text


def find_fault(cleaned: str) -> Fault | None:
    """The first rule that ``cleaned`` breaks, or None if it is a legal VIN."""
    if _LEGAL.fullmatch(cleaned):
        return None
    if not cleaned:
        return Fault(Rule.NOT_EMPTY, 1, say("The entry is empty."))
    for position, mark in enumerate(cleaned, 1):
        if mark not in _ALPHANUMERIC:
            return Fault(
                Rule.ASCII_LETTERS_AND_DIGITS,
                position,
                say(
                    "Character {position} is {name}: a VIN has only A to Z and 0 to 9.",
                    position=position,
                    name=_name(mark),
                ),
            )
    count = len(cleaned)
    if count != LENGTH:
        return Fault(Rule.SEVENTEEN_CHARACTERS, min(count, LENGTH) + 1, _count_remark(count))
    position = next(n for n, mark in enumerate(cleaned, 1) if mark in FORBIDDEN)
    return Fault(
        Rule.NO_I_O_Q,
        position,
        say(
            "Character {position} is {letter}: no VIN has I, O or Q.",
            position=position,
            letter=cleaned[position - 1],
        ),
    )


def _is_kept(mark: str) -> bool:
    return not (
        mark.isspace() or mark == _MINUS or unicodedata.category(mark) in _DASHES_AND_INVISIBLE
    )


def _count_remark(count: int) -> str:
    if count > LENGTH:
        more = count - LENGTH
        return say("It has {count} characters, {more} more than 17.", count=count, more=more)
    return say_many(
        "It has {count} of 17 characters: {n} is missing.",
        "It has {count} of 17 characters: {n} are missing.",
        LENGTH - count,
        count=count,
    )


def _name(mark: str) -> str:
    name = unicodedata.name(mark, "").lower()
    if mark.isprintable() and name:
        return f"{mark} ({name})"
    return name or say("the character {code}", code=f"U+{ord(mark):04X}")


class Vin(Struct, frozen=True, order=True):
    """A VIN as it is asked for: 17 characters of A-Z and 0-9, upper case."""

    text: str

    @classmethod
    def parse(cls, raw: str, *, insist: bool = False) -> Self:
        """Clean ``raw`` and read it as a VIN.

        A wrong check digit is no reason to refuse: cars built outside North America
        fail it legitimately. With ``insist``, I, O and Q are let through.

        Raises:
            InvalidVin: the text breaks a rule; the detail says which, and where.

        """
        cleaned = clean(raw)
        fault = find_fault(cleaned)
        if fault is not None and not (insist and fault.rule is Rule.NO_I_O_Q):
            raise InvalidVin(fault.explanation)
        return cls(cleaned)

    @property
    def check_digit(self) -> str:
        """What stands at position 9."""
        return self.text[CHECK_POSITION - 1]

    @property
    def expected_check_digit(self) -> str | None:
        """What should stand at position 9; None if the VIN has an I, O or Q."""
        if not FORBIDDEN.isdisjoint(self.text):
            return None
        total = sum(VALUES[mark] * weight for mark, weight in zip(self.text, WEIGHTS, strict=True))
        return "0123456789X"[total % 11]

    @property
    def check_digit_ok(self) -> bool:
        return self.check_digit == self.expected_check_digit

    @property
    def tail(self) -> str:
        """The last six characters, which may stand in a log."""
        return self.text[-6:]

    @override
    def __str__(self) -> str:
        return self.text
