"""The details follow the cache, and NHTSA's pages are opened by whoever was given to do it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QUrl
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from tests.ui.details.samples import NOON, VIN, vehicle
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.vin import Vin
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, open_services
from vindesk.ui.details.details_controller import DetailsController
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.details.vin_links import recalls_page

OTHER = Vin("1XKWDB0X57J211825")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(Settings(), Paths.under(tmp_path))
    opened.vehicles.save([vehicle(), replace(vehicle(make="KENWORTH"), vin=OTHER)])
    yield opened
    opened.close()


class Desk:
    """A panel, its controller, and the pages that would have been opened."""

    def __init__(self, services: Services, runner: JobRunner, qtbot: QtBot) -> None:
        self.panel = DetailsPanel()
        qtbot.addWidget(self.panel)
        self.pages: list[QUrl] = []
        self.has_browser = True
        self.controller = DetailsController(self.panel, lambda: services, runner, self._open)
        self.told: list[str] = []
        self.controller.told.connect(self.told.append)

    def _open(self, page: QUrl) -> bool:
        self.pages.append(page)
        return self.has_browser

    def make(self) -> object:
        return self.panel.vehicle and self.panel.vehicle.values["make"]


@pytest.fixture
def desk(services: Services, inline_runner: JobRunner, qtbot: QtBot) -> Desk:
    return Desk(services, inline_runner, qtbot)


def test_the_vehicle_of_the_current_row_is_shown(desk: Desk, qtbot: QtBot) -> None:
    desk.controller.show_vin(VIN.text)
    assert desk.make() == "PETERBILT"
    desk.controller.show_vin(OTHER.text)
    qtbot.waitUntil(lambda: desk.make() == "KENWORTH")
    desk.controller.show_vin("")
    assert desk.panel.vehicle is None


def test_who_walks_through_the_rows_sees_the_first_and_the_last(
    services: Services, inline_runner: JobRunner, qtbot: QtBot
) -> None:
    desk = Desk(services, inline_runner, qtbot)
    asked = QSignalSpy(inline_runner.idle)
    for vin in (VIN, OTHER, VIN, OTHER, VIN, OTHER):
        desk.controller.show_vin(vin.text)
    assert desk.make() == "PETERBILT"
    qtbot.waitUntil(lambda: desk.make() == "KENWORTH")
    assert asked.count() == 2


def test_a_vehicle_that_is_shown_is_not_fetched_again_until_it_is_asked_for(
    desk: Desk, services: Services
) -> None:
    desk.controller.show_vin(VIN.text)
    services.vehicles.save([vehicle(make="RENAMED")])
    desk.controller.show_vin(VIN.text)
    assert desk.make() == "PETERBILT"
    desk.controller.show_again()
    assert desk.make() == "RENAMED"


def test_with_no_vehicle_there_is_nothing_to_show_again(desk: Desk) -> None:
    desk.controller.show_again()
    assert desk.panel.vehicle is None


def test_only_the_latest_wish_is_answered(
    services: Services, threaded_runner: JobRunner, qtbot: QtBot
) -> None:
    desk = Desk(services, threaded_runner, qtbot)
    desk.controller.show_vin(OTHER.text)
    desk.controller.show_vehicle(replace(vehicle(make="AT HAND"), fetched_at=NOON + timedelta(1)))
    with qtbot.waitSignal(threaded_runner.idle):
        pass
    assert desk.make() == "AT HAND"


def test_a_failure_is_told(desk: Desk, services: Services, qtbot: QtBot) -> None:
    services.close()
    with qtbot.waitSignal(desk.controller.failed):
        desk.controller.show_vin(VIN.text)


def test_a_page_is_opened_once_by_the_browser(desk: Desk) -> None:
    desk.panel.page_requested.emit(recalls_page(VIN))
    assert (desk.pages, desk.told) == ([recalls_page(VIN)], [])


def test_where_no_browser_starts_the_address_is_told(desk: Desk) -> None:
    desk.has_browser = False
    desk.panel.page_requested.emit(recalls_page(VIN))
    assert desk.told == [
        (
            "No browser could be started. The page is "
            "https://www.nhtsa.gov/recalls?vin=1XPWD40X1ED215307"
        )
    ]


def test_wishes_of_the_panel_are_passed_on(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.controller.filter_requested) as asked:
        desk.panel.filter_requested.emit("trim", None)
    assert asked.args == ["trim", None]
    with qtbot.waitSignal(desk.controller.suggestion_chosen) as chosen:
        desk.panel.suggestion_chosen.emit(OTHER.text)
    assert chosen.args == [OTHER.text]
    desk.panel.told.emit("Copied.")
    assert desk.told == ["Copied."]


def test_a_wish_that_is_repeated_does_not_begin_anew(
    services: Services, threaded_runner: JobRunner, qtbot: QtBot
) -> None:
    desk = Desk(services, threaded_runner, qtbot)
    desk.controller.show_vin(OTHER.text)
    fetching = desk.controller._fetching
    desk.controller.show_vin(OTHER.text)  # as with a click, which is a press and a release
    assert desk.controller._fetching is fetching
    with qtbot.waitSignal(threaded_runner.idle):
        pass
    assert desk.panel.vehicle is not None
    assert desk.panel.vehicle.vin == OTHER
