import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.store.plain_filter import is_wanted
from tests.store.samples import vehicle
from tests.ui.vehicles.onlooker import Onlooker
from vindesk.domain.filter import EVERYTHING, Condition, Contains, Empty, Filter
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Vehicle
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.store.sorts import Sort
from vindesk.store.vehicle_order import VehicleOrder
from vindesk.ui.undo import UndoHistory
from vindesk.ui.vehicles.removal_controller import RemovalController
from vindesk.ui.vehicles.vehicle_table import VehicleTable
from vindesk.ui.wording import vehicles

HONDAS = Filter((Condition("make", (Contains("honda"),)),))
MANY = 3_000


@pytest.fixture
def user(table: VehicleTable, threaded_runner: JobRunner, qtbot: QtBot) -> Onlooker:
    return Onlooker(table, threaded_runner, qtbot)


@pytest.fixture
def many(user: Onlooker, services: Services, table: VehicleTable) -> list[Vehicle]:
    makes = ("HONDA", "KIA", None)
    made = [
        vehicle(number, model_year=1990 + number % 30)
        if (make := makes[number % 3]) is None
        else vehicle(number, model_year=1990 + number % 30, make=make)
        for number in range(MANY)
    ]
    services.vehicles.save(made)
    user.after(table.reload)
    return made


def vin_text(number: int) -> str:
    return vehicle(number).vin.text


@pytest.mark.usefixtures("many")
def test_a_refresh_keeps_the_top_row_the_current_row_and_the_selection(
    user: Onlooker, services: Services, table: VehicleTable
) -> None:
    user.view.verticalScrollBar().setValue(500)
    user.go_to(510)
    user.toggle([505, 507, 508, 2_000])
    before = (user.top(), user.current(), user.selected())
    assert len(before[2]) == 4

    services.vehicles.save([vehicle(9_000 + number) for number in range(25)])
    user.after(table.reload)
    assert table.row_count() == MANY + 25
    assert (user.top(), user.current(), user.selected()) == before


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "rows",
    [
        (range(5, 10), 9, 10),
        (range(5, 10), 5, 10),
        (range(MANY - 3, MANY), MANY - 2, MANY - 4),
        (range(100, 2_900), 2_000, 2_900),
    ],
)
def test_what_stood_after_what_was_removed_is_current(
    user: Onlooker,
    services: Services,
    table: VehicleTable,
    threaded_runner: JobRunner,
    rows: tuple[range, int, int],
) -> None:
    """What is removed, which of it is current, and which is to be."""
    removed, current, successor = rows
    removal = RemovalController(table, lambda: services, UndoHistory(threaded_runner), MANY)
    expected = user.text(successor)
    user.view.select_ranges([removed], current)
    user.after(removal.remove_selected)
    assert table.row_count() == MANY - len(removed)
    assert user.current() == expected


@pytest.mark.usefixtures("many")
def test_the_current_cell_stays_in_its_column_and_the_table_at_its_place_sideways(
    user: Onlooker, services: Services, table: VehicleTable
) -> None:
    """Else *Filter by This Value* would take another cell than the one that was clicked."""
    table.resize(200, 400)
    user.view.keep_first(False)
    user.view.setCurrentIndex(user.view.model().index(5, 1))
    bar = user.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    cell, place = table.current_cell(), bar.value()
    assert place
    services.vehicles.save([vehicle(9_000)])
    user.after(table.reload)
    assert table.current_cell() == cell
    assert bar.value() == place


@pytest.mark.usefixtures("many")
def test_what_is_looked_up_is_gone_to_without_a_move_sideways(
    user: Onlooker, table: VehicleTable
) -> None:
    table.resize(200, 400)
    user.view.keep_first(True)
    bar = user.view.horizontalScrollBar()
    user.view.setCurrentIndex(user.view.model().index(5, len(user.view.columns) - 1))
    assert bar.value()
    bar.setValue(0)
    user.after(lambda: table.reload(vin_text(7)))
    assert user.current() == vin_text(7)
    assert bar.value() == 0


@pytest.mark.usefixtures("many")
def test_what_is_selected_while_the_table_is_put_in_order_stays_selected(
    user: Onlooker, services: Services, table: VehicleTable
) -> None:
    services.vehicles.save([vehicle(9_000)])
    table.reload()
    user.toggle([3])
    user.view.verticalScrollBar().setValue(700)
    user.wait()
    assert table.row_count() == MANY + 1
    assert user.selected() == {vin_text(MANY - 1 - 3)}
    assert user.top() == vin_text(MANY - 1 - 700)


