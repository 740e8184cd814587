"""Copying the selected vehicles to the clipboard."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from vindesk.domain.fields import NO_DATA
from vindesk.ui.vehicles.vehicle_columns import VEHICLE_COLUMNS
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.wording import vehicles


class CopyController(QObject):
    """Copies rows as tab-separated text, which spreadsheets take; no data is left empty."""

    told = Signal(str)

    def __init__(self, table: VehicleTable) -> None:
        super().__init__(table)
        self._table = table

    def copy(self) -> None:
        self._table.with_selected_rows(lambda rows: self._put(rows, ()))

    def copy_with_headers(self) -> None:
        titles = tuple(column.title for column in VEHICLE_COLUMNS)
        self._table.with_selected_rows(lambda rows: self._put(rows, (titles,)))

    def _put(self, rows: Sequence[Sequence[str]], headers: Sequence[Sequence[str]]) -> None:
        cells = (("" if text == NO_DATA else text for text in row) for row in (*headers, *rows))
        QGuiApplication.clipboard().setText("\n".join(map("\t".join, cells)))
        self.told.emit(f"Copied {vehicles(len(rows))}.")
