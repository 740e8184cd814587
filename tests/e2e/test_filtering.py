"""Finding vehicles: typed filters, completion, the menu of a cell, facets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QLabel, QMessageBox

from tests.e2e.conftest import User
from tests.e2e.fleet import ALL, OTHERS
from tests.e2e.hands import (
    LEFT,
    choose_from_cell_menu,
    click_cell,
    click_head,
    count,
    filter_entry,
    selected_vins,
    type_filter,
    until_counted,
    values,
)
from tests.e2e.test_own_columns import forget_first, take
from tests.e2e.test_refreshing import import_refreshing_all
from tests.fakes.vpic_server import VpicServer
from vindesk.domain.errors import DiskFull
from vindesk.domain.import_job import ImportReport
from vindesk.domain.monitor import Monitor
from vindesk.services.importing import Importer
from vindesk.ui.actions import ActionId
from vindesk.ui.details.details_panel import DetailsPanel
from vindesk.ui.facets.facet_section import FacetSection

Key = Qt.Key
PETERBILT, KENWORTH, OLDER = "1XPWD40X1ED215307", "1XKWDB0X57J211825", "1XP5DB9X7YN526158"


DOUBTFUL = 'make:kenworth year:2005-2010 body:"truck-tractor" quality:doubtful model:empty'


def test_a_typed_filter_shows_what_it_means_and_how_many_that_are(owner: User) -> None:
    for typed, vin in {
        "peterbilt 2014": "1XPWD40X1ED215307",
        DOUBTFUL: "1XKWD4OX57J211825",
        "make:kenworth -quality:doubtful": "1XKWDB0X57J211825",
    }.items():
        type_filter(owner, typed)
        until_counted(owner, f"1 of {ALL} vehicles")
        assert values(owner, "vin") == [vin], typed
        assert owner.window.windowTitle() == f"{typed} — vindesk"

        owner.press(ActionId.CLEAR_FILTER)
        until_counted(owner, f"{ALL} vehicles")
        assert owner.window.windowTitle() == "vindesk", typed


def test_what_cannot_be_read_is_said_and_the_table_stays(owner: User) -> None:
    message = owner.window.findChild(QLabel, "filter_message")
    assert message is not None
    type_filter(owner, "make:volvo year:20x5")
    owner.until(message.isVisible)
    assert message.text().startswith("“20x5” is not a number.")
    assert values(owner, "make", 2) != ["VOLVO TRUCK"], "half of it is not applied"

    entry = filter_entry(owner)
    owner.qtbot.keyClick(entry, Key.Key_Return)
    assert entry.selectedText() == "20x5"
    assert entry.hasFocus()
    owner.qtbot.keyClicks(entry, "2014")
    until_counted(owner, f"1 of {ALL} vehicles")
    assert not message.isVisible()


def test_fields_and_values_are_completed_by_keys(owner: User) -> None:
    entry = filter_entry(owner)
    type_filter(owner, "mak")
    owner.until(entry.popup.isVisible)
    owner.qtbot.keyClick(entry.popup, Key.Key_Down)
    owner.qtbot.keyClick(entry.popup, Key.Key_Return)
    assert entry.text() == "make:"

    owner.qtbot.keyClicks(entry, "bilt")
    owner.until(entry.popup.isVisible)
    owner.qtbot.keyClick(entry.popup, Key.Key_Down)
    owner.qtbot.keyClick(entry.popup, Key.Key_Return)
    assert entry.text() == "make:=PETERBILT "
    until_counted(owner, f"3 of {ALL} vehicles")


def test_return_leads_to_the_first_vehicle_found(owner: User) -> None:
    type_filter(owner, '"peterbilt"')  # in quotes no field is offered
    owner.qtbot.keyClick(filter_entry(owner), Key.Key_Return)
    until_counted(owner, f"3 of {ALL} vehicles")
    assert owner.window.focusWidget() is owner.table
    assert selected_vins(owner) == ["1XPWD40X1ED215307"]
    owner.qtbot.keyClick(owner.table, Key.Key_Down)
    assert selected_vins(owner) == ["1XP5DB9X7YN526158"]


def test_escape_clears_the_filter_and_leads_to_the_table(owner: User) -> None:
    type_filter(owner, '"peterbilt"')
    until_counted(owner, f"3 of {ALL} vehicles")
    owner.qtbot.keyClick(filter_entry(owner), Key.Key_Escape)
    until_counted(owner, f"{ALL} vehicles")
    assert filter_entry(owner).text() == ""
    assert owner.window.focusWidget() is owner.table
    assert len(selected_vins(owner)) == 1


def test_a_current_vehicle_that_the_filter_hides_has_no_stand_in(owner: User) -> None:
    click_cell(owner, 5, "make")
    owner.until_quiet()
    type_filter(owner, "kenworth ")
    until_counted(owner, f"2 of {ALL} vehicles")
    assert owner.table.current_row() is None
    assert owner.session.desk.table.selected_count() == 0


def test_the_menu_of_a_cell_filters_by_it_and_against_it(owner: User) -> None:
    choose_from_cell_menu(owner, 1, "make", ActionId.FILTER_BY_VALUE)
    until_counted(owner, f"3 of {ALL} vehicles")
    choose_from_cell_menu(owner, 0, "model", ActionId.FILTER_WITHOUT_VALUE)
    until_counted(owner, f"2 of {ALL} vehicles")
    assert values(owner, "model") == ["379", "379"]
    owner.press(ActionId.CLEAR_FILTER)
    until_counted(owner, f"{ALL} vehicles")

    choose_from_cell_menu(owner, 0, "body_class", ActionId.FILTER_EMPTY)
    until_counted(owner, f"1 of {ALL} vehicles")
    assert filter_entry(owner).text() == "body:empty"


# -- facets ------------------------------------------------------------------------


def facet(user: User, column: str) -> FacetSection:
    """The facet of ``column``, opened and counted."""
    if not user.window.facets_dock.isVisible():
        user.press(ActionId.SHOW_FACETS)
    section = user.session.desk.facets.section(column)
    section.open(opened=True)
    user.until(lambda: section.model.counted)
    user.until_quiet()
    return section


def shown_in(section: FacetSection) -> dict[str, str]:
    rows = map(section.model.facet_row, range(section.model.rowCount()))
    return {row.text: row.number for row in rows}


def click_value(user: User, section: FacetSection, text: str) -> None:
    row = list(shown_in(section)).index(text)
    place = section.list.visualRect(section.model.index(row)).center()
    user.qtbot.mouseClick(section.list.viewport(), LEFT, pos=place)


def test_facets_count_and_filter_several_at_once(owner: User) -> None:
    makes = facet(owner, "make")
    assert shown_in(makes) == {
        "FREIGHTLINER": str(OTHERS),
        "PETERBILT": "3",
        "KENWORTH": "2",
        "LAMBORGHINI": "1",
        "VOLVO TRUCK": "1",
    }
    click_value(owner, makes, "PETERBILT")
    until_counted(owner, f"3 of {ALL} vehicles")
    click_value(owner, makes, "KENWORTH")
    until_counted(owner, f"5 of {ALL} vehicles")
    assert filter_entry(owner).text() == "make:=PETERBILT,=KENWORTH"

    years = facet(owner, "model_year")
    assert sum(map(int, shown_in(years).values())) == 5, "of what the other facets leave"
    click_value(owner, years, "2014")
    until_counted(owner, f"1 of {ALL} vehicles")

    owner.qtbot.mouseClick(makes.header.clear_button, LEFT)
    until_counted(owner, f"2 of {ALL} vehicles")
    assert filter_entry(owner).text() == "year:2014"


def test_a_typed_filter_marks_the_facets(owner: User) -> None:
    makes = facet(owner, "make")
    type_filter(owner, "make:=kenworth ")
    until_counted(owner, f"2 of {ALL} vehicles")
    type_filter(owner, "make:=KENWORTH ")
    owner.until(lambda: makes.model.chosen_count == 1)
    assert makes.header.clear_button.isVisible()


def test_a_facet_is_searched_within_and_walked_by_keys(owner: User) -> None:
    models = facet(owner, "model")
    models.list.setFocus()
    owner.qtbot.keyClicks(models.list, "m")
    owner.until(models.search.isVisible)
    owner.qtbot.keyClicks(models.search, "03")
    owner.until(lambda: list(shown_in(models)) == ["M03"])
    owner.until_quiet()
    owner.qtbot.keyClick(models.search, Key.Key_Down)
    owner.qtbot.keyClick(models.list, Key.Key_Space)
    until_counted(owner, f"25 of {ALL} vehicles")


# -- what imports change -----------------------------------------------------------


def test_what_an_import_refreshed_before_it_failed_is_shown_in_a_sorted_table(
    user: User, vpic_server: VpicServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New vehicles of an import that still runs are only counted there."""
    run = Importer.run

    def answer_and_fail(importer: Importer, number: int, monitor: Monitor) -> ImportReport:
        run(importer, number, monitor)
        raise DiskFull("There is no room.")

    monkeypatch.setattr(Importer, "run", answer_and_fail)
    for vin in (PETERBILT, KENWORTH):
        user.look_up(vin)
    click_head(user, "model")
    user.click_row(1)
    current = selected_vins(user)
    vpic_server.set_values(PETERBILT, Model="389")
    import_refreshing_all(user, PETERBILT)
    user.until(lambda: user.window.findChild(QMessageBox, "failure"))
    user.until_quiet()
    assert "389" in values(user, "model")
    assert selected_vins(user) == current
    box = user.window.findChild(QMessageBox, "failure")
    assert box is not None
    box.reject()


