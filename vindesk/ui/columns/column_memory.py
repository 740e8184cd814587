"""Remembers the columns of a table from one start of the program to the next."""

import logging
from typing import Final

import msgspec

from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.state_file import StateFile

log = logging.getLogger(__name__)

_KEY: Final = "vehicle_table/columns"


class ColumnMemory:
    """The layout by the names of the columns, so that it outlives a version with others."""

    def __init__(self, state: StateFile) -> None:
        self._state = state

    def load(self) -> ColumnLayout:
        """What was saved last; the usual columns, if nothing sensible was."""
        stored = self._state.value(_KEY)
        if not isinstance(stored, str):
            return ColumnLayout()
        try:
            return ColumnLayout.from_plain(msgspec.json.decode(stored))
        except (ValueError, RecursionError) as error:
            log.info("Forgetting the columns of the table: %s", error)
            return ColumnLayout()

    def save(self, layout: ColumnLayout) -> None:
        self._state.keep({_KEY: msgspec.json.encode(layout.to_plain()).decode()})
