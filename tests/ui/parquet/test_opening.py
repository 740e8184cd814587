"""From a path to a window that has rows."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.store.parquet_samples import write
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_engines import ParquetEngines
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.failures import ToldBugs
from vindesk.ui.parquet import opening
from vindesk.ui.parquet.opening import Opening
from vindesk.ui.parquet.parquet_window import ParquetWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


class Door:
    """Opens a file, and keeps what comes of it."""

    def __init__(self, path: Path, runner: JobRunner, limits: EngineLimits) -> None:
        self.built: list[ParquetWindow] = []
        self.engines = ParquetEngines(limits)
        self._runner = runner
        self._parent = QWidget()
        self.opening = Opening(path, self._build, runner, self._parent)

    def _build(self, file: ParquetFile) -> ParquetWindow:
        self.built.append(ParquetWindow(file, self._runner, ToldBugs()))
        return self.built[-1]


@pytest.fixture
def door(threaded_runner: JobRunner, qtbot: QtBot, tmp_path: Path) -> Iterator[Door]:
    path = write(tmp_path / "x.parquet", {"n": list(range(1_000))})
    limits = EngineLimits(memory_mb=512, threads=1, temporary=tmp_path / "temporary")
    found = Door(path, threaded_runner, limits)
    yield found
    qtbot.waitUntil(lambda: not threaded_runner.busy)
    assert not found.engines.used


def test_a_window_has_rows_before_it_is_shown(qtbot: QtBot, door: Door) -> None:
    with qtbot.waitSignal(door.opening.ready) as ready:
        door.opening.start(door.engines)
    (window,) = door.built
    assert ready.args == [window]
    assert not window.isVisible()
    assert window.view.model().index(3, 0).data().startswith("3")
    window.close()


def test_rows_that_take_long_do_not_keep_the_window_away(
    qtbot: QtBot, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_PATIENCE_MS", 0)
    monkeypatch.setattr(ParquetWindow, "_fill", lambda _self: None)
    with qtbot.waitSignal(door.opening.ready):
        door.opening.start(door.engines)
    door.built[0].close()


def test_footers_that_contradict_each_other_show_no_window(
    qtbot: QtBot, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_file: ParquetFile, _monitor: Monitor) -> None:
        raise FileUnreadable("It is damaged.")

    monkeypatch.setattr(ParquetFile, "prove", refuse)
    with qtbot.waitSignal(door.opening.failed), qtbot.assertNotEmitted(door.opening.ready):
        door.opening.start(door.engines)
    assert len(door.built) == 1


class Held:
    """What a step of the opening waits for; it brings what it has though it was stopped."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()
        rest = getattr(ParquetFile, step)

        def wait(*given: object) -> object:
            done = rest(*given)
            self.begun.set()
            assert self.may_end.wait(10)
            return done

        monkeypatch.setattr(ParquetFile, step, wait)


@pytest.mark.parametrize("step", ["begin", "prove"])
def test_what_is_given_up_is_closed_and_never_comes(
    qtbot: QtBot,
    door: Door,
    threaded_runner: JobRunner,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    held, came = Held(monkeypatch, step), list[object]()
    for outcome in (door.opening.ready, door.opening.failed):
        outcome.connect(came.append)
    with qtbot.waitSignal(door.opening.destroyed):
        door.opening.start(door.engines)
        qtbot.waitUntil(held.begun.is_set)
        door.opening.give_up()
        held.may_end.set()
    qtbot.waitUntil(lambda: not threaded_runner.busy)
    assert not came
    assert not door.engines.used
    assert len(door.built) == (step == "prove")


def test_a_window_that_is_closed_before_it_has_rows_never_comes(
    qtbot: QtBot, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(file: ParquetFile) -> ParquetWindow:
        window = ParquetWindow(file, door._runner, ToldBugs())
        window.closed.connect(door.built.append)
        window.filled.connect(window.close)
        return window

    door.opening._build = build
    with qtbot.assertNotEmitted(door.opening.ready):
        door.opening.start(door.engines)
        qtbot.waitUntil(lambda: bool(door.built))
