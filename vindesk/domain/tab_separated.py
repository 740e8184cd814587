"""Rows as tab-separated text, the way spreadsheets read it from the clipboard."""

from collections.abc import Iterable
from typing import Final

from vindesk.domain.shown_text import copied_cell

_QUOTE: Final = '"'


def tab_line(cells: Iterable[str]) -> str:
    """One row, without a line's end; nothing in a cell ends the cell or the row.

    A spreadsheet takes a cell that starts with a quotation mark for one that goes on until
    the next, over any number of rows: so it stands between two, and those inside it are
    doubled. In other places a quotation mark is a character like any other.
    """
    row = tuple(cells)
    whole = "".join(row)
    if whole.isascii() and whole.isprintable() and _QUOTE not in whole:
        return "\t".join(row)  # nearly always, and many times faster
    return "\t".join([_cell(copied_cell(text)) for text in row])


def tab_lines(rows: Iterable[Iterable[str]]) -> str:
    """Rows with a line's end between two of them."""
    return "\n".join([tab_line(row) for row in rows])


def _cell(text: str) -> str:
    if not text.startswith(_QUOTE):
        return text
    return f"{_QUOTE}{text.replace(_QUOTE, _QUOTE * 2)}{_QUOTE}"
