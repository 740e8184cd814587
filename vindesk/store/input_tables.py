"""Rows of what was handed in, as Arrow: the column ``row``, then one of text for each asked."""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

from vindesk.store import arrow

MOST_ROWS: Final = 65_536
"""The rows of a batch, at most."""


def numbered(texts: Any, first: int) -> Any:
    """The table ``texts`` with ``row`` before its columns, counted from ``first``."""
    return _named(arrow.counted(texts.num_rows, first), texts.columns)


def collected(rows: Sequence[int], columns: Sequence[Sequence[str | None]]) -> Any:
    """A table of values one by one; a text without characters is no value."""
    pa = arrow.pyarrow()
    return _named(
        arrow.numbers(array("q", rows)),
        [pa.array([cell or None for cell in cells], pa.string()) for cells in columns],
    )


def batches(table: Any, after_row: int) -> Iterator[Any]:
    """The rows of ``table`` that come after ``after_row``, in batches."""
    rows = table.column("row")
    if rows[0].as_py() <= after_row:
        table = table.filter(arrow.compute().greater(rows, after_row))
    return iter(table.combine_chunks().to_batches(max_chunksize=MOST_ROWS))


def names(width: int) -> Sequence[str]:
    """What the columns are called where ``width`` of them are text."""
    return ["row", *(f"c{place}" for place in range(width))]


def _named(rows: Any, columns: Sequence[Any]) -> Any:
    return arrow.pyarrow().table([rows, *columns], names=names(len(columns)))
