"""Copying rows: what stands on the clipboard, and that nothing stands still meanwhile."""

import threading
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.e2e.watchdog import Watchdog
from vindesk.domain.errors import CacheDamaged
from vindesk.domain.fields import NO_DATA
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.ui.paging.columns import Column
from vindesk.ui.vehicles.copying import CopyController

pytestmark = pytest.mark.usefixtures("american")

COLUMNS = tuple(Column(key, key.title()) for key in ("vin", "make", "model", "doors"))
LONGEST_STALL_MS = 250


class Rows:
    """So many rows that say their own number, and on which thread they were asked for."""

    columns = COLUMNS

    def __init__(self, *ranges: range) -> None:
        self.ranges = ranges
        self.cells: Sequence[str] = ("KENWORTH", "T680", NO_DATA)
        self.gate: threading.Event | None = None
        self.asked: list[range] = []
        self.on_gui_thread: list[bool] = []
        self.error: Exception | None = None

    @property
    def count(self) -> int:
        return sum(map(len, self.ranges))

    def rows(self, part: range, monitor: Monitor) -> Sequence[Sequence[str]]:
        self.asked.append(part)
        self.on_gui_thread.append(threading.current_thread() is threading.main_thread())
        if self.error is not None:
            raise self.error
        if self.gate is not None and len(self.asked) == 2:
            with monitor.stopping_with(self.gate.set):
                self.gate.wait()
        return [(_vin(row), *self.cells) for row in part]

    def vins(self, monitor: Monitor) -> Sequence[str]:
        return [_vin(row) for part in self.ranges for row in part]


def _vin(row: int) -> str:
    return f"1XPWD40X1E{row:07d}"


class Table:
    """What is selected in it, the test says."""

    def __init__(self, rows: Rows | None = None) -> None:
        self.rows = rows

    def selected(self) -> Rows | None:
        return self.rows


@pytest.fixture
def owner(qapp: object) -> Iterator[QObject]:
    QGuiApplication.clipboard().setText("as it was")
    yield QObject()
    QGuiApplication.clipboard().clear()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def controller(
    rows: Rows | None, runner: JobRunner, owner: QObject, **options: int
) -> tuple[CopyController, list[str]]:
    copying = CopyController(Table(rows), runner, owner, **options)
    told: list[str] = []
    for signal in (copying.told, copying.under_way):
        signal.connect(told.append)
    return copying, told


# -- what is copied -------------------------------------------------------------------


def test_rows_are_copied_as_tab_separated_text_with_nothing_for_no_data(
    inline_runner: JobRunner, owner: QObject
) -> None:
    copying, told = controller(Rows(range(3, 5), range(9, 10)), inline_runner, owner)
    copying.copy()
    assert clipboard() == "\n".join(f"{_vin(n)}\tKENWORTH\tT680\t" for n in (3, 4, 9))
    assert told == ["Copied 3 vehicles."]
    assert QGuiApplication.clipboard().mimeData().hasText()


def test_a_text_that_only_looks_like_no_data_is_copied(
    inline_runner: JobRunner, owner: QObject
) -> None:
    rows = Rows(range(1))
    rows.cells = (NO_DATA.encode().decode(), NO_DATA)
    copying, _ = controller(rows, inline_runner, owner)
    copying.copy()
    assert clipboard() == f"{_vin(0)}\t—\t"


def test_the_headers_are_those_of_the_screen(inline_runner: JobRunner, owner: QObject) -> None:
    copying, _ = controller(Rows(range(1)), inline_runner, owner)
    copying.copy_with_headers()
    assert clipboard() == f"Vin\tMake\tModel\tDoors\n{_vin(0)}\tKENWORTH\tT680\t"


def test_vins_are_copied_one_a_line(inline_runner: JobRunner, owner: QObject) -> None:
    copying, told = controller(Rows(range(1500)), inline_runner, owner)
    copying.copy_vins()
    assert clipboard() == "\n".join(map(_vin, range(1500)))
    assert told[-1] == "Copied 1,500 VINs."


def test_no_cell_breaks_its_row(inline_runner: JobRunner, owner: QObject) -> None:
    rows = Rows(range(1))
    rows.cells = ("tab\there", '"Long" cab', "two\nlines, עברית, \N{DELIVERY TRUCK}")
    copying, _ = controller(rows, inline_runner, owner)
    copying.copy()
    assert clipboard() == (
        f'{_vin(0)}\ttab here\t"""Long"" cab"\ttwo lines, עברית, \N{DELIVERY TRUCK}'
    )


