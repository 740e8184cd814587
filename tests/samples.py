"""How many examples a property is tried on: a sample each time, all of them with ``--long``."""

from hypothesis import settings


def one_in(share: int) -> int:
    """The number of examples for what takes ``share`` times as long as others, at least 4."""
    return max(4, settings().max_examples // share)
