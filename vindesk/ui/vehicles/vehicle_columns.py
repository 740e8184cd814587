"""The columns of the vehicle table, and how their values are written."""

from datetime import datetime
from typing import Final

from vindesk.domain.fields import VALUE_FIELDS, Field, FieldType, shown
from vindesk.domain.vehicle import Quality, SourceName
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.wording import day, month

_ANSWER = "The answer"
_GROUPS: Final = (
    "General",
    _ANSWER,
    "Exterior",
    "Interior",
    "Engine",
    "Mechanical",
    "Active Safety System",
    "Passive Safety System",
    "Decoding",
    "Internal",
)
"""What people look for first; a group's name may go on after a slash."""

_CODES: Final = frozenset({"error_code", "suggested_vin", "vehicle_descriptor"})
_FITTING: Final = {
    "make": 160,
    "model": 135,
    "body_class": 195,
    "vehicle_type": 170,
    "suggested_vin": 225,
    "vehicle_descriptor": 225,
}
"""Widths for usual values; the others fit their title."""

_NARROWEST, _WIDEST = 110, 300
_A_CHARACTER, _PADDING = 12, 45


def _of_field(field: Field) -> Column:
    usual = Look.TEXT if field.type is FieldType.TEXT else Look.NUMBER
    look = Look.CODE if field.column in _CODES else usual
    for_title = _PADDING + _A_CHARACTER * len(field.label)
    width = _FITTING.get(field.column, min(max(for_title, _NARROWEST), _WIDEST))
    return Column(field.column, field.label, look, field.description, width, field.group)


def _place(column: Column) -> tuple[int, str, str]:
    first, _, _ = column.group.partition(" / ")
    rank = _GROUPS.index(first) if first in _GROUPS else len(_GROUPS)
    return rank, column.group, "" if column.key == VIN else column.title.casefold()


VIN: Final = "vin"

_OF_THE_ANSWER: Final = (
    Column(VIN, "VIN", Look.CODE, "Vehicle Identification Number", 225, "General"),
    Column("quality", "Quality", Look.QUALITY, "How good the answer is", 165, _ANSWER),
    Column("source", "Source", Look.TEXT, "Where the answer came from", 125, _ANSWER),
    Column("fetched_at", "Fetched", Look.TEXT, "When the answer was fetched", 145, _ANSWER),
    Column("added_at", "Added", Look.TEXT, "When the VIN first came in", 145, _ANSWER),
    Column(
        "data_version",
        "Data of",
        Look.TEXT,
        "The month of the embedded data; a dash where vPIC itself answered",
        160,
        _ANSWER,
    ),
    Column(
        "requested_year",
        "Requested Year",
        Look.NUMBER,
        "The model year that was asked with, if any was",
        190,
        _ANSWER,
    ),
)

ALL_COLUMNS: Final = tuple(
    sorted((*_OF_THE_ANSWER, *map(_of_field, VALUE_FIELDS)), key=_place),
)
"""Every column there is: group after group, by title in each."""

BY_KEY: Final = {column.key: column for column in ALL_COLUMNS}

DEFAULT_COLUMNS: Final = tuple(
    BY_KEY[key]
    for key in (
        VIN,
        "make",
        "model",
        "model_year",
        "body_class",
        "vehicle_type",
        "quality",
        "source",
        "fetched_at",
    )
)
"""The mission's five first."""


QUALITY_WORDS = {
    Quality.DECODED: "Decoded",
    Quality.CHECK_DIGIT: "Check digit",
    Quality.PARTIAL: "Partial",
    Quality.DOUBTFUL: "Doubtful",
    Quality.NO_DATA: "No data",
}
QUALITY_ICONS = {quality: f"quality-{quality.replace(' ', '-')}" for quality in Quality}
_SOURCE_WORDS = {SourceName.WEB: "vPIC", SourceName.EMBEDDED: "Embedded"}


def cell(column: str, value: object) -> str:
    """The text of a cell of the vehicle table; numbers have no separators."""
    if value is None:
        return shown(None)
    if isinstance(value, datetime):
        return day(value)
    if column == "quality":
        return QUALITY_WORDS[Quality(str(value))]
    if column == "source":
        return _SOURCE_WORDS[SourceName(str(value))]
    if column == "data_version":
        return month(str(value))
    return shown(value)
