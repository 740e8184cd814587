"""Remembers the columns of a table from one start of the program to the next."""

from typing import Final

from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.state_file import StateFile

_KEY: Final = "vehicle_table/columns"


class ColumnMemory:
    """The layout by the names of the columns, so that it outlives a version with others."""

    def __init__(self, state: StateFile) -> None:
        self._state = state

    def load(self) -> ColumnLayout:
        """What was saved last; the usual columns, if nothing sensible was."""
        return ColumnLayout.from_plain(self._state.plain(_KEY))

    def save(self, layout: ColumnLayout) -> None:
        self._state.keep_plain(_KEY, layout.to_plain())
