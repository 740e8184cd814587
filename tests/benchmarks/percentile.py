"""Places in a distribution."""

from collections.abc import Iterable


def p99(values: Iterable[float]) -> float:
    """What 99 in 100 do not exceed; 0 if there are none."""
    ordered = sorted(values)
    return ordered[int(len(ordered) * 0.99)] if ordered else 0.0
