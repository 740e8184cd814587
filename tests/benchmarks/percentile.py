"""Places in a distribution."""

from collections.abc import Iterable


def p95(values: Iterable[float]) -> float:
    """What 95 in 100 do not exceed; 0 if there are none."""
    return _place(values, 0.95)


def p99(values: Iterable[float]) -> float:
    """What 99 in 100 do not exceed; 0 if there are none."""
    return _place(values, 0.99)


def _place(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[int(len(ordered) * share)] if ordered else 0.0
