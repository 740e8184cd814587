"""Somebody who looks at a vehicle table and uses it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.drawn_rows import LOADING
from vindesk.ui.vehicles.vehicle_table import VehicleTable

_TOGGLE = QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows


class Onlooker:
    def __init__(self, table: VehicleTable, runner: JobRunner, qtbot: QtBot) -> None:
        self.table, self.view, self._qtbot = table, table.view, qtbot
        self._runner = runner

    def after(self, act: Callable[[], object]) -> None:
        """Do something, and wait until everything that follows from it has been done."""
        act()
        self.wait()

    def wait(self) -> None:
        self._qtbot.waitUntil(lambda: not self._runner.busy)

    def text(self, row: int, column: int = 0) -> str:
        index = self.view.model().index(row, column)
        self._qtbot.waitUntil(lambda: index.data() != LOADING)
        return str(index.data())

    def vins(self) -> list[str]:
        return [self.text(row) for row in range(self.view.model().rowCount())]

    def toggle(self, rows: Sequence[int]) -> None:
        model = self.view.selectionModel()
        for row in rows:
            model.select(self.view.model().index(row, 0), _TOGGLE)

    def selected(self) -> set[str]:
        return {self.text(row) for part in self.view.selected_ranges() for row in part}

    def current(self) -> str:
        row = self.view.current_row()
        return "" if row is None else self.text(row)

    def top(self) -> str:
        return self.text(self.view.top_row())

    def go_to(self, row: int) -> None:
        model = self.view.selectionModel()
        index = self.view.model().index(row, 0)
        model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.view, key, modifier)
