"""A filter entry on the screen, over a cache with some vehicles."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.store.samples import Clock, vehicle
from vindesk.domain.local_days import Calendar
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.facets import Facets
from vindesk.store.vehicles import Vehicles
from vindesk.ui.filtering.filter_controller import FilterController
from vindesk.ui.filtering.filter_panel import FilterPanel

FLEET = [
    vehicle(1, make="PETERBILT", model="567", model_year=2014, displacement_l=14.9),
    vehicle(2, make="PETERBILT", model="567", model_year=2015),
    vehicle(3, make="KENWORTH", model="T680", model_year=2014, error_code="1,11"),
    vehicle(4, make="VOLVO TRUCK", model_year=2007, body_class="Truck-Tractor"),
    vehicle(5, make="KENWORTH", model="T 800, long", model_year=2014),
]


@pytest.fixture(autouse=True)
def numbers(american: None) -> None:
    """Written as in the United States."""


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Services]]:
    """All that a filter needs of them, and only reads."""
    folder = tmp_path_factory.mktemp("filtering")
    limits = EngineLimits(memory_mb=256, threads=2, temporary=folder / "temporary")
    clock = Clock()
    database = Database.open(
        folder / "vehicles.duckdb", limits, backups=folder / "backups", clock=clock
    )
    Vehicles(database, clock).save(FLEET)
    yield lambda: cast("Services", SimpleNamespace(facets=Facets(database)))
    database.close()


@pytest.fixture
def panel(qtbot: QtBot) -> FilterPanel:
    shown = FilterPanel()
    qtbot.addWidget(shown)
    shown.resize(600, 60)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()
    shown.entry.setFocus()
    return shown


@pytest.fixture
def controller(
    panel: FilterPanel, services: Callable[[], Services], inline_runner: JobRunner
) -> FilterController:
    calendar = Calendar(UTC, lambda: datetime(2026, 11, 12, 8, tzinfo=UTC))
    return FilterController(panel, services, inline_runner, delay_ms=20, calendar=calendar)
