"""The fields of one vehicle as lines: what each is called, what it says, and where it stands."""

from collections.abc import Iterator

from msgspec import Struct

from vindesk.domain.fields import (
    BY_KEY,
    NOT_APPLICABLE,
    VALUE_FIELDS,
    Value,
    group_name,
    shown,
)
from vindesk.domain.shown_text import shown_line
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.words import phrase, say

_OTHER = phrase("Other")
_GROUP_ORDER = (
    "General",
    "Exterior / Body",
    "Exterior / Dimension",
    "Exterior / Truck",
    "Exterior / Bus",
    "Exterior / Trailer",
    "Exterior / Motorcycle",
    "Exterior / Wheel Tire",
    "Engine",
    "Mechanical / Drivetrain",
    "Mechanical / Transmission",
    "Mechanical / Brake",
    "Mechanical / Battery",
    "Mechanical / Battery / Charger",
)
"""What people look for first; the other groups follow by name, our own come last."""


class Line(Struct, frozen=True):
    """One field of a vehicle; ``whole`` is the value as vPIC wrote it, None where it has none.

    ``column`` and ``value`` are those of the cache; ``column`` is None where what vPIC said
    has no column, or does not fit its type.
    """

    group: str
    label: str
    text: str
    whole: str | None
    tip: str
    column: str | None = None
    value: Value | None = None

    @property
    def informs(self) -> bool:
        return self.whole is not None and self.text != NOT_APPLICABLE

    @property
    def heading(self) -> str:
        """The group in words."""
        return group_name(self.group)


def lines(vehicle: Vehicle, *, empties: bool = True) -> Iterator[Line]:
    """The fields of ``vehicle``: those of the catalogue, then what else vPIC said.

    ``empties``: those without a value too, which are most of them.
    """
    for field in VALUE_FIELDS:
        whole, value = vehicle.text(field.column), vehicle.values.get(field.column)
        if whole is None and not empties:
            continue
        fits = value is not None or whole is None
        yield Line(
            field.group,
            say(field.label),
            shown(value if fits else whole),
            whole,
            field.description,
            field.column if fits else None,
            value,
        )
    for key, text in vehicle.extra.items():
        if key not in BY_KEY:
            yield Line(_OTHER, key, text, text, say("Not in the catalogue: as vPIC named it"))


def rank(group: str) -> tuple[int, str]:
    """By which groups are put in order."""
    if group in _GROUP_ORDER:
        return _GROUP_ORDER.index(group), ""
    last = {"Internal": 2, "Decoding": 3, _OTHER: 4}
    return len(_GROUP_ORDER) + last.get(group, 0), group


class Group(Struct, frozen=True):
    """Fields that belong together, in the order of the catalogue; one at least."""

    name: str
    lines: list[Line]

    @property
    def heading(self) -> str:
        return shown_line(self.lines[0].heading)
