"""Rows of what was handed in, as Arrow: the column ``row``, then one of text for each asked."""

from array import array
from collections.abc import Iterator, Sequence
from typing import Any, Final

from vindesk.store.arrow import compute, pyarrow

MOST_ROWS: Final = 65_536
"""The rows of a batch, at most."""


def numbered(texts: Any, first: int) -> Any:
    """The table ``texts`` with ``row`` before its columns, counted from ``first``."""
    arrow = pyarrow()
    ones = arrow.repeat(arrow.scalar(1, arrow.int64()), texts.num_rows)
    rows = compute().cumulative_sum(ones, start=first - 1)
    return _named(rows, texts.columns)


def collected(rows: Sequence[int], columns: Sequence[Sequence[str | None]]) -> Any:
    """A table of values one by one; a text without characters is no value."""
    arrow = pyarrow()
    numbers = arrow.Array.from_buffers(
        arrow.int64(), len(rows), [None, arrow.py_buffer(memoryview(array("q", rows)))]
    )
    return _named(
        numbers,
        [arrow.array([cell or None for cell in cells], arrow.string()) for cells in columns],
    )


def batches(table: Any, after_row: int) -> Iterator[Any]:
    """The rows of ``table`` that come after ``after_row``, in batches."""
    rows = table.column("row")
    if rows[0].as_py() <= after_row:
        table = table.filter(compute().greater(rows, after_row))
    return iter(table.combine_chunks().to_batches(max_chunksize=MOST_ROWS))


def _named(rows: Any, columns: Sequence[Any]) -> Any:
    names = ["row", *(f"c{place}" for place in range(len(columns)))]
    return pyarrow().table([rows, *columns], names=names)
