"""A table of a million rows on the screen, and a hand at the mouse."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView
from vindesk.ui.paging.row_cache import Row

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
MILLION = 1_000_000
COLUMNS = (
    Column("vin", "VIN", Look.CODE, width=225),
    *(Column(f"c{number}", f"Column {number}", width=200) for number in range(1, 12)),
)


class Counted:
    """Rows that say where they stand; it remembers which were asked for."""

    def __init__(self, columns: Sequence[Column], row_count: int) -> None:
        self.row_count = row_count
        self.asked: list[int] = []
        self._columns = columns

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        self.asked.append(start)
        rows = range(start, min(start + size, self.row_count))
        return [tuple(f"{column.key} {row}" for column in self._columns) for row in rows]


def fill(
    view: PagedTableView, columns: Sequence[Column] = COLUMNS, row_count: int = MILLION
) -> Counted:
    snapshot = Counted(columns, row_count)
    model = view.model()
    assert isinstance(model, PagedTableModel)
    model.show(snapshot, columns)
    return snapshot


def on_screen(qtbot: QtBot, runner: JobRunner, width: int = 600) -> PagedTableView:
    """An empty table that a person looks at."""
    view = PagedTableView(PagedTableModel(runner))
    view.model().setParent(view)
    qtbot.addWidget(view)
    view.resize(width, 400)
    view.show()
    qtbot.waitExposed(view)
    view.setFocus()
    return view


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Press, move there in two steps, and let go."""
    QTest.mouseMove(widget, start)
    QTest.mousePress(widget, LEFT, NONE, start)
    QTest.mouseMove(widget, (start + end) / 2)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, LEFT, NONE, end)
