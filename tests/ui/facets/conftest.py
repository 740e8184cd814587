"""A panel on the screen, and facets to fill it with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.store.samples import Clock
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.ui.facets.facets_panel import FacetsPanel


@pytest.fixture(autouse=True)
def numbers(american: None) -> None:
    """Written as in the United States."""


@pytest.fixture
def panel(qtbot: QtBot) -> FacetsPanel:
    shown = FacetsPanel()
    qtbot.addWidget(shown)
    shown.resize(240, 600)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    limits = EngineLimits(memory_mb=256, threads=2, temporary=tmp_path / "temporary")
    opened = Database.open(
        tmp_path / "vehicles.duckdb", limits, backups=tmp_path / "backups", clock=Clock()
    )
    yield opened
    opened.close()
