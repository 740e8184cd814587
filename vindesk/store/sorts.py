"""Sorts into SQL: numbers as numbers, text without regard to case, no data last both ways."""

from typing import Final

from msgspec import Struct

from vindesk.domain.vehicle import Quality
from vindesk.store.filters import folded
from vindesk.store.schema import ANSWER_COLUMNS, VALUE_COLUMNS, VIN_COLUMN

_RANKS: Final = ", ".join(f"'{quality.value}'" for quality in Quality)
_ORDERED: Final = frozenset(
    column.name for column in (VIN_COLUMN, *VALUE_COLUMNS, *ANSWER_COLUMNS)
) - {"extra"}


class Sort(Struct, frozen=True):
    """A column to sort by.

    Raises:
        ValueError: there is no such column, or it has no order.

    """

    column: str
    descending: bool = False

    def __post_init__(self) -> None:
        if self.column not in _ORDERED:
            raise ValueError(f"no order by {self.column!r}")

    @property
    def key(self) -> str:
        """In SQL: no data comes last either way; the quality goes from best to worst."""
        value = folded(self.column)
        if self.column == "quality":
            value = f"list_position([{_RANKS}], quality)"
        return f"{value} {'DESC' if self.descending else 'ASC'} NULLS LAST"
