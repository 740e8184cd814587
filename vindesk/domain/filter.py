"""What is wanted of vehicles: conditions that must all hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from vindesk.domain.fields import FIELDS, FieldType, Value


@dataclass(frozen=True, slots=True)
class Contains:
    """The value has ``text`` in it, without regard to case."""

    text: str


@dataclass(frozen=True, slots=True)
class Is:
    """The whole value is this; text without regard to case."""

    value: Value


@dataclass(frozen=True, slots=True)
class Like:
    """The whole text has this shape: ``*`` stands for any characters, ``?`` for one."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Between:
    """A number from ``low`` to ``high``; None: no limit on that side."""

    low: float | None
    high: float | None
    low_included: bool = True
    high_included: bool = True


@dataclass(frozen=True, slots=True)
class During:
    """A moment, UTC, from ``start`` on and before ``end``; None: no limit on that side."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class HasCode:
    """vPIC's error codes, ``1,11,400``, have this one among them."""

    code: int


@dataclass(frozen=True, slots=True)
class Empty:
    """There is no data."""


Test = Contains | Is | Like | Between | During | HasCode | Empty


@dataclass(frozen=True, slots=True)
class Condition:
    """One of ``tests`` holds for the value of ``column``; negated, none does.

    ``column`` None: one of them holds for one of the columns that a plain word searches.
    """

    column: str | None
    tests: tuple[Test, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
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

FILTER_COLUMNS: Final = TEXT_COLUMNS | NUMBER_COLUMNS | MOMENT_COLUMNS | {IMPORT}
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
