"""A locale that is the same everywhere, and a window that is handed a workbook."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.importing.desk import Desk
from tests.ui.importing.samples import FakeInput
from vindesk.jobs.runner import JobRunner


@pytest.fixture(autouse=True)
def numbers(american: None) -> None:
    """Written as in the United States."""


@pytest.fixture
def given() -> FakeInput:
    return FakeInput()


@pytest.fixture
def desk(inline_runner: JobRunner, given: FakeInput, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(inline_runner, given, qtbot)
    yield desk
    for dialog in desk.dialogs:
        dialog.reject()
