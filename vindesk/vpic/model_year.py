"""Which model years may be sent along with a VIN."""

from datetime import datetime

_FIRST_YEAR = 1981
_YEARS_AHEAD = 2


def year_to_send(year: int | None, today: datetime) -> int | None:
    """``year`` if it can be a VIN's model year.

    vPIC refuses some of the others, decodes others as if there were none, and none of
    them can be right: VINs have had 17 characters since 1981.
    """
    first, last = years_to_send(today)
    return None if year is None or not first <= year <= last else year


def years_to_send(today: datetime) -> tuple[int, int]:
    """The first and the last year that may be sent."""
    return _FIRST_YEAR, today.year + _YEARS_AHEAD
