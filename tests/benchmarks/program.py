"""The real program on a copy of a fleet, with somebody at it who can tell the time."""

import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from tests.benchmarks.screen import Screen
from vindesk.app.main import create
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.filter import Filter
from vindesk.services.assembly import Services, engine_limits
from vindesk.store.database import Database
from vindesk.ui.undo import UndoHistory
from vindesk.ui.vehicles.vehicle_table import VehicleTable

_PATIENCE_MS: Final = 120_000
_LEFT: Final = Qt.MouseButton.LeftButton
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_PLAIN: Final = Qt.KeyboardModifier.NoModifier
_SETTINGS: Final = "confirm_removal_above = 1000000000\nautomatic_backups = false\n"


def copy_of(fleet: Path, home: Path) -> Path:
    """A data folder of our own, of the present schema, in which no question is asked."""
    shutil.copytree(fleet, home)
    paths = Paths.under(home)
    limits = engine_limits(Settings(), paths)
    Database.open(paths.cache, limits, backups=paths.backups).close()
    shutil.rmtree(paths.backups, ignore_errors=True)
    paths.settings.write_text(_SETTINGS, "utf-8")
    return home


def arguments(home: Path) -> list[str]:
    """The command line: nothing leaves this machine."""
    return ["--data-dir", str(home), "--source", "embedded", "--vpic-url", "http://127.0.0.1:9/api"]


class Program:
    """A window that is open, and hands on its keys, mouse and scroll bars."""

    def __init__(self, home: Path) -> None:
        self.session = create(arguments(home))
        self.screen = Screen(self.table)
        self.limits = engine_limits(Settings(), Paths.under(home))
        self._random = Random(home.name)
        self._changes_before = 0
        self.history.changed.connect(self._take_change)

    @property
    def table(self) -> VehicleTable:
        return self.session.desk.table

    @property
    def history(self) -> UndoHistory:
        return self.session.desk.history

    @property
    def services(self) -> Services:
        """Those of the window."""
        return self.session.desk.services()

    # -- waiting ---------------------------------------------------------------

    def until(
        self, signal: SignalInstance, act: Callable[[], object], holds: Callable[[], bool]
    ) -> float:
        """The seconds from ``act`` to the first ``signal`` at which ``holds`` is true.

        Raises:
            TimeoutError: it never was.

        """
        loop, ended = QEventLoop(), list[float]()

        def look() -> None:
            if not ended and holds():
                ended.append(time.perf_counter())
                loop.quit()

        connection = signal.connect(look)
        patience = QTimer(singleShot=True, interval=_PATIENCE_MS)  # which goes when this returns
        patience.timeout.connect(loop.quit)
        patience.start()
        started = time.perf_counter()
        act()
        if not ended:
            loop.exec()
        self.screen.disconnect(connection)
        if not ended:
            raise TimeoutError(f"{signal} did not come")
        return ended[0] - started

    def until_seen(self, act: Callable[[], object], *, change: bool = True) -> float:
        """The seconds from ``act`` to the end of the paint that shows what came of it."""
        self.screen.expect(change=change)
        started = time.perf_counter()
        self.until(self.screen.seen, act, lambda: True)
        return self.screen.seen_at - started

    def until_quiet(self) -> None:
        """Until everything that was asked for is done."""
        timer = QTimer(interval=1)
        timer.start()
        self.until(timer.timeout, lambda: None, lambda: self.session.at_rest)

    def until_begun(self) -> None:
        """Until the first rows are seen and all is quiet."""
        self.until_seen(lambda: None, change=False)
        self.until_quiet()

    # -- hands -----------------------------------------------------------------

    def click_head(self, column: str) -> None:
        """Click on the head of a column; the first time this sorts by it, upwards."""
        view = self.table.view
        header = view.horizontalHeader()
        section = [column.key for column in view.columns].index(column)
        x = header.sectionViewportPosition(section) + header.sectionSize(section) // 2
        QTest.mouseClick(header.viewport(), _LEFT, _PLAIN, QPoint(x, header.height() // 2))

    def filter_by(self, wanted: Filter) -> None:
        self.table.filter_by(wanted)

    def jump(self, row: int) -> None:
        """Drag the scroll bar to a row."""
        self.table.view.verticalScrollBar().setValue(row)

    def some_row(self) -> int:
        """A row to jump to, by chance, other than the present one."""
        bar = self.table.view.verticalScrollBar()
        row = self._random.randrange(max(bar.maximum(), 1))
        return row + (row == bar.value())

    def click_row(self, row: int, *, shift: bool = False) -> None:
        """Scroll to a row and click on it."""
        view = self.table.view
        self.jump(row)
        place = view.visualRect(view.model().index(row, 0)).center()
        QTest.mouseClick(view.viewport(), _LEFT, _SHIFT if shift else _PLAIN, place)

    def select_first(self, count: int) -> None:
        """A click on the first row, and one with Shift on the last."""
        self.click_row(0)
        self.click_row(count - 1, shift=True)
        assert self.table.selected_count() == count

    def select_all(self) -> None:
        QTest.keyClick(self.table.view, Qt.Key.Key_A, _CTRL)

    def remove(self) -> None:
        QTest.keyClick(self.table.view, Qt.Key.Key_Delete)

    def undo(self) -> None:
        QTest.keyClick(self.table.view, Qt.Key.Key_Z, _CTRL)

    def page_down(self) -> None:
        QTest.keyClick(self.table.view, Qt.Key.Key_PageDown)

    @property
    def is_removed(self) -> bool:
        """Whether the last change that was committed is a removal, and nothing runs."""
        return self.history.undo_text is not None

    @property
    def is_undone(self) -> bool:
        return self.history.redo_text is not None

    @property
    def has_caught_up(self) -> bool:
        """Whether the rows were changed since the last change of the cache."""
        return self.screen.changes > self._changes_before

    def _take_change(self) -> None:
        """The table begins to follow just now, so it has not yet."""
        self._changes_before = self.screen.changes

    # -- the end ---------------------------------------------------------------

    def close(self) -> None:
        """End in order.

        Raises:
            AssertionError: the program had to say that something failed.

        """
        boxes = list(_boxes(QApplication.topLevelWidgets()))
        self.session.end()
        self.session.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not boxes, boxes


def _boxes(widgets: Iterable[object]) -> Iterable[str]:
    for widget in widgets:
        if isinstance(widget, QDialog) and widget.isVisible():
            yield f"{widget.objectName()}: {widget.property('text') or widget.windowTitle()}"
