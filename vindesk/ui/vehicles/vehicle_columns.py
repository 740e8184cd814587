"""The columns of the vehicle table, and how their values are written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Final

from msgspec.structs import replace

from vindesk.domain.fields import VALUE_FIELDS, Field, FieldType, group_name, shown
from vindesk.domain.vehicle import Quality, SourceName
from vindesk.domain.words import phrase, say
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.wording import day, month

_ANSWER = phrase("The answer")
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
    title = say(field.label)
    for_title = _PADDING + _A_CHARACTER * len(title)
    width = _FITTING.get(field.column, min(max(for_title, _NARROWEST), _WIDEST))
    return Column(field.column, title, look, field.description, width, field.group)


def _place(column: Column) -> tuple[int, str, str]:
    first, _, _ = column.group.partition(" / ")
    rank = _GROUPS.index(first) if first in _GROUPS else len(_GROUPS)
    return rank, column.group, "" if column.key == VIN else column.title.casefold()


VIN: Final = "vin"

DEFAULT_KEYS: Final = (
    *(VIN, "make", "model", "model_year", "body_class", "vehicle_type"),
    *("quality", "source", "fetched_at"),
)
"""The mission's five first."""


def _of_the_answer() -> Iterator[Column]:
    yield Column(VIN, "VIN", Look.CODE, say("Vehicle Identification Number"), 225, "General")
    for key, title, look, tip, width in (
        ("quality", say("Quality"), Look.QUALITY, say("How good the answer is"), 165),
        ("source", say("Source"), Look.TEXT, say("Where the answer came from"), 125),
        ("fetched_at", say("Fetched"), Look.TEXT, say("When the answer was fetched"), 145),
        ("added_at", say("Added"), Look.TEXT, say("When the VIN first came in"), 145),
        (
            "data_version",
            say("Data of"),
            Look.TEXT,
            say("The month of the embedded data; a dash where vPIC itself answered"),
            160,
        ),
        (
            "requested_year",
            say("Requested Year"),
            Look.NUMBER,
            say("The requested model year, if any"),
            190,
        ),
    ):
        yield Column(key, title, look, tip, width, _ANSWER)


@cache
def columns_by_key() -> Mapping[str, Column]:
    """Every column there is, in the language of the program: group after group, by title in each.

    They are made when they are first wanted, since a language is chosen after the imports.
    """
    every = sorted((*_of_the_answer(), *map(_of_field, VALUE_FIELDS)), key=_place)
    return {each.key: replace(each, group=group_name(each.group)) for each in every}


def all_columns() -> Sequence[Column]:
    return tuple(columns_by_key().values())


def default_columns() -> Sequence[Column]:
    return tuple(columns_by_key()[key] for key in DEFAULT_KEYS)


QUALITY_WORDS = {
    Quality.DECODED: phrase("Decoded"),
    Quality.CHECK_DIGIT: phrase("Check digit"),
    Quality.PARTIAL: phrase("Partial"),
    Quality.DOUBTFUL: phrase("Doubtful"),
    Quality.NO_DATA: phrase("No data"),
}
QUALITY_ICONS = {quality: f"quality-{quality.replace(' ', '-')}" for quality in Quality}
SOURCE_WORDS = {SourceName.WEB: "vPIC", SourceName.EMBEDDED: phrase("Embedded")}


def cell(column: str, value: object) -> str:
    """The text of a cell of the vehicle table; numbers have no separators."""
    if value is None:
        return shown(None)
    if isinstance(value, datetime):
        return day(value)
    if column == "quality":
        return say(QUALITY_WORDS[Quality(str(value))])
    if column == "source":
        return say(SOURCE_WORDS[SourceName(str(value))])
    if column == "data_version":
        return month(str(value))
    return shown(value)
