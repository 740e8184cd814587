"""A locale that is the same everywhere, and a window that is handed a workbook."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from tests.ui.importing.desk import Desk
from tests.ui.importing.samples import FakeInput
from vindesk.jobs.runner import JobRunner


@pytest.fixture(autouse=True)
def american(qapp: object) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def given() -> FakeInput:
    return FakeInput()


@pytest.fixture
def desk(inline_runner: JobRunner, given: FakeInput, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(inline_runner, given, qtbot)
    yield desk
    for dialog in desk.dialogs:
        dialog.reject()
