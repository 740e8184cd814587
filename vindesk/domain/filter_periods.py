"""Dates in a filter: each text stands for a time that begins and ends; and back."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from vindesk.domain.filter import During
from vindesk.domain.local_days import ONE_DAY, Calendar

PERIOD: Final = (
    r"\d{4}(?:-\d{1,2}(?:-\d{1,2}(?:T\d{1,2}:\d{2}(?::\d{2}(?:\.\d{6})?)?Z?)?)?)?|today|yesterday"
)
_NUMBERS = re.compile(r"\d+")
_YEARS: Final = range(1971, 3000)
"""Not every machine knows its own time for others."""

_YEARS_OF_UTC: Final = range(1, 10_000)

_STEPS: Final = {
    3: ONE_DAY,
    5: timedelta(minutes=1),
    6: timedelta(seconds=1),
    7: timedelta(microseconds=1),
}
"""How long a period lasts, by how many numbers name it."""


def period(text: str, calendar: Calendar) -> During | None:
    """The time that ``text``, which looks like a ``PERIOD``, stands for; None: there is none.

    It has no end where that would be in the year 10000.
    """
    if (days_ago := {"today": 0, "yesterday": 1}.get(text.lower())) is not None:
        return calendar.during(calendar.today() - days_ago * ONE_DAY)
    numbers = [int(part) for part in _NUMBERS.findall(text)]
    try:
        start = _wall_clock(*numbers)
    except ValueError:
        return None
    if start.year not in (_YEARS_OF_UTC if calendar.zone is UTC else _YEARS):
        return None
    named = len(numbers)
    moment = start.replace(tzinfo=UTC) if text[-1] in "Zz" else calendar.moment(start)
    try:
        end = moment + _STEPS[named] if named > 3 else calendar.moment(_end(start, named))
    except (OverflowError, ValueError):  # as Python says it of the year
        end = None
    return During(moment, end)


def _wall_clock(year: int, month: int = 1, day: int = 1, *time: int) -> datetime:
    hour, minute, second, microsecond = (*time, 0, 0, 0, 0)[:4]
    return datetime(year, month, day, hour, minute, second, microsecond)  # noqa: DTZ001 - no zone yet


def _end(start: datetime, numbers: int) -> datetime:
    """The end of the year, month or day that so many numbers name."""
    if numbers == 1:
        return start.replace(year=start.year + 1)
    return start + ONE_DAY if numbers == 3 else (start + 31 * ONE_DAY).replace(day=1)


def written_period(wanted: During, calendar: Calendar) -> str:
    """A text that stands for ``wanted``.

    Raises:
        ValueError: it ends before it begins.

    """
    first = None if wanted.start is None else calendar.day_starting_at(wanted.start)
    after = None if wanted.end is None else calendar.day_starting_at(wanted.end)
    if first and after:
        return _days(first, after - ONE_DAY)
    if wanted.start and wanted.end and wanted.start >= wanted.end:
        raise ValueError(f"{wanted} ends before it begins")
    since = f">={first or _exactly(wanted.start)}" if wanted.start else ""
    until = f"<{after or _exactly(wanted.end)}" if wanted.end else ""
    return f"{since}{until}" or "*"


def _days(first: date, last: date) -> str:
    """``first`` to ``last`` in as few words as there are for it."""
    if last < first:
        raise ValueError(f"{last} is before {first}")
    if first == last:
        return f"{first}"
    begins, ends = first.day == 1, (last + ONE_DAY).day == 1
    if begins and ends and (first.month, last.month) == (1, 12):
        return f"{first:%Y}" if first.year == last.year else f"{first:%Y}-{last:%Y}"
    if begins and ends:
        months = f"{first:%Y-%m}", f"{last:%Y-%m}"
        return months[0] if months[0] == months[1] else "-".join(months)
    return f"{first}-{last}"


def _exactly(moment: datetime) -> str:
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"
