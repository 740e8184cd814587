"""The columns of the vehicle table, and how their values are written."""

from datetime import datetime

from vindesk.domain.fields import BY_COLUMN, FieldType, shown
from vindesk.domain.vehicle import Quality, SourceName
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.wording import day


def _field(name: str, width: int, look: Look | None = None) -> Column:
    field = BY_COLUMN[name]
    usual = Look.TEXT if field.type is FieldType.TEXT else Look.NUMBER
    return Column(name, field.label, look or usual, field.description, width)


VEHICLE_COLUMNS = (
    Column("vin", "VIN", Look.CODE, "Vehicle Identification Number", 225),
    _field("make", 160),
    _field("model", 135),
    _field("model_year", 125, Look.NUMBER),
    _field("body_class", 195),
    _field("vehicle_type", 170),
    Column("quality", "Quality", Look.QUALITY, "How good the answer is", 165),
    Column("source", "Source", Look.TEXT, "Where the answer came from", 125),
    Column("fetched_at", "Fetched", Look.TEXT, "When the answer was fetched", 120),
)
"""The mission's five first."""

QUALITY_WORDS = {
    Quality.DECODED: "Decoded",
    Quality.CHECK_DIGIT: "Check digit",
    Quality.PARTIAL: "Partial",
    Quality.DOUBTFUL: "Doubtful",
    Quality.NO_DATA: "No data",
}
_SOURCE_WORDS = {SourceName.WEB: "vPIC", SourceName.EMBEDDED: "Embedded"}


def cell(column: str, value: object) -> str:
    """The text of a cell of the vehicle table."""
    if value is None:
        return shown(None)
    if isinstance(value, datetime):
        return day(value)
    if column == "quality":
        return QUALITY_WORDS[Quality(str(value))]
    if column == "source":
        return _SOURCE_WORDS[SourceName(str(value))]
    return shown(value)
