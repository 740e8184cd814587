"""Likely corrections of a mistyped VIN, ranked by the check digit."""

from collections.abc import Iterator
from itertools import product

from msgspec import Struct

from vindesk.domain.vin import FORBIDDEN, LENGTH, Rule, Vin, find_fault
from vindesk.domain.words import say

_FORBIDDEN_READINGS = {"I": "1", "O": "0", "Q": "09"}
LOOK_ALIKES = (
    *("8B", "5S", "2Z", "6G", "0D", "1L", "17", "UV", "MN", "38"),
    *("VY", "CG", "PR", "EF", "4A", "49", "7T", "HN", "KX"),
)
"""Pairs that eyes, cameras and typists take for each other, the likeliest first.

The two of a pair never have the same check-digit value: such a mistake, B for S say,
leaves the check digit right and cannot be seen.
"""

_MAKER = 3
"""Characters at the beginning that name the manufacturer."""

_MOST_FORBIDDEN = 4
"""A text with more forbidden letters than this is not a mistyped VIN."""


class Change(Struct, frozen=True):
    """One character of a repair; ``position`` counts from 1."""

    position: int
    old: str
    new: str


class Repair(Struct, frozen=True):
    """A legal VIN that ``changes`` away from what was typed."""

    vin: Vin
    changes: tuple[Change, ...]

    @property
    def sentence(self) -> str:
        """What was changed, for example ``0 instead of O at 13``."""
        if _is_swap(self.changes):
            left, right = self.changes
            return say(
                "{left} and {right} at {first} and {second} swapped",
                left=left.old,
                right=right.old,
                first=left.position,
                second=right.position,
            )
        return ", ".join(
            say("{new} instead of {old} at {position}", new=c.new, old=c.old, position=c.position)
            for c in self.changes
        )


def repairs(cleaned: str) -> tuple[Repair, ...]:
    """The likely corrections of ``cleaned``, best first.

    Letters that no VIN has are always replaced; if the check digit is then right, that is
    all. Otherwise single look-alikes and two swapped neighbours are tried, and kept where
    they make it right. First come those of the manufacturer that was typed, and among them
    those whose last four characters are digits, as the standard asks; then look-alikes in
    the order of ``LOOK_ALIKES``, and swaps. After them comes the text with nothing but its
    impossible letters replaced. Empty for a text that is not 17 letters and digits, or needs
    no correction.
    """
    fault = find_fault(cleaned)
    if fault is not None and fault.rule is not Rule.NO_I_O_Q:
        return ()
    bases = tuple(_without_forbidden(cleaned))
    sound = [vin for vin in bases if vin.check_digit_ok]
    steps = () if sound else (vin for base in bases for vin in _one_step_from(base))
    found = dict.fromkeys(vin for vin in steps if vin.check_digit_ok)

    def rank(vin: Vin) -> tuple[int, int]:
        return _changes_of_maker(cleaned, vin), _letters_at_the_end(vin)

    ranked = [*sorted(found, key=rank), *(sound or bases)]
    return tuple(_repair(cleaned, vin) for vin in ranked if vin.text != cleaned)


def _without_forbidden(cleaned: str) -> Iterator[Vin]:
    if sum(mark in FORBIDDEN for mark in cleaned) > _MOST_FORBIDDEN:
        return
    for reading in product(*(_FORBIDDEN_READINGS.get(mark, mark) for mark in cleaned)):
        yield Vin("".join(reading))


def _one_step_from(base: Vin) -> Iterator[Vin]:
    text = base.text
    for pair in LOOK_ALIKES:
        for place, mark in enumerate(text):
            if mark in pair:
                yield Vin(text[:place] + pair.replace(mark, "") + text[place + 1 :])
    for place in range(LENGTH - 1):
        yield Vin(text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def _changes_of_maker(cleaned: str, vin: Vin) -> int:
    """How many of the characters that name the manufacturer are others; I, O and Q always are."""
    pairs = zip(cleaned[:_MAKER], vin.text, strict=False)
    return sum(typed != mark for typed, mark in pairs)


def _letters_at_the_end(vin: Vin) -> int:
    return sum(mark.isalpha() for mark in vin.text[-4:])


def _repair(cleaned: str, vin: Vin) -> Repair:
    pairs = enumerate(zip(cleaned, vin.text, strict=True), 1)
    return Repair(vin, tuple(Change(n, old, new) for n, (old, new) in pairs if old != new))


def _is_swap(changes: tuple[Change, ...]) -> bool:
    return (
        len(changes) == 2 and changes[0].old == changes[1].new and changes[0].new == changes[1].old
    )
