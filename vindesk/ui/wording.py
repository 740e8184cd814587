"""Times, numbers, sources and vehicles as a person reads them, by locale."""

from datetime import datetime
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime, QTimeZone

from vindesk.domain.vehicle import SourceChoice, SourceName, Vehicle
from vindesk.domain.words import phrase, say, say_many

DAY: Final = phrase("d MMM yyyy")
MONTH: Final = phrase("MMMM yyyy")
"""In Qt's letters; translated for their order."""

ESCAPE: Final = phrase("Escape cancels.")
"""Said of what is under way."""

CHOICES: Final = {
    SourceChoice.AUTO: phrase("Automatic"),
    SourceChoice.WEB: phrase("vPIC web only"),
    SourceChoice.EMBEDDED: phrase("Embedded only"),
}
"""The sources, where one chooses among them."""


def vehicles(number: int) -> str:
    return say_many("{n} vehicle", "{n} vehicles", number)


def rows_in_words(number: int) -> str:
    return say_many("{n} row", "{n} rows", number)


def year_make_model(vehicle: Vehicle) -> str:
    """What a vehicle is called, as far as that is known."""
    parts = (vehicle.text(column) for column in ("model_year", "make", "model"))
    return " ".join(filter(None, parts))


def duration(seconds: float) -> str:
    """A time that a person waited."""
    if seconds < 1:
        return f"{max(round(seconds * 1000), 1)} ms"
    return f"{QLocale().toString(float(seconds), 'f', 1)} s"


def size(count: int) -> str:
    """A number of bytes, in the units that settings and file managers have: ``2.5 MB``."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _local(moment: datetime) -> QDateTime:
    day = QDate(moment.year, moment.month, moment.day)
    time = QTime(moment.hour, moment.minute, moment.second)
    return QDateTime(day, time, QTimeZone.utc()).toLocalTime()


def day(moment: datetime) -> str:
    """A UTC moment as a day: ``12 Nov 2026``."""
    return _day(moment.year, moment.month, moment.day, moment.hour, moment.minute // 15)


@lru_cache(maxsize=4096)
def _day(year: int, month: int, day: int, hour: int, quarter: int) -> str:
    """Days begin at a full quarter of an hour of UTC, everywhere on earth."""
    moment = datetime(year, month, day, hour, 15 * quarter)  # noqa: DTZ001 - UTC, as all that comes here
    return QLocale().toString(_local(moment).date(), say(DAY))


def day_and_time(moment: datetime) -> str:
    """A UTC moment: ``12 Nov 2026 14:03``."""
    return QLocale().toString(_local(moment), say("d MMM yyyy HH:mm"))


def to_the_second(moment: datetime) -> str:
    """A UTC moment that may have to be told from another: ``12 Nov 2026 14:03:27``."""
    return QLocale().toString(_local(moment), say("d MMM yyyy HH:mm:ss"))


def month(data_version: str | None) -> str:
    """The month of the embedded data, ``2026-10``, as ``October 2026``."""
    try:
        moment = datetime.strptime(data_version or "", "%Y-%m")  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return say("unknown month")
    return QLocale().toString(QDate(moment.year, moment.month, 1), say(MONTH))


def embedded_of(month: str) -> str:
    """As in ``CHOICES``, with the month of the data."""
    return say("Embedded only ({month})", month=month)


def source(name: SourceName, data_version: str | None) -> str:
    """Where an answer came from."""
    if name is SourceName.WEB:
        return "vPIC"
    return say("the embedded copy (data of {month})", month=month(data_version))


def source_of(vehicle: Vehicle) -> str:
    return source(vehicle.source, vehicle.data_version)


def percent(share: float) -> str:
    """A part of 1 as a percentage; what is there is never said to be nothing."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    places = 1 if 0 < share < 0.1 else 0
    number = QLocale().toString(100 * share, "f", places)
    return f"{number} %"
