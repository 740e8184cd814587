"""What stands in place of the table while the cache takes long to open."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import CacheLocked
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, open_services
from vindesk.ui.vehicles.opening_state import OpeningState
from vindesk.ui.vehicles.vehicle_table import VehicleTable


class Slow:
    """Services that are opened when they are let."""

    def __init__(self, folder: Path) -> None:
        self.may_end = threading.Event()
        self.error: Exception | None = None
        self._folder = folder
        self.opened: Services | None = None

    def __call__(self) -> Services:
        self.may_end.wait()
        if self.error is not None:
            raise self.error
        self.opened = self.opened or open_services(Settings(), Paths.under(self._folder))
        return self.opened


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Slow]:
    slow = Slow(tmp_path)
    yield slow
    slow.may_end.set()


@pytest.fixture
def table(qtbot: QtBot, threaded_runner: JobRunner, slow: Slow) -> Iterator[VehicleTable]:
    table = VehicleTable(slow, threaded_runner)
    qtbot.addWidget(table)
    table.resize(900, 600)
    table.show()
    yield table
    slow.may_end.set()
    threaded_runner.shut_down()
    if slow.opened is not None:
        slow.opened.close()


def is_said(table: VehicleTable) -> bool:
    state = table.findChild(OpeningState)
    return state is not None and state.isVisible()


def test_it_stands_there_until_there_is_something_to_show(
    qtbot: QtBot, table: VehicleTable, slow: Slow
) -> None:
    table.reload()
    table.show_opening()
    table.show_opening()
    assert is_said(table)
    for label in table.findChildren(OpeningState)[0].findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
    with qtbot.waitSignal(table.counted):
        slow.may_end.set()
    assert not is_said(table)
    assert table.empty_state.isVisible()
    table.show_opening()
    assert not is_said(table)


def test_it_widens_no_window(qtbot: QtBot, table: VehicleTable) -> None:
    for width in (300, 900):
        table.resize(width, 600)
        table.reload()
        table.show_opening()
        assert table.width() == width
        (state,) = table.findChildren(OpeningState)
        for label in state.findChildren(QLabel):
            place = label.mapTo(table, label.rect().center()).x()
            assert abs(place - width // 2) <= 1
            assert label.width() == label.maximumWidth() or width < label.maximumWidth()


def test_a_cache_that_cannot_be_opened_after_all_leaves_the_table(
    qtbot: QtBot, table: VehicleTable, slow: Slow
) -> None:
    slow.error = CacheLocked("Somebody else has it.")
    table.reload()
    table.show_opening()
    with qtbot.waitSignal(table.failed):
        slow.may_end.set()
    assert not is_said(table)
    assert table.view.isVisible()
