"""From a cell of the vehicle table to a condition: *Filter by this value*."""

from datetime import date

from PySide6.QtCore import QLocale

from vindesk.domain.fields import BY_COLUMN, NO_DATA
from vindesk.domain.filter import (
    FILTER_COLUMNS,
    MOMENT_COLUMNS,
    NUMBER_COLUMNS,
    Between,
    Condition,
    Empty,
    Is,
    Test,
)
from vindesk.domain.local_days import LOCAL, Calendar
from vindesk.domain.vehicle import Quality, SourceName
from vindesk.domain.words import say
from vindesk.ui.paging.drawn_rows import LOADING
from vindesk.ui.vehicles.vehicle_columns import cell
from vindesk.ui.wording import DAY, MONTH

_DIGITS_SHOWN = 10
_STORED = {
    (column, cell(column, value)): value.value
    for column, values in (("quality", Quality), ("source", SourceName))
    for value in values
}
"""What is kept, by what is shown."""


def condition_of_cell(
    column: str, text: str, *, negated: bool = False, calendar: Calendar = LOCAL
) -> Condition | None:
    """What the vehicles meet that have ``text`` in their cell of ``column``, or no data there.

    ``negated``: what all others meet. None: the cell holds nothing to filter by, or has not
    arrived yet.
    """
    test = _test(column, text, calendar) if column in FILTER_COLUMNS and text != LOADING else None
    return test and Condition(column, (test,), negated)


def _test(column: str, text: str, calendar: Calendar) -> Test | None:
    if text == NO_DATA:
        return Empty()
    if column in MOMENT_COLUMNS:
        shown = QLocale().toDate(text, say(DAY))
        day = date(shown.year(), shown.month(), shown.day()) if shown.isValid() else None
        return day and calendar.during(day)
    if column == "data_version":
        month = QLocale().toDate(text, say(MONTH))
        return Is(month.toString("yyyy-MM")) if month.isValid() else None
    if column in NUMBER_COLUMNS:
        return _number(column, text)
    return Is(_STORED.get((column, text), text))


def _number(column: str, text: str) -> Test | None:
    """A decimal may have more places than are shown."""
    if column not in BY_COLUMN:
        return Is(int(text)) if text.isdecimal() else None
    value = BY_COLUMN[column].read(text)
    if isinstance(value, float) and sum(mark.isdigit() for mark in text) >= _DIGITS_SHOWN:
        unseen = abs(value) * 10.0 ** (1 - _DIGITS_SHOWN) / 2
        return Between(value - unseen, value + unseen)
    return None if value is None else Is(value)
