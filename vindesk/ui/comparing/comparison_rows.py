"""What a comparison of vehicles says, row by row; no widget in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vindesk.domain.comparison import Compared, side_by_side
from vindesk.domain.fields import NO_DATA
from vindesk.domain.vehicle import Vehicle
from vindesk.ui.vehicles.vehicle_columns import BY_KEY, cell
from vindesk.ui.wording import counted, grouped

DIFFERS: Final = "≠"
"""The mark of a row in which vehicles differ."""

_GROUPS: Final = ("The answer", "General", "Exterior", "Interior", "Engine", "Mechanical")
"""What people look for first; the others follow by name."""


@dataclass(frozen=True, slots=True)
class Row:
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
        told = ", ".join("no data" if text == NO_DATA else text for text in self.texts)
        return f"{self.label}, {'different' if self.differs else 'the same'}: {told}"


def rows(vehicles: Sequence[Vehicle]) -> Sequence[Row]:
    """A row for every field, by group, and in vPIC's order within one."""
    return sorted(map(_row, side_by_side(vehicles)), key=_place)


def heading(vehicle: Vehicle) -> str:
    """The VIN, and under it what kind of vehicle it is."""
    names = (vehicle.text(name) for name in ("model_year", "make", "model"))
    return "\n".join((vehicle.vin.text, " ".join(filter(None, names)) or "No data"))


def extent(every: Sequence[Row]) -> str:
    """How many of the fields differ."""
    known = [row for row in every if not row.empty]
    different = sum(row.differs for row in known)
    fields = counted(len(known), "field", "fields")
    if not different:
        return f"The vehicles are the same in all {fields} that have data."
    return f"The vehicles differ in {grouped(different)} of {fields} that have data."


def _row(compared: Compared) -> Row:
    column = BY_KEY.get(compared.name)
    texts = [cell(compared.name, value) for value in compared.values]
    if compared.differ and len(set(texts)) == 1:  # numbers that differ in their last places only
        texts = [NO_DATA if value is None else str(value) for value in compared.values]
    group, label = (column.group, column.title) if column else ("Other", compared.name)
    return Row(group, label, tuple(texts), compared.differ)


def _place(row: Row) -> tuple[int, str]:
    first, _, _ = row.group.partition(" / ")
    return (_GROUPS.index(first) if first in _GROUPS else len(_GROUPS)), row.group
