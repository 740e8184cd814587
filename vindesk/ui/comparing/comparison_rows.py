"""What a comparison of vehicles says, row by row; no widget in here."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from vindesk.domain.comparison import Compared, side_by_side
from vindesk.domain.fields import NO_DATA
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.ui.vehicles.vehicle_columns import cell, columns_by_key
from vindesk.ui.wording import year_make_model

DIFFERS: Final = "≠"
"""The mark of a row in which vehicles differ."""

_GROUPS: Final = (
    phrase("The answer"),
    phrase("General"),
    phrase("Exterior"),
    phrase("Interior"),
    phrase("Engine"),
    phrase("Mechanical"),
)
"""What people look for first; the others follow by name."""


class Row(Struct, frozen=True):
    """One field; ``texts`` are those of the vehicles, in their order."""

    group: str
    label: str
    texts: tuple[str, ...]
    differs: bool

    @property
    def empty(self) -> bool:
        """None of the vehicles has data here."""
        return all(text == NO_DATA for text in self.texts)

    @property
    def said(self) -> str:
        """The whole row in words."""
        told = ", ".join(say("no data") if text == NO_DATA else text for text in self.texts)
        how = say("different") if self.differs else say("the same")
        return f"{self.label}, {how}: {told}"


def rows(vehicles: Sequence[Vehicle]) -> Sequence[Row]:
    """A row for every field, by group, and in vPIC's order within one."""
    return sorted(map(_row, side_by_side(vehicles)), key=_place)


def heading(vehicle: Vehicle) -> str:
    """The VIN, and under it what kind of vehicle it is."""
    name = year_make_model(vehicle) or say("No data")
    return f"{vehicle.vin}\n{name}"


def extent(every: Sequence[Row]) -> str:
    """How many of the fields differ."""
    known = [row for row in every if not row.empty]
    different = sum(row.differs for row in known)
    if not different:
        return say_many(
            "The vehicles are the same in the {n} field that has data.",
            "The vehicles are the same in all {n} fields that have data.",
            len(known),
        )
    return say_many(
        "The vehicles differ in {different} of {n} field that has data.",
        "The vehicles differ in {different} of {n} fields that have data.",
        len(known),
        different=grouped(different),
    )


def _row(compared: Compared) -> Row:
    column = columns_by_key().get(compared.name)
    texts = [cell(compared.name, value) for value in compared.values]
    if compared.differ and len(set(texts)) == 1:  # numbers that differ in their last places only
        texts = [NO_DATA if value is None else str(value) for value in compared.values]
    group, label = (column.group, column.title) if column else (say("Other"), compared.name)
    return Row(group, label, tuple(texts), compared.differ)


def _place(row: Row) -> tuple[int, str]:
    first, _, _ = row.group.partition(" / ")
    order = [say(group) for group in _GROUPS]
    return (order.index(first) if first in order else len(order)), row.group