@pytest.mark.usefixtures("many")
def test_all_that_was_selected_stays_selected_and_nothing_else(
    user: Onlooker, services: Services, table: VehicleTable
) -> None:
    table.view.selectAll()
    services.vehicles.save([vehicle(9_000)])
    user.after(table.reload)
    assert table.selected_count() == MANY
    assert vin_text(9_000) not in user.selected()


@pytest.mark.usefixtures("many")
def test_a_filter_shows_what_it_lets_through_from_the_top_and_says_how_many(
    user: Onlooker, table: VehicleTable
) -> None:
    user.view.verticalScrollBar().setValue(900)
    user.go_to(899)
    current = user.current()
    counts = QSignalSpy(table.counted)
    user.after(lambda: table.filter_by(HONDAS))
    assert (counts.at(counts.count() - 1)) == [MANY // 3, MANY]
    assert user.view.top_row() == 0
    assert {user.text(row, 1) for row in range(40)} == {"HONDA"}
    user.after(lambda: table.filter_by(EVERYTHING))
    assert counts.at(counts.count() - 1) == [MANY, MANY]
    assert user.current() == current == vin_text(2_100)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("number", [2_100, 3, MANY - 3])
def test_where_filter_or_order_is_given_up_the_vehicle_that_was_found_is_in_view(
    user: Onlooker,
    table: VehicleTable,
    number: int,
    services: Services,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[tuple[VehicleOrder, int]] = []
    page = services.pages.page

    def noted(order: VehicleOrder, start: int, *rest: Any) -> Any:
        assert not any(order is one and start == other for one, other in read), "twice"
        read.append((order, start))
        return page(order, start, *rest)

    monkeypatch.setattr(services.pages, "page", noted)
    found = Filter((Condition("vin", (Contains(vin_text(number)[-6:]),)),))
    oldest = [Sort("model_year"), Sort("vin")]
    user.after(lambda: table.sort_by(oldest))
    user.after(lambda: table.filter_by(found))
    user.view.select_ranges([range(1)], 0)
    user.after(lambda: table.filter_by(EVERYTHING))
    assert_in_the_middle(user, number)
    user.after(lambda: table.sort_by([]))
    assert_in_the_middle(user, number)
    user.press(Qt.Key.Key_Down if number > 3 else Qt.Key.Key_Up)
    assert user.current() == vin_text(number - 1 if number > 3 else number + 1)


def assert_in_the_middle(user: Onlooker, number: int) -> None:
    """Or as near as the ends of the table let it."""
    user.view.grab()
    user.wait()
    assert user.current() == vin_text(number)
    rows, row = user.view.rows_in_view(), user.view.current_row()
    assert row is not None
    assert row in rows
    middle = abs(row - (rows.start + rows.stop) // 2) <= 2
    assert middle or rows.start == 0 or rows.stop == MANY


@pytest.mark.usefixtures("many")
def test_what_is_looked_up_is_gone_to_although_it_is_current_already(
    user: Onlooker, table: VehicleTable
) -> None:
    user.after(lambda: table.reveal(vin_text(7)))
    user.view.scrollToTop()
    assert user.view.current_row() not in user.view.rows_in_view()
    user.after(lambda: table.reveal(vin_text(7)))
    assert user.view.current_row() in user.view.rows_in_view()


@pytest.mark.usefixtures("many")
def test_what_an_undo_brought_back_is_in_view_when_the_filter_is_given_up(
    user: Onlooker, services: Services, table: VehicleTable, threaded_runner: JobRunner
) -> None:
    history = UndoHistory(threaded_runner)
    removal = RemovalController(table, lambda: services, history, 1_000)
    user.after(lambda: table.filter_by(HONDAS))
    user.view.select_ranges([range(600, 603)], 600)
    chosen = user.selected()
    user.after(removal.remove_selected)
    user.view.scrollToTop()
    user.after(history.undo)
    assert user.selected() == chosen
    assert 600 in user.view.rows_in_view()
    user.after(lambda: table.filter_by(EVERYTHING))
    assert user.selected() == chosen
    assert user.view.current_row() in user.view.rows_in_view()


def test_a_filter_that_lets_nothing_through_is_no_empty_cache(
    user: Onlooker, many: list[Vehicle], table: VehicleTable
) -> None:
    user.after(lambda: table.filter_by(Filter((Condition("make", (Contains("zz"),)),))))
    assert table.row_count() == 0
    assert table.view.isVisible()
    assert not table.empty_state.isVisible()
    assert many


@pytest.mark.usefixtures("many")
def test_the_newest_wish_wins(user: Onlooker, table: VehicleTable) -> None:
    shown = QSignalSpy(table.counted)
    for make in ("h", "ho", "hon", "kia"):
        table.filter_by(Filter((Condition("make", (Contains(make),)),)))
    user.wait()
    assert {user.text(row, 1) for row in range(40)} == {"KIA"}
    assert shown.count() == 1


@pytest.mark.usefixtures("many")
def test_in_an_order_of_the_users_own_arrivals_are_offered_not_pushed_in(
    user: Onlooker, services: Services, table: VehicleTable
) -> None:
    offer = table.findChild(QPushButton, "show_new")
    assert offer is not None
    user.after(lambda: table._presenter.sort_by([Sort("vin")]))
    services.vehicles.save([vehicle(9_000), vehicle(9_001)])
    place = table.view.mapToGlobal(QPoint(0, 0))
    user.after(table.take_arrivals)
    assert table.row_count() == MANY
    assert offer.isVisible()
    assert table.view.mapToGlobal(QPoint(0, 0)) == place  # no row moves under the hand
    assert offer.text() == "2 new vehicles: show"
    user.after(offer.click)
    assert table.row_count() == MANY + 2
    assert not offer.isVisible()


@pytest.mark.usefixtures("many")
def test_in_an_order_of_the_users_own_an_import_that_ends_moves_nothing_and_shows_its_answers(
    user: Onlooker, services: Services, table: VehicleTable
) -> None:
    offer = table.findChild(QPushButton, "show_new")
    assert offer is not None
    user.after(lambda: table.sort_by([Sort("vin")]))
    make = [column.key for column in table.view.columns].index("make")
    before = user.text(0)
    answered = vehicle(next(n for n in range(MANY) if vin_text(n) == before), make="VOLVO")
    services.vehicles.save([answered, vehicle(9_000)])
    user.after(table.take_changes)
    assert table.row_count() == MANY
    assert (user.text(0), user.text(0, make)) == (before, "VOLVO")
    assert offer.text() == "1 new vehicle: show"
    user.after(offer.click)
    assert table.row_count() == MANY + 1


@pytest.mark.parametrize(
    ("sorts", "wanted"),
    [([], EVERYTHING), ([Sort("vin")], Filter((Condition("import", (Empty(),)),)))],
)
@pytest.mark.usefixtures("many")
def test_else_what_an_import_brought_is_shown_at_its_end(
    user: Onlooker, services: Services, table: VehicleTable, sorts: list[Sort], wanted: Filter
) -> None:
    user.after(lambda: table.sort_by(sorts))
    user.after(lambda: table.filter_by(wanted))
    services.vehicles.save([vehicle(9_000)])
    user.after(table.take_changes)
    assert table.row_count() == MANY + 1


@pytest.mark.usefixtures("many")
def test_what_was_new_to_rows_that_are_shown_no_more_is_not_offered(
    user: Onlooker,
    services: Services,
    table: VehicleTable,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer = table.findChild(QPushButton, "show_new")
    assert offer is not None
    user.after(lambda: table._presenter.sort_by([Sort("vin")]))
    services.vehicles.save([vehicle(9_000)])
    seen, newer = threading.Event(), services.pages.newer

    def late(newest: int, wanted: Filter, monitor: Monitor) -> int:
        count = newer(newest, wanted, monitor)
        seen.wait()
        return count

    monkeypatch.setattr(services.pages, "newer", late)
    table.take_arrivals()
    with qtbot.waitSignal(table.counted):
        table.reload()
    seen.set()
    user.wait()
    assert table.row_count() == MANY + 1
    assert not offer.isVisible()


@pytest.mark.usefixtures("many")
def test_by_a_column_that_is_not_shown_nothing_is_sorted(
    user: Onlooker, table: VehicleTable
) -> None:
    by_year = Sort("model_year", descending=True)
    user.after(lambda: table.sort_by([Sort("make"), by_year]))
    without_make = [column for column in table.view.columns if column.key != "make"]
    user.after(lambda: table.show_columns(without_make))
    assert table.sorts == (by_year,)
    without_vin_order = [column for column in without_make if column.key != "model_year"]
    user.after(lambda: table.show_columns(without_vin_order))
    assert table.sorts == ()
    assert user.text(0) == vin_text(MANY - 1), "newest first"


@pytest.mark.usefixtures("many")
def test_the_current_vehicle_is_told_when_it_is_another_one_or_is_clicked(
    user: Onlooker, services: Services, table: VehicleTable, qtbot: QtBot
) -> None:
    user.go_to(5)
    told = QSignalSpy(table.current_changed)
    services.vehicles.save([vehicle(9_000)])
    user.after(table.reload)
    assert user.current() == vin_text(MANY - 6)
    assert told.count() == 0, "who shows something that was looked up goes on"

    place = user.view.visualRect(user.view.currentIndex()).center()
    qtbot.mouseClick(user.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    user.wait()
    assert told.at(told.count() - 1) == [vin_text(MANY - 6)]
    user.after(lambda: user.go_to(3))
    assert told.at(told.count() - 1) == [user.text(3)]


@pytest.mark.usefixtures("many")
def test_an_answer_about_a_vehicle_in_view_is_drawn(
    user: Onlooker, services: Services, table: VehicleTable
) -> None:
    user.after(lambda: table._presenter.sort_by([Sort("vin")]))
    user.view.grab()
    assert user.text(2, 1) != "SAAB"
    services.vehicles.save([vehicle(2, make="SAAB")])
    user.after(lambda: table.reveal(vin_text(2)))
    assert user.current() == vin_text(2)
    assert user.text(2, 1) == "SAAB"


@pytest.mark.usefixtures("many")
def test_arrivals_come_in_at_leisure(
    user: Onlooker, services: Services, table: VehicleTable, qtbot: QtBot
) -> None:
    shown = QSignalSpy(table.counted)
    for number in range(20):
        services.vehicles.save([vehicle(9_000 + number)])
        table.take_arrivals()
    qtbot.waitUntil(lambda: table.row_count() == MANY + 20)
    assert shown.count() <= 2
    assert user.top() == vin_text(9_019)


@pytest.mark.usefixtures("many")
def test_a_vehicle_that_the_filter_hides_is_said_to_be_hidden(
    user: Onlooker, table: VehicleTable
) -> None:
    user.after(lambda: table.filter_by(HONDAS))
    hidden = QSignalSpy(table.hidden)
    user.after(lambda: table.reload(reveal=vin_text(1)))
    assert hidden.at(0) == [vin_text(1)]
    user.after(lambda: table.reload(reveal=vin_text(3)))
    assert hidden.count() == 1
    assert user.current() == vin_text(3)


@pytest.mark.usefixtures("many")
def test_undo_brings_rows_order_and_selection_back(
    user: Onlooker, services: Services, table: VehicleTable, threaded_runner: JobRunner
) -> None:
    history = UndoHistory(threaded_runner)
    removal = RemovalController(table, lambda: services, history, 1_000)
    user.toggle([1, 2, 3, 100, 2_999])
    before, chosen = user.vins(), user.selected()
    user.after(removal.remove_selected)
    assert user.vins() == [vin for vin in before if vin not in chosen]
    user.after(history.undo)
    assert user.vins() == before
    assert user.selected() == chosen
    user.after(history.redo)
    assert user.vins() == [vin for vin in before if vin not in chosen]


@pytest.mark.usefixtures("many")
def test_of_delete_that_is_pressed_twice_only_the_first_removes_and_is_undone(
    user: Onlooker, services: Services, table: VehicleTable, threaded_runner: JobRunner
) -> None:
    history = UndoHistory(threaded_runner)
    removal = RemovalController(table, lambda: services, history, 1_000)
    told: list[str] = []
    for signal in (removal.told, removal.under_way):
        signal.connect(told.append)
    user.toggle([1, 2])
    before, chosen = user.vins(), user.selected()
    removal.remove_selected()
    user.after(removal.remove_selected)
    assert told[-1] == "2 were removed or looked up again meanwhile."
    assert table.row_count() == MANY - 2
    user.after(history.undo)
    assert (user.vins(), user.selected(), history.undo_text) == (before, chosen, None)


@pytest.mark.usefixtures("many")
def test_many_are_removed_only_after_a_question(
    user: Onlooker, services: Services, table: VehicleTable, threaded_runner: JobRunner
) -> None:
    history = UndoHistory(threaded_runner)
    removal = RemovalController(table, lambda: services, history, 1_000)

    def question() -> QMessageBox:
        box = table.findChild(QMessageBox, "removal_question")
        assert box is not None
        return box

    table.view.selectAll()
    removal.remove_selected()
    assert question().text() == f"Remove {vehicles(MANY)} from the cache?"
    user.after(question().reject)
    assert table.row_count() == MANY
    carried_away = question()
    carried_away.setObjectName("answered")

    removal.remove_selected()
    confirm = question().findChild(QPushButton, "confirm_removal")
    assert confirm is not None
    user.after(confirm.click)
    assert table.row_count() == 0
    assert table.empty_state.isVisible()
    user.after(history.undo)
    assert table.row_count() == table.selected_count() == MANY


def test_the_model_obeys_qt_whatever_is_done(
    user: Onlooker, many: list[Vehicle], table: VehicleTable, services: Services
) -> None:
    tester = QAbstractItemModelTester(
        table.view.model(), QAbstractItemModelTester.FailureReportingMode.Warning
    )
    user.after(lambda: table.filter_by(HONDAS))
    services.vehicles.save([vehicle(9_000, make="HONDA")])
    user.after(table.reload)
    user.after(lambda: table.filter_by(EVERYTHING))
    assert tester.model() is table.view.model()
    assert many


class Walk(QObject):
    """Random use of the table, and what a plain list says it must show."""

    def __init__(self, user: Onlooker, services: Services, history: UndoHistory, seed: int) -> None:
        super().__init__(user.table)
        self.rng = random.Random(seed)
        self.user, self.services, self.history = user, services, history
        self.removal = RemovalController(user.table, lambda: services, history, 10_000)
        self.plain: list[Vehicle] = []  # newest first
        self.removed: list[list[Vehicle]] = []
        self.wanted, self.descending = EVERYTHING, None
        self.fresh = iter(range(100_000))

    def expected(self) -> list[str]:
        rows = [one for one in self.plain if is_wanted(one, self.wanted)]
        if self.descending is not None:
            with_year = [one for one in rows if "model_year" in one.values]
            with_year.sort(key=lambda one: one.values["model_year"], reverse=self.descending)
            rows = with_year + [one for one in rows if "model_year" not in one.values]
        return [one.vin.text for one in rows]

    def step(self) -> None:
        steps: tuple[Callable[[], None], ...] = (
            self.save, self.save, self.remove, self.undo, self.filter, self.sort, self.scroll,
            self.select, self.select,
        )  # fmt: skip
        before = (self.user.selected(), self.user.current())
        step = self.rng.choice(steps)
        self.user.after(step)
        assert self.user.vins() == self.expected()
        if step in {self.save, self.scroll}:
            assert self.user.selected() == before[0]
            assert self.user.current() == before[1] or not before[1]

    def save(self) -> None:
        fresh = [self.some(next(self.fresh)) for _ in range(self.rng.randint(1, 40))]
        self.plain = [*reversed(fresh), *self.plain]
        self.services.vehicles.save(fresh)
        self.user.table.reload()

    def some(self, number: int) -> Vehicle:
        make = self.rng.choice(("HONDA", "KIA", "VOLVO"))
        if self.rng.random() < 0.2:
            return vehicle(number, make=make)
        return vehicle(number, make=make, model_year=self.rng.randint(1990, 2000))

    def remove(self) -> None:
        gone = self.user.selected()
        if gone:
            self.removal.remove_selected()
            self.removed.append(self.plain)
            self.plain = [one for one in self.plain if one.vin.text not in gone]

    def undo(self) -> None:
        """Only what was removed last, and only if nothing came in since."""
        if self.removed:
            back = self.removed.pop()
            known = {one.vin for one in back}
            self.plain = [*(one for one in self.plain if one.vin not in known), *back]
            self.history.undo()

    def filter(self) -> None:
        self.wanted = self.rng.choice((EVERYTHING, HONDAS))
        self.user.table.filter_by(self.wanted)

    def sort(self) -> None:
        self.descending = self.rng.choice((None, True, False))
        sorts = [] if self.descending is None else [Sort("model_year", self.descending)]
        self.user.table._presenter.sort_by(sorts)

    def scroll(self) -> None:
        bar = self.user.view.verticalScrollBar()
        bar.setValue(self.rng.randint(0, bar.maximum()))

    def select(self) -> None:
        count = self.user.table.row_count()
        if count:
            self.user.toggle([self.rng.randrange(count) for _ in range(self.rng.randint(1, 6))])
            self.user.go_to(self.rng.randrange(count))


@pytest.mark.parametrize(
    ("seed", "steps"), [(1, 60), (2, 60), pytest.param(3, 3_000, marks=pytest.mark.long)]
)
def test_the_view_and_a_plain_list_never_differ(
    user: Onlooker, services: Services, threaded_runner: JobRunner, seed: int, steps: int
) -> None:
    walk = Walk(user, services, UndoHistory(threaded_runner), seed)
    user.after(user.table.reload)
    for _ in range(steps):
        walk.step()
