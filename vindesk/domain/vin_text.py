"""Any text -> the VINs in it: in order, duplicates once, rejects with line and reason."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from vindesk.domain.vin import LENGTH, SHORTEST_ATTEMPT, Vin, clean, find_fault

_CELLS_AND_LABELS = re.compile(r"[,;|\t:=#]|\bVIN\b", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[\W_]+")
_SEPARATORS = (_CELLS_AND_LABELS, _BLANKS, _PUNCTUATION)
"""What stands between VINs, tried in this order."""

_CORE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
_DIGIT = re.compile(r"\d")
_SCANNED_TWICE = re.compile(rf"([^\W_]{{{LENGTH}}})\1")
_TELLING_PART = 8
"""So many last characters are what people call a vehicle by."""

_FEWEST_DIGITS = 4
"""A VIN ends in four digits; words that happen to have 17 characters together do not."""


LONGEST_TYPED = 20_000
"""Characters; nobody types a longer text, and reading all of it takes longer than one waits."""


class Found(Struct, frozen=True):
    """A VIN, the line it stands on (from 1), and how it was written."""

    vin: Vin
    line: int
    written: str


class Reject(Struct, frozen=True):
    """What looks like a VIN and is none: line (from 1), text, reason."""

    line: int
    written: str
    reason: str


class Reading(Struct, frozen=True):
    """A text as it was typed, the VINs in it, each once, and what was meant as one beside them."""

    typed: str
    vins: tuple[Vin, ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def only(self) -> Vin | None:
        """The VIN, if it is one."""
        return self.vins[0] if len(self.vins) == 1 else None

    @property
    def is_long(self) -> bool:
        """Whether it is a list, whatever it holds."""
        return len(self.typed) > LONGEST_TYPED

    @property
    def left(self) -> str:
        """What stays when the VINs are taken away, to be mended."""
        return "\n".join(reject.written for reject in self.rejects)


class VinText(Struct):
    """What a text holds; ``duplicates`` counts VINs that had stood there before."""

    found: list[Found] = field(default_factory=list[Found])
    rejects: list[Reject] = field(default_factory=list[Reject])
    duplicates: int = 0


def read_vins(lines: Iterable[str]) -> VinText:
    """Every VIN in ``lines``; words, dates and prices around them are passed over.

    A VIN may be written with blanks or dashes if it has a line or a cell of its own, or twice
    in one run, as a scanner does that reads a label twice. What was meant as a VIN and is
    none is a reject: 17 letters and digits that break a rule, a long run that mixes both, or
    a line that is one word with a digit, however short.
    """
    result = VinText()
    seen: set[Vin] = set()
    for number, line in enumerate(lines, 1):
        for written in _attempts(line):
            cleaned = clean(written)
            fault = find_fault(cleaned)
            vin = Vin(cleaned)
            if fault is not None:
                result.rejects.append(Reject(number, written, fault.explanation))
            elif vin in seen:
                result.duplicates += 1
            else:
                seen.add(vin)
                result.found.append(Found(vin, number, written))
    return result


def read_typed(text: str) -> Reading:
    """The VINs in a text that was typed, pasted or dropped; one VIN with blanks is one.

    What is too short to hold more than one VIN is no reject: it may be half typed.
    """
    cleaned = clean(text)
    if find_fault(cleaned) is None:
        return Reading(text, (Vin(cleaned),))
    if len(cleaned) <= LENGTH:
        return Reading(text)
    read = read_vins(text.splitlines())
    rejects = tuple(filter(_looks_like_a_vin, read.rejects))
    return Reading(text, tuple(each.vin for each in read.found), rejects)


def read_entry(text: str) -> Reading:
    """As ``read_typed``, but of one that is so long that it is a list anyway nothing is read."""
    reading = Reading(text)
    return reading if reading.is_long else read_typed(text)


def _looks_like_a_vin(reject: Reject) -> bool:
    """The number of a unit, alone in its line, does not."""
    marks = clean(reject.written)
    return len(marks) >= _TELLING_PART and not (marks.isdigit() or marks.isalpha())


def _attempts(line: str) -> list[str]:
    attempts = list(_split(line, _SEPARATORS))
    word = _core(line)
    return [word] if not attempts and word.isalnum() and _digits(word) else attempts


def _split(text: str, separators: Sequence[re.Pattern[str]]) -> Iterator[str]:
    piece = _core(text)
    if len(piece) < SHORTEST_ATTEMPT:
        return
    if _has_17(piece):
        yield piece
    elif twice := _SCANNED_TWICE.fullmatch(piece):
        yield from (twice[1], twice[1])
    elif separators:
        for part in separators[0].split(piece):
            yield from _split(part, separators[1:])
    elif _has_letters_and_digits(piece):
        yield piece


def _core(text: str) -> str:
    found = _CORE.search(text)
    return found[0] if found else ""


def _has_17(piece: str) -> bool:
    fewest = 1 if piece.isalnum() else _FEWEST_DIGITS
    if len(piece) < LENGTH or _digits(piece) < fewest:
        return False
    cleaned = clean(piece)
    return len(cleaned) == LENGTH and cleaned.isalnum()


def _has_letters_and_digits(run: str) -> bool:
    return 0 < _digits(run) < len(run)


def _digits(text: str) -> int:
    return len(_DIGIT.findall(text))
