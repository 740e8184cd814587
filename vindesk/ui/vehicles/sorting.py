"""What a click on a column's head makes of the order."""

from collections.abc import Sequence

from vindesk.store.sorts import Sort


def sorts_after(sorts: Sequence[Sort], column: str, *, extend: bool) -> tuple[Sort, ...]:
    """Upwards first, then downwards, then no longer.

    ``extend``: the other columns stay, and a new one comes after them.
    """
    present = next((sort for sort in sorts if sort.column == column), None)
    if not extend and len(sorts) != 1:
        present = None
    turned = _turned(column, present)
    if not extend:
        return turned
    if present is None:
        return (*sorts, *turned)
    place = sorts.index(present)
    return (*sorts[:place], *turned, *sorts[place + 1 :])


def _turned(column: str, present: Sort | None) -> tuple[Sort, ...]:
    if present is None:
        return (Sort(column),)
    return () if present.descending else (Sort(column, descending=True),)
