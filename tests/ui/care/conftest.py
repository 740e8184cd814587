"""A window, a cache, and what looks after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.store.samples import vehicle
from tests.ui.care.desk import Desk
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, open_services


@pytest.fixture(autouse=True)
def american(qapp: object) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(Settings(), Paths.under(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def desk(services: Services, inline_runner: JobRunner, window: QWidget) -> Desk:
    services.vehicles.save([vehicle(1), vehicle(2)])
    return Desk(services, inline_runner, window)
