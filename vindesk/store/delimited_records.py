"""Records of a text file one by one: for what the fast reader cannot tell for certain."""

import csv
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

_NOTHING: Final = "\x1f"
"""A delimiter that is taken out of every text."""

_MOST_LINES: Final = 200
"""A cell that goes on for longer was opened by mistake: its mark is one like any other."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What stands between cells, and around those that hold it. By default a line is a cell."""

    delimiter: str = _NOTHING
    quote: str = ""

    @property
    def splits(self) -> bool:
        return self.delimiter != _NOTHING


LINES: Final = Dialect()

Record = tuple[int, list[str]]
"""The place of its first line, from 0, and its cells."""


def records(lines: Sequence[str], dialect: Dialect, *, complete: bool) -> Iterator[Record]:
    """The records that ``lines`` hold, which have no ends of lines.

    Unless ``complete``, a record whose last cell is still open at the end is left out: it
    may go on in lines that come later.
    """
    start = 0
    while start < len(lines):
        start = yield from _sound(lines, start, dialect)
        if start == len(lines) or (not complete and len(lines) - start <= _MOST_LINES):
            return
        yield start, lines[start].split(dialect.delimiter)
        start += 1


def _sound(lines: Sequence[str], start: int, dialect: Dialect) -> Generator[Record, None, int]:
    """Records until one does not end; where that begins."""
    ended = (f"{line}\n" for line in chain(islice(lines, start, None), [""]))
    reader = csv.reader(
        ended,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
    )
    begun = start
    with suppress(csv.Error):  # a cell longer than the module takes
        for cells in reader:
            next_line = start + reader.line_num
            if next_line > len(lines) or next_line - begun > _MOST_LINES:
                break  # the blank line after the last has been read, perhaps into a cell
            yield begun, cells
            begun = next_line
    return begun
