"""The least a window with a table can be: to the first paint, and in memory.

``python -m tests.benchmarks.bare_window ROWS``; it imports next to nothing else.
"""

import sys
import time
from statistics import median

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from typing_extensions import override

_COLUMNS = 8
_ROWS = 10_000
_REPAINTS = 25
_Index = QModelIndex | QPersistentModelIndex


class _Numbers(QAbstractTableModel):
    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else self._rows

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else _COLUMNS

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return f"{index.row()}" if role == Qt.ItemDataRole.DisplayRole else None


class _Window(QMainWindow):
    painted_at = 0.0

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.painted_at:
            QTimer.singleShot(0, self, self._end)  # the children are painted first
            self.painted_at = 1.0

    def _end(self) -> None:
        self.painted_at = time.monotonic()
        QApplication.exit(0)


def repaint_ms(width: int, height: int) -> float:
    """What one repaint of other rows costs the thread, in ms: the measure of a machine."""
    table, model = QTableView(), _Numbers(_ROWS)
    table.setModel(model)
    table.resize(width, height)
    table.show()
    QApplication.processEvents()  # now it is on the screen
    took_ms: list[float] = []
    for row in range(0, _ROWS, _ROWS // _REPAINTS):
        table.verticalScrollBar().setValue(row)
        started = time.thread_time()
        table.viewport().repaint()
        took_ms.append((time.thread_time() - started) * 1e3)
    table.close()
    table.deleteLater()
    return median(took_ms)


def main(rows: int) -> None:
    imported = time.monotonic()
    application = QApplication([])
    application.setStyle("Fusion")
    window, model = _Window(), _Numbers(rows)
    table = QTableView()
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1280, 800)
    window.show()
    application.exec()
    sys.stdout.write(f'{{"imported": {imported}, "window": {window.painted_at}}}\n')


if __name__ == "__main__":
    main(int(sys.argv[1]))
