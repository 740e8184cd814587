"""Moments: aware and UTC in Python, without a zone in the cache.

DuckDB needs a further library, pytz, to hand out a TIMESTAMP WITH TIME ZONE.
"""

from datetime import UTC, datetime


def to_cache(moment: datetime) -> datetime:
    """``moment`` as it is stored.

    Raises:
        ValueError: the moment has no zone, so nobody knows when it was.

    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).replace(tzinfo=None)


def from_cache(stored: datetime) -> datetime:
    """The moment that was stored."""
    return stored.replace(tzinfo=UTC)
