"""What many parts of the window are tried with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.services.assembly import Services, open_services


@pytest.fixture
def american(qapp: object) -> Iterator[None]:
    """Numbers and days are written as in the United States."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Those of an empty cache."""
    opened = open_services(Settings(), Paths.under(tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """One on the screen, for what opens over it."""
    shown = QWidget()
    shown.resize(900, 600)
    qtbot.addWidget(shown)
    shown.show()
    return shown
