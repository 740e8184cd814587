"""A Parquet file of ten million rows in a window, and by DuckDB alone; times in seconds.

``python -m tests.benchmarks.parquet FILE ROWS``; the file is made if it is not there.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Final

import duckdb
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from tests.benchmarks.child import answer
from tests.benchmarks.memory import Phases
from vindesk.jobs.runner import JobRunner, threaded_lanes
from vindesk.store.engine import EngineLimits
from vindesk.ui.failures import ToldBugs
from vindesk.ui.paging.drawn_rows import LOADING
from vindesk.ui.parquet.column_layouts import ColumnLayouts
from vindesk.ui.parquet.parquet_controller import ParquetController
from vindesk.ui.parquet.parquet_window import ParquetWindow
from vindesk.ui.parquet.recent_files import RecentFiles
from vindesk.ui.parquet.viewer_memory import ViewerMemory
from vindesk.ui.state_file import StateFile

ROUNDS: Final = 5
_COLUMNS: Final = 20
_PATIENCE_MS: Final = 120_000
_KINDS: Final = (
    "CAST(hash(i * {k} + 7) % 100000 AS INTEGER) AS n{k}",
    "'text ' || (hash(i * {k}) % 5000) AS s{k}",
    "(hash(i + {k}) % 1000000) / 100.0::DOUBLE AS d{k}",
)


def make(path: Path, rows: int) -> None:
    columns = ", ".join(_KINDS[k % 3].format(k=k) for k in range(1, _COLUMNS))
    duckdb.connect().execute(
        f"COPY (SELECT i AS id, {columns} FROM range(?) AS r(i)) TO ? (ROW_GROUP_SIZE 122880)",
        [rows, str(path)],
    )


def bare(path: Path) -> dict[str, float]:
    """DuckDB alone, warm: the count and the first rows; a sort; a filter."""
    started = time.perf_counter()
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "1GiB"})
    connecting = time.perf_counter() - started
    source = "FROM read_parquet(?)"
    asked = {
        "first": (f"SELECT count(*) {source}", f"SELECT * {source} LIMIT 500"),
        "filter": (f"SELECT count(*) {source} WHERE contains(lower(s1), 'text 49')",),
    }

    def took(queries: tuple[str, ...]) -> float:
        started = time.perf_counter()
        for query in queries:
            connection.execute(query, [str(path)]).fetchall()
        return time.perf_counter() - started

    def sort() -> float:
        started = time.perf_counter()
        order = f"SELECT file_row_number {source} ORDER BY n3, file_row_number"
        connection.sql(order, params=[str(path)]).to_arrow_table()
        return time.perf_counter() - started

    times = {name: min(took(queries) for _ in range(ROUNDS)) for name, queries in asked.items()}
    return times | {"connect": connecting, "sort": min(sort() for _ in range(2))}


class _FirstSight(QObject):
    """Notes when the paint has ended that was the first with every row in view."""

    def __init__(self, window: ParquetWindow, is_complete: Callable[[], bool]) -> None:
        super().__init__(window)
        self._is_complete = is_complete
        self._coming = False
        self.at: float | None = None
        window.view.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._coming and self._is_complete():
            self._coming = True
            soon = Qt.EventPriority.HighEventPriority  # the next thing after the whole window
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), soon.value)
        return False

    @override
    def customEvent(self, event: QEvent) -> None:
        self.at = time.perf_counter()


class Desk:
    """The program as far as Parquet windows need it, and somebody who waits for a paint."""

    def __init__(self, folder: Path) -> None:
        self._application = QApplication.instance() or QApplication([])
        self._runner = JobRunner(threaded_lanes())
        self._parent = QWidget()
        limits = EngineLimits(memory_mb=1024, threads=2, temporary=folder / "temporary")
        state = StateFile(folder / "state.ini")
        memory = ViewerMemory(RecentFiles(state), ColumnLayouts(state))
        self._files = ParquetController(limits, self._runner, self._parent, ToldBugs(), memory)
        self.windows: list[ParquetWindow] = []
        self._files.made.connect(self.windows.append)

    def wait(self, seen: Callable[[], bool]) -> None:
        if seen():
            return
        loop, looking = QEventLoop(), QTimer(interval=1)
        looking.timeout.connect(lambda: loop.quit() if seen() else None)
        looking.start()
        patience = QTimer(singleShot=True, interval=_PATIENCE_MS)  # which goes when this returns
        patience.timeout.connect(loop.quit)
        patience.start()
        loop.exec()
        assert seen(), "it did not come"

    def open(self, path: Path) -> float:
        """Seconds until the first rows are painted in a window of their own."""
        sights: list[_FirstSight] = []

        def look(window: ParquetWindow) -> None:
            sights.append(_FirstSight(window, self._is_complete))

        self._files.made.connect(look)
        started = time.perf_counter()
        self._files.open(path)
        self.wait(lambda: bool(sights) and sights[0].at is not None)
        self._files.made.disconnect(look)
        assert sights[0].at is not None
        return sights[0].at - started

    @property
    def window(self) -> ParquetWindow:
        return self.windows[-1]

    def until_painted(self, act: Callable[[], object], holds: Callable[[], bool]) -> float:
        started = time.perf_counter()
        act()
        self.wait(holds)
        return self._painted(started)

    def _painted(self, started: float) -> float:
        self.wait(self._is_complete)
        self.window.view.viewport().repaint()
        return time.perf_counter() - started

    def _is_complete(self) -> bool:
        view, model = self.window.view, self.window.view.model()
        rows = view.rows_in_view()
        ends = view.columnAt(0), view.columnAt(view.viewport().width() - 1)
        cells = (model.index(row, max(column, 0)) for row in rows for column in ends)
        return bool(rows) and all(not str(cell.data()).startswith(LOADING) for cell in cells)

    def rest(self) -> None:
        self.wait(lambda: not self._runner.busy)

    def close(self) -> None:
        self._files.close_all()
        self.rest()
        self._runner.shut_down()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.windows.clear()


def main(path: Path, rows: int) -> None:
    if not path.exists():
        make(path, rows)
    found: dict[str, object] = {"bare": bare(path)}
    desk, phases = Desk(path.parent), Phases()
    phases.end("DuckDB alone")
    desk.open(path)
    desk.rest()
    phases.end("first rows")
    times = {"first": [desk.open(path) for _ in range(ROUNDS)]}
    for window in desk.windows[:-1]:
        window.close()
    desk.rest()
    window, table = desk.window, desk.window.table
    bar = window.view.verticalScrollBar()
    times["end"] = [
        desk.until_painted(lambda to=to: bar.setValue(to), lambda: True)
        for to in (bar.maximum(), bar.maximum() // 2, bar.maximum() // 3)
    ]
    phases.end("jumps")
    counts: list[int] = []
    table.counted.connect(lambda shown, _total: counts.append(shown))
    heads = window.view.heads

    def changed() -> Callable[[], bool]:
        before = len(counts)
        return lambda: len(counts) > before

    times["sort"] = [
        desk.until_painted(lambda: heads.request_sort(3, extend=False), changed()) for _ in range(2)
    ]
    phases.end("sort")
    times["sorted page"] = [
        desk.until_painted(lambda to=to: bar.setValue(to), lambda: True)
        for to in (bar.maximum(), bar.maximum() // 2, bar.maximum() // 3)
    ]
    phases.end("jumps in the sorted table")
    desk.until_painted(lambda: table.sort_by(()), changed())

    def filter_by(text: str) -> None:
        window.bar.filter.setText(text)
        window.bar.apply()

    times["filter"] = [
        desk.until_painted(lambda: filter_by('s1:"text 49"'), changed()),
    ]
    phases.end("filter")
    desk.close()
    found |= {name: median(each) for name, each in times.items()}
    answer(found | {"phases": phases.found})


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