def test_where_nothing_is_selected_nothing_is_copied(
    inline_runner: JobRunner, owner: QObject
) -> None:
    copying, told = controller(None, inline_runner, owner)
    copying.copy()
    copying.copy_with_headers()
    copying.copy_vins()
    copying.cancel()
    assert (clipboard(), told) == ("as it was", [])


# -- what goes wrong ------------------------------------------------------------------


def test_too_much_for_a_clipboard_is_refused_in_a_sentence(
    inline_runner: JobRunner, owner: QObject
) -> None:
    copying, told = controller(Rows(range(5_000)), inline_runner, owner, most_bytes=100_000)
    copying.copy()
    assert clipboard() == "as it was"
    assert told == [
        (
            "5,000 vehicles are too much to copy: a clipboard gets at most 100.0 kB here. "
            "Nothing was copied; select fewer, or export them."
        )
    ]


def test_a_failure_of_the_cache_is_told_and_the_clipboard_stays(
    inline_runner: JobRunner, owner: QObject
) -> None:
    rows = Rows(range(3))
    rows.error = CacheDamaged("A page is gone.")
    copying, _ = controller(rows, inline_runner, owner)
    failures: list[Exception] = []
    copying.failed.connect(failures.append)
    copying.copy()
    assert failures == [rows.error]
    assert clipboard() == "as it was"


# -- while it goes on -----------------------------------------------------------------


def test_what_takes_long_is_told_of_and_can_be_cancelled(
    qtbot: QtBot, threaded_runner: JobRunner, owner: QObject
) -> None:
    rows = Rows(range(100_000))
    rows.gate = threading.Event()
    copying, told = controller(rows, threaded_runner, owner, patience_ms=0)
    copying.copy()
    qtbot.waitUntil(lambda: told == ["Copying 100,000 vehicles… 1 %. Escape cancels."])
    copying.cancel()
    assert told[1:] == ["Nothing was copied."]
    with qtbot.waitSignal(threaded_runner.idle):
        pass
    assert clipboard() == "as it was"
    assert rows.asked == [range(1_000), range(1_000, 2_000)]


def test_what_is_quick_says_only_that_it_is_done(
    qtbot: QtBot, threaded_runner: JobRunner, owner: QObject
) -> None:
    copying, told = controller(Rows(range(2_000)), threaded_runner, owner, patience_ms=60_000)
    copying.copy()
    qtbot.waitUntil(lambda: told == ["Copied 2,000 vehicles."])


def test_a_second_copy_takes_the_place_of_the_first(
    qtbot: QtBot, threaded_runner: JobRunner, owner: QObject
) -> None:
    table = Table(Rows(range(100_000)))
    assert table.rows is not None
    table.rows.gate = threading.Event()
    copying = CopyController(table, threaded_runner, owner)
    told: list[str] = []
    for signal in (copying.told, copying.under_way):
        signal.connect(told.append)
    copying.copy()
    table.rows = Rows(range(1))
    copying.copy_vins()
    qtbot.waitUntil(lambda: told == ["Copied 1 VIN."])
    assert clipboard() == _vin(0)


def test_a_copy_waits_neither_for_a_count_nor_for_a_file_that_is_opened(
    qtbot: QtBot, threaded_runner: JobRunner, owner: QObject
) -> None:
    counted = threading.Event()
    threaded_runner.start(Job("count", lambda _monitor: counted.wait(10)), Lane.COUNTS)
    copying, told = controller(Rows(range(1)), threaded_runner, owner)
    copying.copy()
    qtbot.waitUntil(lambda: told == ["Copied 1 vehicle."])
    counted.set()


def test_copying_100_000_rows_does_not_hold_the_window_up(
    qtbot: QtBot, threaded_runner: JobRunner, owner: QObject
) -> None:
    rows = Rows(range(100_000))
    rows.cells = ("KENWORTH", "T680", NO_DATA, "2021", "Truck-Tractor", "Truck", "Decoded", "vPIC")
    copying, told = controller(rows, threaded_runner, owner)
    watchdog = Watchdog(owner)
    copying.copy_with_headers()
    qtbot.waitUntil(lambda: told[-1:] == ["Copied 100,000 vehicles."], timeout=30_000)
    watchdog.stop()
    assert watchdog.longest_ms < LONGEST_STALL_MS
    assert not any(rows.on_gui_thread)
    assert max(map(len, rows.asked)) == 1_000
    text = clipboard()
    assert text.count("\n") == 100_000
    assert text.endswith(
        f"{_vin(99_999)}\tKENWORTH\tT680\t\t2021\tTruck-Tractor\tTruck\tDecoded\tvPIC"
    )