def test_under_a_list_that_is_forgotten_no_vehicle_is_shown_and_none_is_counted(
    start: Callable[..., User], tmp_path: Path
) -> None:
    user = start("--source", "embedded")
    user.look_up(KENWORTH)
    click_head(user, "make")  # else arrivals put it in order once more
    take(user, tmp_path, "March", f"VIN\n{PETERBILT}\n{OLDER}\n")
    show = user.window.jobs_dock.widget().findChild(QAbstractButton, "job_show_button")
    assert show is not None
    show.click()
    until_counted(user, "2 of 3 vehicles")
    makes = facet(user, "make")
    assert shown_in(makes) == {"PETERBILT": "2"}
    forget_first(user)
    until_counted(user, "0 of 3 vehicles")
    assert shown_in(makes) == {}


# -- the next day ------------------------------------------------------------------


def test_filter_order_and_facets_are_there_again_after_a_restart(
    owner: User, start: Callable[..., User], vpic_server: VpicServer
) -> None:
    facet(owner, "source")
    type_filter(owner, "peterbilt ")
    until_counted(owner, f"3 of {ALL} vehicles")
    click_head(owner, "model_year")
    owner.session.close()

    again = start(url=vpic_server.url)
    again.until(lambda: count(again) == f"3 of {ALL} vehicles")
    assert filter_entry(again).text() == "peterbilt "
    assert values(again, "model_year") == ["1999", "2000", "2014"]
    assert again.session.desk.facets.section("source").opened
    assert again.table.heads.accessibleDescription().endswith("Sorted by Model Year ascending")


def test_an_answer_that_the_filter_hides_stays_in_the_details(owner: User) -> None:
    type_filter(owner, "make:volvo")
    until_counted(owner, f"1 of {ALL} vehicles")
    click_cell(owner, 0, "vin")
    owner.until_quiet()
    told = QSignalSpy(owner.session.desk.table.current_changed)
    owner.look_up("2HSCUAPR98C642135")
    assert told.count() == 0
    assert details(owner) == "2HSCUAPR98C642135"
    assert values(owner, "vin")[0] == "4V4NC9EJXEN171694"

    click_cell(owner, 0, "make")
    owner.until(lambda: details(owner) == "4V4NC9EJXEN171694")


def test_the_last_of_a_few_that_were_pasted_is_shown_and_current(owner: User) -> None:
    several = ["2HSCUAPR98C642135", "3AKJGLDR5HSHY0001"]
    owner.session.desk.lookup.take_text("\n".join(several))
    owner.until(lambda: details(owner) == several[-1])
    owner.until_quiet()
    assert details(owner) == several[-1]
    assert selected_vins(owner) == several[-1:]


def details(user: User) -> str:
    panel = user.window.findChild(DetailsPanel)
    assert panel is not None
    return panel.vehicle.vin.text if panel.vehicle else ""
