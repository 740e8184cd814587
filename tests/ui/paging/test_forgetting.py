import threading
from collections.abc import Sequence

from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.columns import Column
from vindesk.ui.paging.drawn_rows import LOADING
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.row_cache import Row


class SlowSnapshot:
    """Rows that come when the gate opens, or fail then."""

    row_count = 1_000

    def __init__(self, error: Exception | None) -> None:
        self.gate = threading.Event()
        self.asked: list[int] = []
        self._error = error

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        self.asked.append(start)
        self.gate.wait()
        if self._error is not None:
            raise self._error
        return [("1XPWD40X1ED215307",)] * size


def test_a_table_that_is_about_to_go_hears_of_no_page_and_asks_for_none(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    for error in (None, OSError("it was closed")):
        model = PagedTableModel(threaded_runner)
        snapshot = SlowSnapshot(error)
        model.show(snapshot, [Column("vin", "VIN")])
        arrived, failed = QSignalSpy(model.dataChanged), QSignalSpy(model.load_failed)
        assert model.index(0, 0).data() == LOADING

        model.forget()
        assert model.index(999, 0).data() == LOADING
        with qtbot.waitSignal(threaded_runner.idle):
            snapshot.gate.set()

        assert arrived.count() == failed.count() == 0
        assert snapshot.asked in ([0], [])
