"""A long table under the fingers: nothing crashes, nothing stalls, nothing wrong is shown."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QPushButton

from tests.e2e.conftest import User
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.services.assembly import engine_limits, utc_now
from vindesk.store.database import Database
from vindesk.ui.actions import ActionId
from vindesk.ui.paging.drawn_rows import LOADING
from vindesk.ui.paging.paged_table_view import PagedTableView

ROWS = 100_000
STEPS = 500
MANY_STEPS = 10_000
"""PySide6 6.12 on Python 3.11 aborts after about 3,200."""


def fill(folder: Path) -> None:
    """A cache of many vehicles, written by the database itself: only the table is on trial."""
    paths = Paths.under(folder)
    database = Database.open(
        paths.cache, engine_limits(Settings(), paths), backups=paths.backups, clock=utc_now
    )
    now = datetime.now(UTC).replace(tzinfo=None)
    with database.transaction() as cursor:
        cursor.execute(
            "INSERT INTO vehicle (vin, make, model, model_year, source, fetched_at, added_at,"
            " quality, seq)"
            " SELECT format('1XPWD40X{:09d}', n), 'MAKE ' || n % 97, NULL, 1981 + n % 45,"
            " 'embedded', ?, ?, 'partial', n + 1 FROM range(?) t(n)",
            [now, now, ROWS],
        )
    database.close()


def vin_at(row: int) -> str:
    """What must stand in a row: the newest is first."""
    return f"1XPWD40X{ROWS - 1 - row:09d}"


_PACE_MS = 2


class Scroller(QObject):
    """Scrolls and paints a step every other millisecond, and reads what is shown.

    That is eight times as often as a screen shows it. Without any pause what reads the rows
    would get as much of Python's lock as the machine happens to leave.

    Nine steps in ten go on a little, as a wheel does; the tenth jumps, as a drag does.
    """

    def __init__(self, table: PagedTableView, most: int, parent: QObject) -> None:
        super().__init__(parent)
        self._most = most
        self.steps = 0
        self.right = 0
        self.wrong: list[str] = []
        self._table = table
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._timer.start(_PACE_MS)

    @Slot()
    def _step(self) -> None:
        bar = self._table.verticalScrollBar()
        jump = self.steps % 10 == 0
        place = (self.steps * 7919) % bar.maximum() if jump else bar.value() + 3
        bar.setValue(min(place, bar.maximum()))
        self._table.viewport().repaint()
        model = self._table.model()
        for row in self._table.rows_in_view():
            text = model.index(row, 0).data()
            self.right += text == vin_at(row)
            if text not in {vin_at(row), LOADING}:
                self.wrong.append(f"{text} in row {row}")
        self.steps += 1
        if self.steps == self._most:
            self._timer.stop()


@pytest.mark.parametrize("steps", [STEPS, pytest.param(MANY_STEPS, marks=pytest.mark.long)])
def test_thousands_of_steps_through_a_hundred_thousand_rows(
    start: Callable[..., User], tmp_path: Path, steps: int
) -> None:
    fill(tmp_path / "data")
    user = start()
    table, model = user.table, user.table.model()
    user.until(lambda: model.rowCount() == ROWS)
    user.window.details_dock.hide()
    user.window.setMinimumSize(0, 0)
    user.window.resize(420, 280)  # every visible cell is painted at each step
    scroller = Scroller(table, steps, user.session)
    user.until(lambda: scroller.steps == steps, 300_000)
    assert scroller.wrong == []
    assert scroller.right > steps  # most steps showed rows that had come, not placeholders

    user.qtbot.keyClick(table, Qt.Key.Key_End)
    user.until(lambda: model.index(ROWS - 1, 0).data() == vin_at(ROWS - 1))
    user.qtbot.keyClick(table, Qt.Key.Key_Home)
    user.until(lambda: table.top_row() == 0)
    user.until_quiet()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_all_of_a_long_table_is_removed_and_brought_back(
    start: Callable[..., User], tmp_path: Path
) -> None:
    fill(tmp_path / "data")
    user = start()
    table, model = user.table, user.table.model()
    user.until(lambda: model.rowCount() == ROWS)
    user.press(ActionId.SELECT_ALL)
    user.qtbot.keyClick(table, Qt.Key.Key_Delete)
    confirm = user.window.findChild(QPushButton, "confirm_removal")
    assert confirm is not None, "so many are not removed without a question"
    user.qtbot.mouseClick(confirm, Qt.MouseButton.LeftButton)
    user.until(lambda: user.status.replace(",", "").startswith("Removed 100000 vehicles"), 30_000)
    user.until_quiet()
    assert model.rowCount() == 0
    user.session.desk.history.undo()
    user.until(lambda: user.status.replace(",", "") == "Brought 100000 vehicles back.", 30_000)
    user.until_quiet()
    assert model.rowCount() == ROWS
    user.until(lambda: model.index(0, 0).data() == vin_at(0))
