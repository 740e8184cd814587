"""A vehicle table over a real cache, and a history to undo with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, open_services
from vindesk.ui.vehicles.vehicle_table import VehicleTable


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = open_services(Settings(), Paths.under(tmp_path))
    yield services
    services.close()


@pytest.fixture
def table(qtbot: QtBot, services: Services, threaded_runner: JobRunner) -> VehicleTable:
    table = VehicleTable(lambda: services, threaded_runner)
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    qtbot.waitExposed(table)
    return table
