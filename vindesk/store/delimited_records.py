"""Records of a text file one by one: for what the fast reader cannot tell for certain."""

import csv
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain
from typing import Final

from msgspec import Struct

from vindesk.domain.monitor import UNWATCHED, Monitor

_NOTHING: Final = "\x1f"
"""A delimiter that is taken out of every text."""

_MOST_LINES: Final = 200
"""A cell that goes on for longer was opened by mistake: its mark is one like any other."""


class Dialect(Struct, frozen=True):
    """What stands between cells, and around those that hold it. By default a line is a cell."""

    delimiter: str = _NOTHING
    quote: str = ""

    @property
    def splits(self) -> bool:
        return self.delimiter != _NOTHING


LINES: Final = Dialect()

Record = tuple[int, list[str]]
"""The place of its first line, from 0, and its cells."""


def records(
    lines: Sequence[str],
    dialect: Dialect,
    *,
    complete: bool = True,
    monitor: Monitor = UNWATCHED,
) -> tuple[list[Record], int]:
    """The records that ``lines`` hold, which have no ends of lines, and how many lines they take.

    Unless ``complete``, a record whose last cell is still open at the end is left over: it
    may go on in lines that come later.

    Raises:
        Cancelled: the monitor was cancelled; it is looked at where a record does not end.

    """
    found: list[Record] = []
    start = _add_sound(found, lines, 0, dialect)
    while start < len(lines) and (complete or len(lines) - start > _MOST_LINES):
        monitor.raise_if_cancelled()
        found.append((start, lines[start].split(dialect.delimiter)))
        start = _add_sound(found, lines, start + 1, dialect)
    return found, start


def _add_sound(found: list[Record], lines: Sequence[str], start: int, dialect: Dialect) -> int:
    """Add records until one does not end; where that begins."""
    left = map(lines.__getitem__, range(start, len(lines)))
    ended = (f"{line}\n" for line in chain(left, [""]))
    reader = csv.reader(
        ended,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        strict=True,
    )
    begun = start
    with suppress(csv.Error):  # a mark inside a cell, a cell too long, no end
        for cells in reader:
            following = start + reader.line_num
            if following > len(lines) or following - begun > _MOST_LINES:
                break  # the blank line after the last has been read, perhaps into a cell
            found.append((begun, cells))
            begun = following
    return begun
