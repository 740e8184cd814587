"""What a click on a column's head makes of the order."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec.structs import replace

from vindesk.store.parquet_pages import ColumnSort
from vindesk.store.sorts import Sort

S = TypeVar("S", Sort, ColumnSort)


def sorts_after(sorts: Sequence[S], upwards: S, *, extend: bool) -> tuple[S, ...]:
    """``upwards``, the order by that column alone, first; then downwards, then no longer.

    ``extend``: the other columns stay, and a new one comes after them.
    """
    present = next((each for each in sorts if replace(each, descending=False) == upwards), None)
    if not extend and len(sorts) != 1:
        present = None
    turned = _turned(upwards, present)
    if not extend:
        return turned
    if present is None:
        return (*sorts, *turned)
    place = sorts.index(present)
    return (*sorts[:place], *turned, *sorts[place + 1 :])


def _turned(upwards: S, present: S | None) -> tuple[S, ...]:
    if present is None:
        return (upwards,)
    return () if present.descending else (replace(present, descending=True),)
