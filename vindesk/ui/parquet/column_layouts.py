"""Remembers how the columns of Parquet files were arranged, from one start to the next."""

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec

from vindesk.ui.state_file import StateFile

_KEY: Final = "parquet/layouts"
MOST: Final = 50


class Layout(msgspec.Struct, frozen=True):
    """Columns by their places in the file: those that are shown, from left to right."""

    order: tuple[int, ...]
    widths: dict[int, int] = {}
    """In tenths of the font's average character; only of columns that the user has resized."""

    def fits(self, count: int) -> bool:
        """Whether a file of ``count`` columns can be arranged so."""
        known = all(0 <= place < count for place in self.order)
        return known and 0 < len(self.order) == len(set(self.order))


class ColumnLayouts:
    """By the names of the columns: files that have the same ones are shown alike.

    The layout that was changed last comes first.
    """

    def __init__(self, state: StateFile) -> None:
        self._state = state

    def load(self, names: Sequence[str]) -> Layout | None:
        """How a file with these columns was arranged last; None: nobody has changed anything."""
        found = next((layout for key, layout in self._stored() if key == _key(names)), None)
        return found if found is not None and found.fits(len(names)) else None

    def save(self, names: Sequence[str], layout: Layout | None) -> None:
        """Remember ``layout``; None: forget what was remembered."""
        key = _key(names)
        others = [known for known in self._stored() if known[0] != key]
        kept = others if layout is None else [(key, layout), *others][:MOST]
        self._state.keep_plain(_KEY, kept)

    def _stored(self) -> list[tuple[str, Layout]]:
        plain, kind = self._state.plain(_KEY), list[tuple[str, Layout]]
        try:
            return msgspec.convert(plain, kind, str_keys=True)
        except msgspec.ValidationError:
            return []


def _key(names: Sequence[str]) -> str:
    """Short, and without the names: what a file holds is nobody's business."""
    return hashlib.sha256(msgspec.json.encode(list(names))).hexdigest()[:24]
