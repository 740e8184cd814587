"""Breakdowns for the tests."""

from vindesk.domain.fields import Value
from vindesk.store.breakdowns import Breakdown
from vindesk.store.facets import FacetValue


def breakdown(
    column: str, *values: tuple[Value | None, int], rest: tuple[int, int] = (0, 0)
) -> Breakdown:
    """``rest``: how many vehicles have how many other values."""
    return Breakdown(column, [FacetValue(value, count) for value, count in values], *rest)


FLEET = (
    breakdown("model_year", (2014, 5), (2011, 2), (1988, 1), (None, 2)),
    breakdown("make", ("PETERBILT", 4), ("KENWORTH", 2), rest=(4, 3)),
    breakdown("body_class", ("Truck-Tractor", 9), (None, 1)),
    breakdown("quality", ("doubtful", 7), ("decoded", 3)),
)
