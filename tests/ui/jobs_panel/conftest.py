"""A program with imports, and numbers as an American reads them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from tests.ui.jobs_panel.program import Program
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.services.assembly import Services, open_services


@pytest.fixture(autouse=True)
def american(qapp: object) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(Settings(), Paths.under(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def programs(services: Services, qtbot: QtBot) -> Iterator[Callable[[], Program]]:
    made: list[Program] = []

    def make() -> Program:
        made.append(Program(services, qtbot))
        return made[-1]

    yield make
    for each in made:
        each.gate.open()
        each.end()


@pytest.fixture
def program(programs: Callable[[], Program]) -> Program:
    return programs()
