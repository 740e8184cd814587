"""What is wanted of vehicles: conditions that must all hold."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from vindesk.domain.fields import FIELDS, FieldType, Value


class Contains(Struct, frozen=True):
    """The value has ``text`` in it, without regard to case."""

    text: str


class Is(Struct, frozen=True):
    """The whole value is this; text without regard to case."""

    value: Value


class Like(Struct, frozen=True):
    """The whole text has this shape: ``*`` stands for any characters, ``?`` for one."""

    pattern: str


class Between(Struct, frozen=True):
    """A number from ``low`` to ``high``; None: no limit on that side."""

    low: float | None
    high: float | None
    low_included: bool = True
    high_included: bool = True


class During(Struct, frozen=True):
    """A moment, UTC, from ``start`` on and before ``end``; None: no limit on that side."""

    start: datetime | None
    end: datetime | None


class HasCode(Struct, frozen=True):
    """vPIC's error codes, ``1,11,400``, have this one among them."""

    code: int


class Empty(Struct, frozen=True):
    """There is no data."""


Test = Contains | Is | Like | Between | During | HasCode | Empty


class Condition(Struct, frozen=True):
    """One of ``tests`` holds for the value of ``column``; negated, none does.

    ``column`` None: one of them holds for one of the columns that a plain word searches.
    """

    column: str | None
    tests: tuple[Test, ...]
    negated: bool = False


class Filter(Struct, frozen=True):
    """All of ``conditions`` hold; none: every vehicle is wanted."""

    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions)

    def without(self, column: str) -> "Filter":
        """What is wanted of all other columns than ``column``."""
        return Filter(tuple(c for c in self.conditions if c.column != column))


EVERYTHING: Final = Filter()

TEXT_COLUMNS: Final = frozenset(
    {field.column for field in FIELDS if field.type is FieldType.TEXT}
    | {"source", "data_version", "quality"}
)
NUMBER_COLUMNS: Final = frozenset(
    {field.column for field in FIELDS if field.type is not FieldType.TEXT} | {"requested_year"}
)
MOMENT_COLUMNS: Final = frozenset({"fetched_at", "added_at"})
IMPORT: Final = "import"
"""The names of the imports that a vehicle is in: none, one or several."""

OWN: Final = "own"
"""What stands in the user's own columns beside a vehicle, in all imports that it is in."""

FILTER_COLUMNS: Final = TEXT_COLUMNS | NUMBER_COLUMNS | MOMENT_COLUMNS | {IMPORT, OWN}
"""Every column that a condition may name."""

SEARCHED_COLUMNS: Final = (
    "make",
    "model",
    "series",
    "series2",
    "trim",
    "body_class",
    "vehicle_type",
    "manufacturer",
    "body_cab_type",
    "gvwr",
    "drive_type",
    "fuel_type_primary",
    "engine_model",
    "engine_manufacturer",
    "plant_city",
    "plant_country",
)
"""What a plain word searches, beside the VIN and the model year."""
