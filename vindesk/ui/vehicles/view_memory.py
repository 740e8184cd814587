"""Remembers the order, the filter and the open facets from one start to the next."""

import logging
from collections.abc import Sequence
from typing import Final, Self, cast

from msgspec import Struct

from vindesk.store.sorts import Sort
from vindesk.ui.state_file import StateFile

log = logging.getLogger(__name__)

_KEY: Final = "vehicle_table/view"


class RememberedView(Struct, frozen=True):
    """What the user looked at; the filter as it was typed."""

    sorts: tuple[Sort, ...] = ()
    filter_text: str = ""
    open_facets: tuple[str, ...] | None = None
    """None: those that are open at first."""

    def to_plain(self) -> dict[str, object]:
        return {
            "sorts": [[sort.column, sort.descending] for sort in self.sorts],
            "filter": self.filter_text,
            "facets": self.open_facets,
        }

    @classmethod
    def from_plain(cls, plain: object) -> Self:
        """What ``to_plain`` gave; what makes no sense is left out."""
        said = cast("dict[str, object]", plain) if isinstance(plain, dict) else {}
        text, facets = said.get("filter"), said.get("facets")
        named = _listed(said.get("facets")) if isinstance(facets, list) else None
        return cls(
            sorts=tuple(_sorts(_listed(said.get("sorts")))),
            filter_text=text if isinstance(text, str) else "",
            open_facets=None if named is None else tuple(n for n in named if isinstance(n, str)),
        )


class ViewMemory:
    def __init__(self, state: StateFile) -> None:
        self._state = state

    def load(self) -> RememberedView:
        """What was saved last; the usual view, if nothing sensible was."""
        return RememberedView.from_plain(self._state.plain(_KEY))

    def save(self, view: RememberedView) -> None:
        self._state.keep_plain(_KEY, view.to_plain())


def _listed(value: object) -> Sequence[object]:
    return cast("list[object]", value) if isinstance(value, list) else ()


def _sorts(pairs: Sequence[object]) -> list[Sort]:
    """A column that this version does not have, or has no order, is no reason to fail."""
    found: list[Sort] = []
    for pair in map(_listed, pairs):
        match pair:
            case [str() as column, bool() as descending]:
                try:
                    found.append(Sort(column, descending))
                except ValueError as error:
                    log.info("Forgetting a sort: %s", error)
            case _:
                log.info("Forgetting a sort that cannot be read")
    return found
