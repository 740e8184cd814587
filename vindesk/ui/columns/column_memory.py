"""Remembers the columns of a table from one start of the program to the next."""

import json
import logging
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings

from vindesk.ui.columns.column_layout import ColumnLayout

log = logging.getLogger(__name__)

_KEY: Final = "vehicle_table/columns"


class ColumnMemory:
    """The layout by the names of the columns, so that it outlives a version with others.

    In the file of ``WindowState``, beside what is remembered of the window.
    """

    def __init__(self, file: Path) -> None:
        self._file = str(file)

    def load(self) -> ColumnLayout:
        """What was saved last; the usual columns, if nothing sensible was."""
        stored = QSettings(self._file, QSettings.Format.IniFormat).value(_KEY)
        if not isinstance(stored, str):
            return ColumnLayout()
        try:
            return ColumnLayout.from_plain(json.loads(stored))
        except (ValueError, RecursionError) as error:
            log.info("Forgetting the columns of the table: %s", error)
            return ColumnLayout()

    def save(self, layout: ColumnLayout) -> None:
        settings = QSettings(self._file, QSettings.Format.IniFormat)
        settings.setValue(_KEY, json.dumps(layout.to_plain()))
        settings.sync()
