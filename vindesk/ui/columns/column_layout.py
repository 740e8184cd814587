"""Which columns are shown, in which order, how wide: a value."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Self, cast

from msgspec import Struct, field
from msgspec.structs import replace

from vindesk.ui.paging.columns import Column
from vindesk.ui.vehicles.vehicle_columns import DEFAULT_KEYS, VIN, columns_by_key

_WIDTHS: Final = range(20, 4_001)


class ColumnLayout(Struct, frozen=True):
    """The VIN is always there: it is what every command acts on. Pinned, it is the first.

    Made by its operations, never by hand: they keep that true.
    """

    order: tuple[str, ...] = DEFAULT_KEYS
    widths: Mapping[str, int] = field(default_factory=dict[str, int])
    """In the unit of ``Column.width``, of those columns that were given another width than
    their own; of hidden ones too, for when they are shown again."""

    vin_pinned: bool = True

    @property
    def columns(self) -> tuple[Column, ...]:
        """As they are seen, from left to right."""
        return tuple(columns_by_key()[key] for key in self.order)

    @property
    def asked(self) -> tuple[Column, ...]:
        """What a model is to have: the VIN first, wherever it is seen."""
        return (columns_by_key()[VIN], *(columns_by_key()[key] for key in self.order if key != VIN))

    def shows(self, key: str) -> bool:
        return key in self.order

    def show(self, *keys: str) -> Self:
        """Add columns at the right."""
        return self.reorder((*self.order, *keys))

    def hide(self, *keys: str) -> Self:
        return self.reorder(key for key in self.order if key == VIN or key not in keys)

    def reorder(self, keys: Iterable[str]) -> Self:
        """Show these columns, in this order; what is no column is left out."""
        return replace(self, order=_tidy(keys, self.vin_pinned))

    def resize(self, widths: Mapping[str, int]) -> Self:
        """Take over widths; what a column has of itself need not be remembered."""
        wanted = {**self.widths, **widths}
        changed = {
            key: min(max(width, _WIDTHS[0]), _WIDTHS[-1])
            for key, width in wanted.items()
            if key in columns_by_key() and width != columns_by_key()[key].width
        }
        return replace(self, widths=changed)

    def pin_vin(self, pinned: bool) -> Self:
        return replace(self, vin_pinned=pinned, order=_tidy(self.order, pinned))

    # -- as plain values -----------------------------------------------------------

    def to_plain(self) -> dict[str, object]:
        """For JSON."""
        return {
            "columns": list(self.order),
            "widths": dict(self.widths),
            "vin_pinned": self.vin_pinned,
        }

    @classmethod
    def from_plain(cls, plain: object) -> Self:
        """What ``to_plain`` gave, of this version or another; what makes no sense is left out."""
        said = _mapping(plain)
        widths = _mapping(said.get("widths"))
        layout = cls().pin_vin(said.get("vin_pinned") is not False)
        known = [
            key
            for key in _sequence(said.get("columns"))
            if isinstance(key, str) and key in columns_by_key()
        ]
        sound = {key: width for key, width in widths.items() if type(width) is int}
        return (layout.reorder(known) if known else layout).resize(sound)


def _mapping(value: object) -> Mapping[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _sequence(value: object) -> Sequence[object]:
    return cast("list[object]", value) if isinstance(value, list) else ()


def _tidy(keys: Iterable[str], pinned: bool) -> tuple[str, ...]:
    """Every column once, and the VIN among them."""
    found = [key for key in dict.fromkeys(keys) if key in columns_by_key()]
    if pinned or VIN not in found:
        found = [VIN, *(key for key in found if key != VIN)]
    return tuple(found)
