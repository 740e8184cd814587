import random
import threading
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from vindesk.domain.errors import CacheDamaged
from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.columns import Column, Look
from vindesk.ui.paging.drawn_rows import AIR, LOADING
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.row_cache import Row, RowCache

COLUMNS = (Column("vin", "VIN", Look.CODE), Column("year", "Year", Look.NUMBER))


class Numbers:
    """Rows that say their own number; ``gate`` holds them back, ``asked`` remembers them."""

    def __init__(self, row_count: int, *, open_gate: bool = True) -> None:
        self.row_count = row_count
        self.asked: list[int] = []
        self.gate = threading.Event()
        self.failing = False
        if open_gate:
            self.gate.set()

    def rows(self, start: int, size: int, monitor: Monitor) -> Sequence[Row]:
        self.asked.append(start)
        self.gate.wait()
        if self.failing:
            raise CacheDamaged("a page is gone")
        return [(f"row {n}", f"{n}") for n in range(start, min(start + size, self.row_count))]


def test_rows_arrive_when_asked_for(qtbot: QtBot, threaded_runner: JobRunner) -> None:
    model = PagedTableModel(threaded_runner)
    model.show(Numbers(1_000), COLUMNS)

    with qtbot.waitSignal(model.dataChanged):
        assert model.index(999, 0).data() == LOADING

    assert model.index(999, 0).data() == "row 999"
    assert model.index(999, 1).data() == f"999{AIR}", "a number does not touch its neighbour"


def test_the_model_obeys_qt(qtbot: QtBot, threaded_runner: JobRunner) -> None:
    model = PagedTableModel(threaded_runner)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for count in (0, 1, 600, 3):
        model.show(Numbers(count), COLUMNS)
        assert tester.model() is model
    with qtbot.waitSignal(model.dataChanged):
        model.index(0, 0).data()


def test_dragging_asks_for_where_it_stops(qtbot: QtBot, threaded_runner: JobRunner) -> None:
    source = Numbers(1_000_000, open_gate=False)
    model = PagedTableModel(threaded_runner)
    model.show(source, COLUMNS)

    for row in range(0, 1_000_000, 10_000):
        assert model.index(row, 0).data() == LOADING
    with qtbot.waitSignal(threaded_runner.idle):
        source.gate.set()

    size = model.page_size
    assert [start // size for start in source.asked] == [0, 990_000 // size, 980_000 // size]
    assert model.index(990_000, 0).data() == "row 990000"


def test_a_late_answer_to_an_old_question_is_dropped(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    slow = Numbers(500, open_gate=False)
    model = PagedTableModel(threaded_runner)
    model.show(slow, COLUMNS)
    assert model.index(0, 0).data() == LOADING
    model.show(Numbers(2), COLUMNS, {0: [("new 0", "0"), ("new 1", "1")]})
    with qtbot.waitSignal(threaded_runner.idle):
        slow.gate.set()

    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["new 0", "new 1"]


def test_a_page_that_fails_is_told_once_and_not_asked_again(
    qtbot: QtBot, threaded_runner: JobRunner
) -> None:
    source = Numbers(500)
    source.failing = True
    model = PagedTableModel(threaded_runner)
    model.show(source, COLUMNS)
    with qtbot.waitSignal(threaded_runner.idle), qtbot.waitSignal(model.load_failed) as failed:
        model.index(0, 0).data()
    assert failed.args is not None
    assert isinstance(failed.args[0], CacheDamaged)
    for _repaint in range(10):
        assert model.index(0, 0).data() == "not read"
    assert not threaded_runner.busy
    assert source.asked == [0]


def test_numbers_are_right_aligned_and_headers_agree(inline_runner: JobRunner) -> None:
    model = PagedTableModel(inline_runner)
    model.show(Numbers(1), COLUMNS)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    role = Qt.ItemDataRole.TextAlignmentRole
    assert model.index(0, 1).data(role) == right
    assert model.headerData(1, Qt.Orientation.Horizontal, role) == right
    assert model.headerData(0, Qt.Orientation.Horizontal) == "VIN"
    assert model.headerData(4, Qt.Orientation.Vertical) == "5"
    assert model.headerData(9, Qt.Orientation.Horizontal) is None


def test_each_cell_speaks_for_itself_where_all_are_read(
    inline_runner: JobRunner, by_cells: None
) -> None:
    model = PagedTableModel(inline_runner)
    model.show(Numbers(1), COLUMNS)
    model.index(0, 0).data()
    role = Qt.ItemDataRole.AccessibleTextRole
    assert [model.index(0, column).data(role) for column in (0, 1)] == ["row 0", "0"]


def test_the_first_cell_speaks_for_the_row(inline_runner: JobRunner, by_rows: None) -> None:
    model = PagedTableModel(inline_runner)
    model.show(Numbers(1), COLUMNS)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(0, 0).data(role) == "Loading"
    model.index(0, 0).data()
    assert model.index(0, 0).data(role) == "VIN row 0, Year 0"
    assert model.index(0, 1).data(role) == "0"


@pytest.mark.parametrize("seed", range(20))
def test_the_cache_is_a_part_of_the_rows_whatever_is_asked(seed: int) -> None:
    rng = random.Random(seed)
    cache = RowCache(page_size=7, most_pages=4)
    for _step in range(300):
        row = rng.randrange(200)
        number = cache.page_of(row)
        if cache.get(row) is None:
            assert not cache.has(number)
            cache.put(number, [(f"{number * 7 + n}",) for n in range(7)])
        assert cache.get(row) == (f"{row}",)
        assert sum(map(cache.has, range(30))) <= 4
        if rng.random() < 0.02:
            cache.clear()
            assert cache.get(row) is None
