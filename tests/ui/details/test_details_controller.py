"""The details follow the cache, and NHTSA's pages are opened by whoever was given to do it."""

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPersistentModelIndex, Qt, QUrl
from pytestqt.qtbot import QtBot

from tests.services.import_desk import Listed
from tests.ui.details.samples import NOON, VIN, vehicle
from vindesk.domain.import_job import Columns, ImportPlan
from vindesk.domain.monitor import Monitor, Unwatched
from vindesk.domain.own_columns import OwnRow
from vindesk.domain.vehicle import SourceChoice, Vehicle
from vindesk.domain.vin import Vin
from vindesk.jobs.runner import JobRunner, Lane
from vindesk.services.assembly import Services
from vindesk.store.own_columns import OwnColumns
from vindesk.store.vehicles import Vehicles
from vindesk.ui.after_paint import AfterPaint
from vindesk.ui.details.details_controller import DetailsController
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.details.field_tree import FieldTree
from vindesk.ui.details.vin_links import recalls_page

OTHER = Vin("1XKWDB0X57J211825")


@pytest.fixture
def services(services: Services) -> Services:
    services.vehicles.save([vehicle(), replace(vehicle(make="KENWORTH"), vin=OTHER)])
    return services


class Desk:
    """A panel, its controller, and the pages that would have been opened."""

    def __init__(self, services: Services, runner: JobRunner, qtbot: QtBot) -> None:
        self.panel = DetailsPanel()
        qtbot.addWidget(self.panel)
        self.pages: list[QUrl] = []
        self.has_browser = True
        self.later = AfterPaint(self.panel)
        self.controller = DetailsController(
            self.panel, lambda: services, runner, self.later, self._open
        )
        self.told: list[str] = []
        self.controller.told.connect(self.told.append)

    def _open(self, page: QUrl) -> bool:
        self.pages.append(page)
        return self.has_browser

    def fill(self) -> None:
        """As it is after the next paint."""
        while self.later.busy:
            self.later._act()

    def make(self) -> object:
        return self.panel.vehicle and self.panel.vehicle.values["make"]


@pytest.fixture
def desk(services: Services, inline_runner: JobRunner, qtbot: QtBot) -> Desk:
    return Desk(services, inline_runner, qtbot)


def test_the_vehicle_of_the_current_row_is_shown(desk: Desk, qtbot: QtBot) -> None:
    desk.controller.show_vin(VIN.text)
    assert desk.make() is None, "the rows are painted before"
    desk.fill()
    assert desk.make() == "PETERBILT"
    desk.controller.show_vin(OTHER.text)
    qtbot.waitUntil(lambda: desk.make() == "KENWORTH")
    desk.controller.show_vin("")
    assert desk.panel.vehicle is None


def test_who_walks_through_the_rows_sees_the_first_and_the_last(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Vin] = []
    get = Vehicles.get

    def noted(vehicles: Vehicles, vin: Vin) -> Vehicle | None:
        asked.append(vin)
        return get(vehicles, vin)

    monkeypatch.setattr(Vehicles, "get", noted)
    for vin in (VIN, OTHER, VIN, OTHER, VIN, OTHER):
        desk.controller.show_vin(vin.text)
        desk.fill()
    assert desk.make() == "PETERBILT"
    qtbot.waitUntil(lambda: desk.make() == "KENWORTH")
    assert asked == [VIN, OTHER]


def test_a_vehicle_that_is_shown_is_not_fetched_again_until_it_is_asked_for(
    desk: Desk, services: Services
) -> None:
    desk.controller.show_vin(VIN.text)
    desk.fill()
    services.vehicles.save([vehicle(make="RENAMED")])
    desk.controller.show_vin(VIN.text)
    desk.fill()
    assert desk.make() == "PETERBILT"
    desk.controller.show_again()
    desk.fill()
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


def test_what_was_fetched_is_dropped_when_another_vehicle_is_wanted_before_the_paint(
    desk: Desk,
) -> None:
    desk.controller.show_vin(OTHER.text)
    desk.controller.show_vehicle(vehicle(make="AT HAND"))
    desk.fill()
    assert desk.make() == "AT HAND"
    desk.controller.show_again()
    desk.controller.show_vin("")
    desk.fill()
    assert desk.panel.vehicle is None


