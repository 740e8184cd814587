"""The user's own columns, as they stood beside a VIN in the list of an import."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct


class OwnRow(Struct, frozen=True):
    """A row of an import's list that is about one vehicle."""

    import_name: str
    added_at: datetime
    """When the import was begun."""

    row: int
    """The list's own number."""

    values: Sequence[tuple[str, str]]
    """The names of the columns that hold anything there, and what they hold."""
