"""Somebody who uses the window for an hour, and does all that one does there, by chance.

``python -m tests.long.long_use FOLDER SEED SECONDS``
"""

import ctypes
import gc
import random
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Final, TypeVar

import ultravin
from PySide6.QtCore import QDeadlineTimer, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from tests.benchmarks.bare_window import repaint_ms
from tests.benchmarks.child import answer
from tests.benchmarks.program import Program
from tests.benchmarks.stalls import Stalls
from tests.exporting import export_every_vehicle
from vindesk.app.main import end
from vindesk.config.paths import Paths
from vindesk.config.settings import Appearance
from vindesk.store.database import Database
from vindesk.ui.actions import ActionId
from vindesk.ui.importing.import_dialog import ImportDialog
from vindesk.ui.jobs_panel.jobs_panel import JobsPanel

VINS: Final = 3_000
_WARM: Final = 0.3
"""The part of the time after which nothing may grow any more."""

_SAMPLES: Final = 12
_LARGEST: Final = (1920, 1080)
_BARE_EVERY_S: Final = 60
"""The machine may be three times as fast at one time as at another."""

_UNTIL_SHOWN_MS: Final = 3_000
_IMPORTS: Final = 8
_SETTINGS: Final = "confirm_removal_above = 1000000\nmemory_limit_mb = 128\n"
_SORTABLE: Final = ("make", "model", "model_year", "body_class", "vin")
_FILTERS: Final = (
    "kenworth", "make:peterbilt", "year:1995-2010", "quality:doubtful", "-make:kenworth",
    "model:empty", "import:list", "nothing:here", "year:",
)  # fmt: skip
Q = TypeVar("Q", bound=QWidget)
_NOT_SAID: Final = "This plugin does not support propagateSizeHints"


