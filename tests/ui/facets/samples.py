"""Facets for the tests."""

from vindesk.domain.fields import Value
from vindesk.store.facets import Facet, FacetValue


def facet(column: str, *values: tuple[Value | None, int], distinct: int | None = None) -> Facet:
    known = sum(value is not None for value, _count in values)
    counts = [FacetValue(value, count) for value, count in values]
    return Facet(column, counts, known if distinct is None else distinct)


def many(column: str, size: int, distinct: int | None = None) -> Facet:
    """``MAKE 0`` is the most frequent."""
    return facet(column, *((f"MAKE {n}", 5_000 - n) for n in range(size)), distinct=distinct)
