"""A program with imports, and numbers as an American reads them."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.jobs_panel.program import Program
from vindesk.services.assembly import Services


@pytest.fixture(autouse=True)
def numbers(american: None) -> None:
    """Written as in the United States."""


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