class Trouble:
    """What nobody should have to hear: of Qt, of Python, of the program."""

    def __init__(self) -> None:
        self.heard: Counter[str] = Counter()
        warnings.simplefilter("always")
        warnings.showwarning = self._take_warning
        qInstallMessageHandler(self._take_message)

    def _take_message(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and _NOT_SAID not in text:
            self.heard[f"Qt: {text}"] += 1

    def _take_warning(self, message: Warning | str, *_rest: object) -> None:
        self.heard[f"Python: {message}"] += 1

    def stop(self) -> None:
        """When there is nobody to listen any more: Qt speaks to the very end."""
        qInstallMessageHandler(None)

    def read_log(self, logs: Path) -> None:
        for file in logs.glob("*.log*"):
            for line in file.read_text("utf-8", "replace").splitlines():
                if " ERROR " in line or " CRITICAL " in line or "Traceback" in line:
                    self.heard[f"log: {line}"] += 1


class _Heap(ctypes.Structure):
    """``struct mallinfo2`` of glibc."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd",
            "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
        )
    )  # fmt: skip


class Weight:
    """What the process holds, and of it what can tell a leak from an allocator's holes."""

    def __init__(self, database: Database) -> None:
        self.samples: list[dict[str, float]] = []
        self._database = database

    def take(self) -> None:
        gc.collect()
        status = Path("/proc/self/status").read_text("ascii")
        held = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        self.samples.append(
            {
                "megabytes": int(held.split()[1]) * 1024 / 1e6,
                "threads": threading.active_count(),
                "files": sum(1 for _ in Path("/proc/self/fd").iterdir()),
                "windows": len(QApplication.topLevelWidgets()),
                "widgets": len(QApplication.allWidgets()),
                "objects": len(gc.get_objects()),
                "heap": _heap_mb(),
                "engine": self._engine_mb(),
            }
        )

    def _engine_mb(self) -> float:
        with self._database.cursor() as cursor:
            cursor.execute("SELECT sum(memory_usage_bytes) / 1e6 FROM duckdb_memory()")
            return sum(held for (held,) in cursor.fetchall())


def _heap_mb() -> float:
    """What is in use of what ``malloc`` gave; with what DuckDB and Arrow took of it."""
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _Heap
    found = ask()
    return (found.uordblks + found.hblkhd) / 1e6


class LongUser:
    """Each step is one thing that a person does; after it everything comes to rest."""

    def __init__(self, program: Program, folder: Path, seed: int, stalls: Stalls) -> None:
        self._program = program
        self._desk = program.session.desk
        self._folder = folder
        self._random = random.Random(seed)
        self._stalls = stalls
        self._vins = ultravin.generate(VINS, seed=seed, invalid_rate=0.1)
        self._numbers = count(1)
        self.done: Counter[str] = Counter()

    def step(self) -> None:
        steps: tuple[Callable[[], None], ...] = (
            self.type_vin, self.type_vin, self.type_vin, self.paste, self.import_text,
            self.import_file, self.sort, self.sort, self.filter, self.filter, self.clear_filter,
            self.scroll, self.scroll, self.walk, self.remove, self.undo, self.undo, self.redo,
            self.copy, self.export, self.open_parquet, self.close_parquet, self.turn_a_dock,
            self.open_a_dialog, self.change_theme, self.resize, self.refresh, self.back_up,
        )  # fmt: skip
        step = self._random.choice(steps)
        self._stalls.step = step.__name__
        self.done[step.__name__] += 1
        step()
        self.settle()

    def settle(self) -> None:
        """Until all is done; a box that came up is noticed by ``boxes``, and closed."""
        self._program.until_quiet()
        self._until_counted()

    def _until_counted(self) -> None:
        """What was done is counted with its own step, not with the next one."""
        ticks = self._stalls.ticks
        patience = QDeadlineTimer(_UNTIL_SHOWN_MS)
        while self._stalls.ticks == ticks and not patience.hasExpired():
            QTest.qWait(1)

    # -- looking up ------------------------------------------------------------------

    def type_vin(self) -> None:
        vin = self._random.choice(self._vins)
        if self._random.random() < 0.2:
            place = self._random.randrange(17)
            vin = vin[:place] + self._random.choice("IOQ5Z") + vin[place + 1 :]
        entry = self._desk.panel.entry
        entry.clear()
        _type(entry, vin)
        self._desk.lookup.submit()

    def paste(self) -> None:
        some = self._random.sample(self._vins, self._random.randint(2, 40))
        self._desk.lookup.take_text("\n".join(some))

    def import_text(self) -> None:
        self._forget_old_imports()
        some = self._random.sample(self._vins, self._random.randint(60, 1_000))
        self._desk.imports.import_text("\n".join(some), f"list {next(self._numbers)}")
        self._agree_to_import()

    def import_file(self) -> None:
        file = self._folder / "list.csv"
        some = self._random.sample(self._vins, self._random.randint(2, 500))
        rows = (f"U{number},{vin}" for number, vin in enumerate(some))
        file.write_text("\n".join(("Unit,VIN", *rows)), "utf-8")
        self._desk.imports.import_file(file)
        self._agree_to_import()

    def _forget_old_imports(self) -> None:
        """A list that stays has its weight; that would hide a leak."""
        panel = self._desk.window.jobs_dock.widget()
        assert isinstance(panel, JobsPanel)
        rows = range(_IMPORTS, panel.model.rowCount())
        for record in [panel.model.record_at(row) for row in rows]:
            self._desk.jobs.forget(record.id)

    def _agree_to_import(self) -> None:
        """Once it has counted; sometimes it is given up."""
        self.settle()
        agreed = self._random.random() < 0.7
        for dialog in _visible(ImportDialog):
            dialog.accept() if agreed else dialog.reject()

    def refresh(self) -> None:
        if self._select():
            self._trigger(ActionId.REFRESH)
            self.settle()
            self._close_dialogs()

    # -- the table -------------------------------------------------------------------

    def sort(self) -> None:
        shown = [column.key for column in self._desk.table.view.columns]
        wanted = [key for key in _SORTABLE if key in shown]
        self._program.click_head(self._random.choice(wanted))

    def filter(self) -> None:
        self._desk.filters.focus()
        entry = QApplication.focusWidget() or self._desk.window
        text = self._random.choice(_FILTERS)
        self._desk.filters.clear()
        _type(entry, text)

    def clear_filter(self) -> None:
        self._desk.filters.clear()

    def scroll(self) -> None:
        for _ in range(30):
            self._program.jump(self._program.some_row())
            QTest.qWait(1)

    def walk(self) -> None:
        rows = self._desk.table.row_count()
        view = self._desk.table.view
        for row in range(min(rows, 15)):
            view.setCurrentIndex(view.model().index(row, 0))
            QTest.qWait(1)

    def _select(self) -> bool:
        rows = self._desk.table.row_count()
        if not rows:
            return False
        first = self._random.randrange(rows)
        last = min(first + self._random.choice((1, 1, 5, 40)), rows)
        self._desk.table.view.select_ranges([range(first, last)], first)
        self._until_counted()  # nobody clicks and commands in one turn
        return True

    def remove(self) -> None:
        if self._select():
            self._trigger(ActionId.REMOVE)

    def undo(self) -> None:
        self._trigger(ActionId.UNDO)

    def redo(self) -> None:
        self._trigger(ActionId.REDO)

    def copy(self) -> None:
        if self._select():
            self._trigger(self._random.choice((ActionId.COPY, ActionId.COPY_VINS)))

    # -- files and windows -----------------------------------------------------------

    def export(self) -> None:
        self._stalls.step = self.close_parquet.__name__
        self.close_parquet()  # what is shown would be replaced below it
        self._until_counted()
        self._stalls.step = self.export.__name__
        export_every_vehicle(self._desk.exports, self._exported)

    def open_parquet(self) -> None:
        before = len(list(_parquet_windows()))
        if self._exported.exists() and before < 3:
            self._desk.parquet.open(self._exported)
            patience = QDeadlineTimer(_UNTIL_SHOWN_MS)
            while len(list(_parquet_windows())) == before and not patience.hasExpired():
                QTest.qWait(5)

    def close_parquet(self) -> None:
        for window in _parquet_windows():
            window.close()

    @property
    def _exported(self) -> Path:
        return self._folder / "vehicles.parquet"

    def back_up(self) -> None:
        """Those made by hand stay until one deletes them: a few are enough."""
        for old in sorted(self._desk.care.folder.glob("vehicles-by-hand-*"))[:-6]:
            old.unlink()
        self._trigger(ActionId.BACKUP)

    def turn_a_dock(self) -> None:
        docks = (ActionId.SHOW_FACETS, ActionId.SHOW_DETAILS, ActionId.SHOW_JOBS)
        self._trigger(self._random.choice(docks))

    def open_a_dialog(self) -> None:
        self._trigger(self._random.choice((ActionId.COLUMNS, ActionId.ABOUT)))
        self.settle()
        self._close_dialogs()

    def change_theme(self) -> None:
        self._program.session.theme.choose(self._random.choice(tuple(Appearance)))

    def resize(self) -> None:
        width, height = self._random.choice(((1280, 800), (900, 600), _LARGEST))
        self._desk.window.resize(width, height)

    def tidy_up(self) -> None:
        """As it was in the beginning, so that weights can be compared."""
        self._close_dialogs()
        self.close_parquet()
        self._desk.filters.clear()
        for dock in (self._desk.window.facets_dock, self._desk.window.jobs_dock):
            dock.hide()
        self._desk.window.details_dock.show()
        self._desk.window.resize(1280, 800)
        self.settle()

    def _trigger(self, action: ActionId) -> None:
        if self._desk.actions[action].isEnabled():
            self._desk.actions[action].trigger()

    @staticmethod
    def _close_dialogs() -> None:
        for dialog in _visible(QDialog):
            dialog.reject()


def _type(widget: QWidget, text: str) -> None:
    """Key by key: whatever one does comes before the next, as it does with a person's."""
    for key in text:
        QTest.keyClicks(widget, key)
        QTest.qWait(1)


def boxes() -> Iterator[str]:
    """Errors that were told, and questions that nobody expected; they are closed."""
    for box in _visible(QMessageBox):
        yield f"box: {box.text()} {box.informativeText()}"
        box.reject()


def _visible(kind: type[Q]) -> list[Q]:
    windows = QApplication.topLevelWidgets()
    return [one for one in windows if isinstance(one, kind) and one.isVisible()]


def _parquet_windows() -> Iterator[QWidget]:
    for window in QApplication.topLevelWidgets():
        if window.objectName() == "parquet_window" and window.isVisible():
            yield window


@contextmanager
def _program(home: Path) -> Generator[Program]:
    home.mkdir(parents=True)
    Paths.under(home).settings.write_text(_SETTINGS, "utf-8")
    program = Program(home)
    program.until_quiet()
    yield program
    program.close()


def main(folder: Path, seed: int, seconds: float) -> None:
    trouble = Trouble()
    with _program(folder / "data") as program:
        weight = Weight(program.services.database)
        stalls = Stalls(program.session)
        bare: list[tuple[float, float]] = []
        """When, in seconds, and how long in ms a bare table took to be drawn over the screen."""

        user = LongUser(program, folder, seed, stalls)
        stalls.start()
        began = time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            if passed >= len(bare) * _BARE_EVERY_S:
                stalls.step = "weighing"
                bare.append((stalls.seconds, repaint_ms(*_LARGEST)))
                user.settle()
            user.step()
            trouble.heard.update(boxes())
            due = _WARM + len(weight.samples) * (1 - _WARM) / _SAMPLES
            if passed >= due * seconds:
                stalls.step = "weighing"
                user.tidy_up()
                weight.take()
                user.settle()
        user.tidy_up()
        weight.take()
        stalls.stop()
        bare.append((stalls.seconds, repaint_ms(*_LARGEST)))
        trouble.read_log(Paths.under(folder / "data").logs)
        found = {"stalls": stalls.found(), "done": user.done, "trouble": trouble.heard}
    trouble.stop()
    answer({**found, "weight": weight.samples, "bare": bare})
    end(0)  # as the program ends


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
