"""Fixtures for all tests: they are the determinism."""

import gc
import logging
import os
import shutil
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow
from typing_extensions import override

from vindesk.domain.words import speak, spoken
from vindesk.jobs.runner import JobRunner, Lane, threaded_lanes
from vindesk.store import migrate
from vindesk.store.engine import EngineLimits
from vindesk.store.migrate import Clock, Schema
from vindesk.ui.vehicles.vehicle_columns import columns_by_key

pytest_plugins = ["tests.fakes.fixtures", "tests.fakes.reader"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Started in the background, tests would ignore Ctrl+C, and so would the programs they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

T = TypeVar("T")


def pytest_configure(config: pytest.Config) -> None:
    """The same examples on every run, and no clock: a slow machine is not a failure.

    A sample of them each time, five times as many with ``--long``; before the tests are imported,
    for some take a share of it.
    """
    all_of_them = str(config.getoption("markexpr")).startswith("long")
    settings.register_profile(
        "vindesk",
        deadline=None,
        derandomize=True,
        max_examples=200 if all_of_them else 40,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("vindesk")


def pytest_unconfigure() -> None:
    """What was spared is let go: else DuckDB says of its own types that they leaked."""
    gc.unfreeze()


class InlineExecutor(Executor):
    """Runs work at once on the calling thread: no threads, no waiting, no races."""

    @override
    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def carry_out_deletions() -> None:
    """Do what the event loop would do for every pending ``deleteLater``."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session", autouse=True)
def make_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., None]]:
    """To make a cache takes three times as long as to open it: the next ones are copies."""
    made = tmp_path_factory.mktemp("new") / "vehicles.duckdb"
    make = migrate.make

    def copy(path: Path, limits: EngineLimits, schema: Schema, clock: Clock) -> None:
        if schema is not migrate.CURRENT:
            make(path, limits, schema, clock)
            return
        if not made.exists():
            make(made, replace(limits, memory_mb=256), schema, clock)
        shutil.copyfile(made, path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "make", copy)
        yield make


@pytest.fixture
def each_cache_made(make_cache: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """The test is about how a cache is made."""
    monkeypatch.setattr(migrate, "make", make_cache)


@pytest.fixture(autouse=True)
def no_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect
    connect_ex = socket.socket.connect_ex

    def check(address: Any) -> None:
        nearby = isinstance(address, str | bytes) or address[0] in {"127.0.0.1", "::1"}
        assert nearby, f"a test tried to reach {address!r}"

    def connect_nearby(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def connect_ex_nearby(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_nearby)
    monkeypatch.setattr(socket.socket, "connect_ex", connect_ex_nearby)


@pytest.fixture(autouse=True)
def no_vindesk_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting, proxy, folder or language of whoever runs the tests reaches them."""
    for name in tuple(os.environ):
        if name.startswith("VINDESK_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture(autouse=True)
def the_language_of_before() -> Iterator[None]:
    before, tongue = QLocale(), spoken()
    yield
    QLocale.setDefault(before)
    speak(tongue)


@pytest.fixture(autouse=True)
def garbage_of_this_thread() -> Iterator[None]:
    """No worker collects: it would destroy windows. As in the program, which does it itself.

    What the test before left goes first: Python's half of a button that Qt has deleted would be
    taken for that of a new one at the same place in memory. The rest is not looked at again.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def no_window_left_behind() -> Iterator[None]:
    """Windows that were made with no parent are deleted by Qt, not collected by Python."""
    yield
    if isinstance(QApplication.instance(), QApplication):
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QMainWindow | QDialog) or window.isVisible():
                window.deleteLater()
        carry_out_deletions()


@pytest.fixture(autouse=True)
def the_log_level_of_before() -> Iterator[None]:
    """A program that ran in this process has set its own."""
    log = logging.getLogger("vindesk")
    before = log.level
    yield
    log.setLevel(before)


@pytest.fixture
def words_made_anew(qapp: QApplication) -> Iterator[None]:
    """What is kept of the language that a test speaks goes with it: titles, and Qt's own words."""
    columns_by_key.cache_clear()
    yield
    columns_by_key.cache_clear()
    for translator in qapp.findChildren(QTranslator):
        QCoreApplication.removeTranslator(translator)
        translator.deleteLater()


@pytest.fixture
def restored_font(qapp: QApplication) -> Iterator[None]:
    """The program's font may be changed; afterwards it is that of before."""
    before = QFont(qapp.font())
    yield
    qapp.setFont(before)


@pytest.fixture
def double_letters(qapp: QApplication, restored_font: None) -> QFont:
    """The program's font, of twice the usual size."""
    return enlarge(qapp)


def enlarge(application: QApplication) -> QFont:
    """Have the program's font be twice as large, in windows that are open too."""
    font = QFont(application.font())
    font.setPointSizeF(font.pointSizeF() * 2)
    application.setFont(font)
    return font


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [t.name for t in set(threading.enumerate()) - before if t.is_alive()]
    assert not left, f"threads still running: {left}"


@pytest.fixture
def inline_runner(qapp: QCoreApplication) -> Iterator[JobRunner]:
    yield JobRunner({lane: InlineExecutor() for lane in Lane})
    carry_out_deletions()


@pytest.fixture
def threaded_runner(qapp: QCoreApplication) -> Iterator[JobRunner]:
    runner = JobRunner(threaded_lanes())
    yield runner
    runner.shut_down()
    carry_out_deletions()
