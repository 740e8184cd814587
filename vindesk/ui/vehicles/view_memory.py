"""Remembers the order, the filter and the open facets from one start to the next."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, cast

from PySide6.QtCore import QSettings

from vindesk.store.sorts import Sort

log = logging.getLogger(__name__)

_KEY: Final = "vehicle_table/view"


@dataclass(frozen=True, slots=True)
class RememberedView:
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
    """In the file of ``WindowState``, beside what is remembered of the columns."""

    def __init__(self, file: Path) -> None:
        self._file = str(file)
        self._saved: RememberedView | None = None

    def load(self) -> RememberedView:
        """What was saved last; the usual view, if nothing sensible was."""
        stored = QSettings(self._file, QSettings.Format.IniFormat).value(_KEY)
        if not isinstance(stored, str):
            return RememberedView()
        try:
            self._saved = RememberedView.from_plain(json.loads(stored))
        except (ValueError, RecursionError) as error:
            log.info("Forgetting the view of the table: %s", error)
            return RememberedView()
        return self._saved

    def save(self, view: RememberedView) -> None:
        if view == self._saved:
            return
        self._saved = view
        settings = QSettings(self._file, QSettings.Format.IniFormat)
        settings.setValue(_KEY, json.dumps(view.to_plain()))
        settings.sync()


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
