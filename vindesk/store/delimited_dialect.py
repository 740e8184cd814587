"""How the cells of a text file are set apart, found in its first lines.

DuckDB has a sniffer of its own. It takes 15 seconds for one line of 50 MB, splits
semicolon-separated cells at the commas inside them, and drops rows to make a table fit.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from vindesk.domain.input_columns import TITLE_ROWS, names_vins
from vindesk.store.delimited_records import LINES, Dialect, records

DELIMITERS: Final = "\t;,|"
_USUAL_QUOTE: Final = '"'
_OTHER_QUOTE: Final = "'"
_OTHER_CELL: Final = rf"'[^']*(?:''[^']*)*' *(?:[{DELIMITERS}]|$)"
_MOST_LINES: Final = 500
_ENOUGH: Final = 0.5


def sniff(lines: Sequence[str], delimiters: str = DELIMITERS) -> Dialect:
    """The dialect in which most of ``lines`` have the same number of cells, more than one.

    Or no more than a header that names VINs: some programs leave out the empty cells at the
    end of a row. Where there is none, a line is a cell.
    """
    filled = [line for line in lines[:_MOST_LINES] if line.strip()]
    quote = _quote(filled)
    for judge in (_agreement, _fit_below_header):
        judged = {mark: judge(filled, Dialect(mark, quote)) for mark in delimiters}
        best = max(judged, key=lambda mark: judged[mark])
        if judged[best] >= _ENOUGH:
            return Dialect(best, quote)
    return Dialect(quote=quote) if _mostly_begin_with(quote, filled) else LINES


def _quote(lines: Sequence[str]) -> str:
    """An apostrophe only where most lines begin with a cell in them, and none has the usual mark.

    One that does not close is what spreadsheets put before a number that is text.
    """
    usual = any(_USUAL_QUOTE in line for line in lines)
    other = not usual and _mostly_begin_with(_OTHER_CELL, lines)
    return _OTHER_QUOTE if other else _USUAL_QUOTE


def _mostly_begin_with(pattern: str, lines: Sequence[str]) -> bool:
    return 2 * sum(re.match(pattern, line) is not None for line in lines) > len(lines)


def _agreement(lines: Sequence[str], dialect: Dialect) -> float:
    """The share of records that have as many cells as most of those with more than one."""
    sizes = Counter(len(cells) for _, cells in records(lines, dialect)[0])
    most = max((count for size, count in sizes.items() if size > 1), default=0)
    return most / max(sizes.total(), 1)


def _fit_below_header(lines: Sequence[str], dialect: Dialect) -> float:
    """The share of records that reach the VINs a header names, and are no longer than it is."""
    found = [cells for _, cells in records(lines, dialect)[0]]
    names = next((cells for cells in found[:TITLE_ROWS] if _is_header(cells)), list[str]())
    fewest = next((place for place, cell in enumerate(names, 1) if names_vins(cell)), 0)
    return sum(fewest <= len(cells) <= len(names) for cells in found) / max(len(found), 1)


def _is_header(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and any(map(names_vins, cells))
