"""A vehicle table over a real cache, and a history to undo with."""

import pytest
from pytestqt.qtbot import QtBot

from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.ui.vehicles.vehicle_table import VehicleTable


@pytest.fixture
def table(qtbot: QtBot, services: Services, threaded_runner: JobRunner) -> VehicleTable:
    table = VehicleTable(lambda: services, threaded_runner)
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    qtbot.waitExposed(table)
    return table
