"""Days as a person means them, in the time of a place, and the moments that they are."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from msgspec import Struct

from vindesk.domain.filter import During

ONE_DAY: Final = timedelta(days=1)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Calendar(Struct, frozen=True):
    """Days in ``zone``; None: in the zone of this machine."""

    zone: tzinfo | None = None
    now: Callable[[], datetime] = utc_now

    def today(self) -> date:
        return self.now().astimezone(self.zone).date()

    def moment(self, wall: datetime) -> datetime:
        """When the clock on the wall, which knows no zone, shows this; UTC."""
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def start_of(self, day: date) -> datetime:
        """The first moment of ``day``, UTC."""
        return self.moment(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - ``moment`` gives it one

    def during(self, day: date) -> During:
        """From the first moment of ``day`` to that of the next; not always 24 hours."""
        return During(self.start_of(day), self.start_of(day + ONE_DAY))

    def day_starting_at(self, moment: datetime) -> date | None:
        """The day that begins at this very moment, if one does."""
        day = moment.astimezone(self.zone).date()
        return day if self.start_of(day) == moment else None


LOCAL: Final = Calendar()
"""The days of whoever sits at this machine."""
