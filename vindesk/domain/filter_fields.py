"""The fields of the filter's language: by which names a person calls a column."""

import difflib
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Final

from msgspec import Struct

from vindesk.domain.fields import BY_COLUMN, FIELDS
from vindesk.domain.filter import IMPORT, MOMENT_COLUMNS, NUMBER_COLUMNS, OWN
from vindesk.domain.words import phrase, say


class Kind(Enum):
    """How the values of a field are written."""

    TEXT = auto()
    NUMBER = auto()
    MOMENT = auto()
    QUALITY = auto()
    SOURCE = auto()
    CODES = auto()


class FilterField(Struct, frozen=True):
    """A column, and the name under which it is written and offered; ``label`` is a phrase."""

    column: str
    name: str
    label: str
    kind: Kind


_SHORT: Final = {
    "year": "model_year",
    "body": "body_class",
    "type": "vehicle_type",
    "fetched": "fetched_at",
    "added": "added_at",
    "cab": "body_cab_type",
    "fuel": "fuel_type_primary",
    "engine": "engine_model",
    "cylinders": "engine_cylinders",
    "hp": "engine_hp",
    "displacement": "displacement_l",
    "drive": "drive_type",
    "transmission": "transmission_style",
    "brakes": "brake_system_type",
    "wheelbase": "wheel_base_short",
    "price": "base_price",
    "plant": "plant_city",
    "state": "plant_state",
    "country": "plant_country",
    "error": "error_code",
    "code": "error_code",
    "asked": "requested_year",
    "month": "data_version",
}
"""Names beside the column's own; the first of a column is the one we write."""

_OURS: Final = {
    "quality": phrase("Quality"),
    "source": phrase("Source"),
    IMPORT: phrase("Import"),
    OWN: phrase("Your own columns of an import"),
    "fetched_at": phrase("Fetched"),
    "added_at": phrase("Added"),
    "requested_year": phrase("Requested model year"),
    "data_version": phrase("Month of the embedded data"),
}
_FIRST: Final = (
    *("vin", "make", "model", "model_year", "body_class", "vehicle_type"),
    *("quality", "source", "fetched_at", IMPORT, OWN),
)
_KINDS: Final = {"quality": Kind.QUALITY, "source": Kind.SOURCE, "error_code": Kind.CODES}
_MOST_SUGGESTED = 3
_LONGEST_NAME = 60
_ALIKE = 0.7


def _kind(column: str) -> Kind:
    if column in NUMBER_COLUMNS:
        return Kind.NUMBER
    return Kind.MOMENT if column in MOMENT_COLUMNS else _KINDS.get(column, Kind.TEXT)


def _build() -> Iterator[FilterField]:
    names = {column: name for name, column in reversed(_SHORT.items())}
    columns = dict.fromkeys((*_FIRST, *(field.column for field in FIELDS), *_OURS))
    for column in columns:
        label = _OURS.get(column) or BY_COLUMN[column].label
        yield FilterField(column, names.get(column, column), label, _kind(column))


def _fold(name: str) -> str:
    """``BodyClass``, ``body_class`` and ``body-class`` are one name."""
    return name.replace("_", "").replace("-", "").lower()


FILTER_FIELDS: Final = {field.column: field for field in _build()}
"""By column; those of the table first."""

_BY_NAME: Final = {
    **{_fold(field.key): field.column for field in FIELDS},
    **{_fold(column): column for column in FILTER_FIELDS},
    **_SHORT,
}
_SPELLED: Final = {_fold(name): name for name in (*FILTER_FIELDS, *_SHORT)}


def find_field(name: str) -> FilterField | None:
    """The field that is called so: by a short name, its column, or vPIC's key."""
    column = _BY_NAME.get(_fold(name))
    return FILTER_FIELDS[column] if column else None


def nearest_names(name: str) -> Sequence[str]:
    """Names of fields that may have been meant, the likeliest first."""
    meant = _fold(name)[:_LONGEST_NAME]
    longer = sorted((known for known in _SPELLED if meant and known.startswith(meant)), key=len)
    near = longer or difflib.get_close_matches(meant, _SPELLED, _MOST_SUGGESTED, _ALIKE)
    return [_SPELLED[known] for known in near[:_MOST_SUGGESTED]]


def fields_beginning(prefix: str) -> Sequence[FilterField]:
    """Fields of which a name, or a word of the label, begins so; names come first."""
    folded = _fold(prefix)
    called = [column for known, column in _BY_NAME.items() if known.startswith(folded)]
    labelled = [
        field.column
        for field in FILTER_FIELDS.values()
        if any(word.startswith(folded) for word in say(field.label).lower().strip("()").split())
    ]
    order = [*(column for column in FILTER_FIELDS if column in called), *labelled]
    return [FILTER_FIELDS[column] for column in dict.fromkeys(order)]