def test_another_vehicle_is_not_shown_in_the_place_of_one_that_cannot_be_read(
    desk: Desk, services: Services, qtbot: QtBot
) -> None:
    desk.controller.show_vin(OTHER.text)
    desk.fill()
    services.close()
    with qtbot.waitSignal(desk.controller.failed):
        desk.controller.show_vin(VIN.text)
    assert desk.panel.vehicle is None


def test_what_was_stored_while_a_vehicle_is_fetched_is_shown(
    services: Services, threaded_runner: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(services, threaded_runner, qtbot)
    read, go_on = threading.Event(), threading.Event()
    get = Vehicles.get

    def held(vehicles: Vehicles, vin: Vin) -> Vehicle | None:
        found = get(vehicles, vin)
        read.set()
        assert go_on.wait(10)
        return found

    monkeypatch.setattr(Vehicles, "get", held)
    desk.controller.show_vin(VIN.text)
    qtbot.waitUntil(read.is_set)
    services.vehicles.save([vehicle(make="RENAMED")])
    desk.controller.show_again()
    go_on.set()
    qtbot.waitUntil(lambda: desk.make() is not None)
    assert desk.make() == "RENAMED"


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
    qtbot.waitUntil(lambda: desk.make() == "KENWORTH")


# -- the user's own columns ------------------------------------------------------------


def give_own(services: Services, unit: str, *vins: Vin) -> int:
    """An import of ``vins``, each with this unit beside it."""
    columns = Columns(0, own=(1,), own_names=("Unit",))
    importer = services.importer
    record = importer.begin(ImportPlan("Fleet", columns, SourceChoice.EMBEDDED))
    importer.read(record, Listed([[vin.text for vin in vins], [unit] * len(vins)]), Unwatched())
    return record.id


def own(desk: Desk) -> list[tuple[str, str]]:
    """What stands in groups of imports."""
    tree = desk.panel.findChild(FieldTree)
    assert tree is not None
    model = tree.model()
    parents = [model.index(row, 0) for row in range(model.rowCount())]
    return [
        (parent.data(), model.index(row, 1, parent).data())
        for parent in parents
        if parent.data().startswith("Import ")
        for row in range(model.rowCount(parent))
    ]


def test_own_columns_come_when_the_vehicle_has_been_painted(
    desk: Desk, services: Services, qtbot: QtBot
) -> None:
    give_own(services, "U0005", VIN)
    desk.controller.show_vehicle(vehicle())
    assert own(desk) == [], "the vehicle does not wait for them"
    qtbot.waitUntil(lambda: own(desk) == [("Import “Fleet”", "U0005")])
    desk.controller.show_vehicle(replace(vehicle(), vin=OTHER))
    qtbot.waitUntil(lambda: own(desk) == [])


def test_own_columns_that_come_for_the_vehicle_before_are_dropped(
    services: Services, threaded_runner: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_own(services, "U0005", VIN)
    desk = Desk(services, threaded_runner, qtbot)
    came: list[Sequence[OwnRow]] = []
    monkeypatch.setattr(desk.panel, "show_own", came.append)
    reading, go_on = threading.Event(), threading.Event()
    beside = OwnColumns.beside

    def held(columns: OwnColumns, vin: Vin, monitor: Monitor) -> Sequence[OwnRow]:
        reading.set()
        assert go_on.wait(10)
        return beside(columns, vin, monitor)

    monkeypatch.setattr(OwnColumns, "beside", held)
    desk.controller.show_vehicle(vehicle())
    qtbot.waitUntil(reading.is_set)
    go_on.set()
    threaded_runner.executor(Lane.OWN).submit(int).result()  # what was read is on its way
    desk.controller.show_vehicle(replace(vehicle(), vin=OTHER))
    qtbot.waitUntil(lambda: bool(came))
    assert came == [[]]


class Held:
    """Own columns that are read for the first time are read until somebody ends that."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reading, self.ended = threading.Event(), threading.Event()
        beside = OwnColumns.beside

        def held(columns: OwnColumns, vin: Vin, monitor: Monitor) -> Sequence[OwnRow]:
            if not self.reading.is_set():
                with monitor.stopping_with(self.ended.set):
                    self.reading.set()
                    assert self.ended.wait(10)
                monitor.raise_if_cancelled()
            return beside(columns, vin, monitor)

        monkeypatch.setattr(OwnColumns, "beside", held)


def test_nobody_waits_behind_own_columns_and_who_asks_for_another_vehicle_ends_them(
    services: Services, threaded_runner: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, held = Desk(services, threaded_runner, qtbot), Held(monkeypatch)
    desk.controller.show_vin(VIN.text)
    qtbot.waitUntil(held.reading.is_set)
    assert threaded_runner.executor(Lane.LOOKUP).submit(int).result(10) == 0
    asked, go_on = threading.Event(), threading.Event()
    get = Vehicles.get

    def slowly(vehicles: Vehicles, vin: Vin) -> Vehicle | None:
        asked.set()
        assert go_on.wait(10)
        return get(vehicles, vin)

    monkeypatch.setattr(Vehicles, "get", slowly)
    desk.controller.show_vin(OTHER.text)
    qtbot.waitUntil(lambda: asked.is_set() and held.ended.is_set())
    assert desk.make() == "PETERBILT"
    go_on.set()
    qtbot.waitUntil(lambda: desk.make() == "KENWORTH")


@pytest.mark.parametrize("how", ["row", "answer"])
def test_own_columns_come_after_all_where_the_vehicle_stays(
    services: Services,
    threaded_runner: JobRunner,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    give_own(services, "U0005", VIN)
    desk, held = Desk(services, threaded_runner, qtbot), Held(monkeypatch)
    desk.controller.show_vin(VIN.text)
    qtbot.waitUntil(held.reading.is_set)
    shown = desk.panel.vehicle
    assert shown is not None
    desk.controller.show_vin(OTHER.text)
    qtbot.waitUntil(held.ended.is_set)
    if how == "row":
        desk.controller.show_vin(VIN.text)
    else:
        desk.controller.show_vehicle(shown)
    qtbot.waitUntil(lambda: own(desk) == [("Import “Fleet”", "U0005")])
    assert desk.make() == "PETERBILT"


def test_own_columns_follow_imports_that_come_and_go(
    desk: Desk, services: Services, qtbot: QtBot
) -> None:
    first = give_own(services, "U0005", VIN)
    desk.controller.show_vin(VIN.text)
    qtbot.waitUntil(lambda: own(desk) == [("Import “Fleet”", "U0005")])
    give_own(services, "U0006", VIN)
    desk.controller.show_again()
    newest = ("Import “Fleet”", "U0006")
    qtbot.waitUntil(lambda: own(desk) == [newest, ("Import “Fleet” (2)", "U0005")])
    services.importer.imports.forget(first)
    desk.controller.show_own_again()
    qtbot.waitUntil(lambda: own(desk) == [newest])


def test_a_vehicle_that_is_as_it_was_stays_as_the_user_left_it_and_own_columns_come(
    desk: Desk, services: Services, qtbot: QtBot
) -> None:
    desk.controller.show_vin(VIN.text)
    desk.fill()
    tree = desk.panel.findChild(FieldTree)
    assert tree is not None
    model = tree.model()
    group, folded = model.index(0, 0), QPersistentModelIndex(model.index(1, 0))
    qtbot.keyClick(tree, Qt.Key.Key_Home)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    current = QPersistentModelIndex(model.index(0, 0, group))
    assert tree.currentIndex() == current
    tree.setExpanded(folded, False)
    give_own(services, "U0005", VIN)
    desk.controller.show_again()
    qtbot.waitUntil(lambda: own(desk) == [("Import “Fleet”", "U0005")])
    assert tree.currentIndex() == current
    assert tree.selectionModel().isSelected(current)
    assert not tree.isExpanded(folded)


def test_own_columns_that_cannot_be_read_are_told(
    desk: Desk, services: Services, qtbot: QtBot
) -> None:
    services.close()
    with qtbot.waitSignal(desk.controller.failed):
        desk.controller.show_vehicle(vehicle())
    assert own(desk) == []
