"""A window, a cache, and what looks after it."""

import pytest
from PySide6.QtWidgets import QWidget

from tests.store.samples import vehicle
from tests.ui.care.desk import Desk
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services


@pytest.fixture(autouse=True)
def numbers(american: None) -> None:
    """Written as in the United States."""


@pytest.fixture
def desk(services: Services, inline_runner: JobRunner, window: QWidget) -> Desk:
    services.vehicles.save([vehicle(1), vehicle(2)])
    return Desk(services, inline_runner, window)
