"""The shared strings of a workbook: what they take in memory, and the cells that show them.

A workbook holds a text once, and its cells refer to it. The reader gives each cell a copy: a
file of 300 KB with one long text asks for 2 GB.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_STRING_BYTES: Final = 48
"""What the reader needs for a string beside its text."""

_STRING: Final = re.compile(rb"<(?:\w+:)?si[\s/>]")
_USUAL_STRING: Final = b"<si>"
CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_SHARED: Final = re.compile(rb"t\s*=\s*[\"']s[\"']")
_NUMBER: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>\s*([0-9]{1,9})")
_USUAL_SHARED: Final = re.compile(rb't="s"><v>([0-9]{1,9})<')


class SharedStrings:
    """The strings of a part; none of its ``pieces`` ends within a tag."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._lengths = array("Q")
        """In bytes, with its markup, as are all of these."""

        for lengths in _lengths(pieces):
            self._lengths.extend(lengths)
        self.longest = max(self._lengths, default=0)
        self.held_bytes = sum(self._lengths) + len(self._lengths) * _STRING_BYTES

    def shown_bytes(self, sheet: Iterable[bytes]) -> int:
        """What the cells of ``sheet`` take as copies."""
        lengths = self._lengths
        shown: Counter[bytes] = Counter()
        for rows in sheet:
            shown.update(_references(rows))
        places = ((int(number), count) for number, count in shown.items())
        return sum(lengths[place] * count for place, count in places if place < len(lengths))


def _lengths(pieces: Iterable[bytes]) -> Iterator[Sequence[int]]:
    """Of the strings in their order, some at a time; one may go on in the next piece."""
    begun: int | None = None
    for piece in pieces:
        before, *others = _strings(piece)
        lengths = list(map(len, others))
        if begun is not None:
            lengths.insert(0, begun + len(before))
        begun = lengths.pop() if lengths else None
        yield lengths
    if begun is not None:
        yield [begun]


def _strings(piece: bytes) -> Sequence[bytes]:
    """What stands before the first string that begins in ``piece``, then the strings."""
    is_usual = b":si" not in piece and piece.count(b"<si") == piece.count(_USUAL_STRING)
    return piece.split(_USUAL_STRING) if is_usual else _STRING.split(piece)


def _references(rows: bytes) -> Iterable[bytes]:
    """The numbers of the strings that cells show."""
    found = _USUAL_SHARED.findall(rows)
    if len(found) == len(_SHARED.findall(rows)):  # as nearly every program writes them
        return found
    shared = (cell for cell in CELL.split(rows) if _SHARED.search(cell))
    return (number[1] for cell in shared if (number := _NUMBER.search(cell)))
