"""What a screen reader is told, and where the Tab key leads."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.e2e.conftest import User
from tests.e2e.every_window import opened
from tests.e2e.fleet import ALL, OTHERS
from tests.e2e.hands import click_cell, click_head, filter_entry, type_filter, until_counted
from tests.e2e.screen_reader import DESCRIPTION, NAME, Role, told
from vindesk.ui.actions import ActionId
from vindesk.ui.details.field_tree import FieldTree


def said(thing: QObject, role: Role, most: int = 40) -> list[str]:
    """The names of the first children of ``thing`` that have ``role``."""
    whole = told(thing)
    children = map(whole.child, range(min(whole.childCount(), most)))
    return [child.text(NAME) for child in children if child and child.role() is role]


def test_a_row_of_the_table_is_told_as_a_whole_and_each_cell_by_itself(
    owner: User, by_rows: None
) -> None:
    owner.rows()
    assert told(owner.table).role() is Role.Table
    assert told(owner.table).text(NAME) == "Vehicles"
    assert said(owner.table, Role.ColumnHeader)[:4] == ["VIN", "Make", "Model", "Model Year"]
    cells = said(owner.table, Role.Cell)
    assert cells[0].startswith(
        "VIN 1XKWD4OX57J211825, Make KENWORTH, Model Year 2007, Body Class Truck-Tractor,"
        " Quality Doubtful, Source Embedded, Fetched "
    ), "what has no data is left out"
    assert cells[1:5] == ["KENWORTH", "No data", "2007", "Truck-Tractor"]


def test_the_order_is_told_with_the_columns(owner: User) -> None:
    click_head(owner, "model_year")
    assert told(owner.table.heads).text(NAME) == "Columns"
    assert "Sorted by Model Year ascending" in told(owner.table.heads).text(DESCRIPTION)


def test_a_value_of_a_facet_is_told_with_its_number_and_its_mark(owner: User) -> None:
    owner.press(ActionId.SHOW_FACETS)
    makes = owner.session.desk.facets.section("make")
    owner.until(lambda: makes.model.counted)
    owner.until_quiet()
    assert told(owner.session.desk.facets).text(NAME) == "Facets"
    assert told(makes.list).text(NAME) == "Make"
    assert told(makes.list).role() is Role.List
    assert told(makes.header.button).text(NAME) == "Make, 5"
    first = told(makes.list).child(0)
    assert first.text(NAME).startswith(f"FREIGHTLINER, {OTHERS} vehicles")
    assert first.state().checkable
    assert not first.state().checked

    type_filter(owner, "make:=FREIGHTLINER ")
    until_counted(owner, f"{OTHERS} of {ALL} vehicles")
    assert told(makes.list).child(0).state().checked
    assert told(makes.header.clear_button).text(NAME) == "Clear Make"


def test_the_details_are_told_field_by_field(owner: User, by_rows: None) -> None:
    tree = owner.window.findChild(FieldTree)
    assert tree is not None
    click_cell(owner, 1, "make")
    owner.until(tree.isVisible)
    owner.until_quiet()
    assert told(tree).role() is Role.Tree
    assert told(tree).text(NAME) == "Fields of the vehicle"
    names = said(tree, Role.TreeItem)
    assert "General" in names
    assert "Model: 388" in names


def test_an_answer_is_told_with_what_it_is_and_how_good(owner: User, heard: list[str]) -> None:
    owner.type_vin("1XPWD40X1ED215307")
    owner.until(lambda: owner.status.startswith("From "))
    answer = f"PETERBILT 388 2014, decoded. {owner.status}"
    assert f"Announcement: {answer}" in heard
    assert told(owner.entry).text(DESCRIPTION).startswith(answer)
    owner.entry.setText("1XPWD4")
    waiting = told(owner.entry).text(DESCRIPTION)
    owner.entry.setText("1XPWD40X1")
    assert told(owner.entry).text(DESCRIPTION) == waiting, "else each letter would talk"


def test_what_a_filter_leaves_is_told_once_and_where_it_is_typed(
    owner: User, heard: list[str]
) -> None:
    type_filter(owner, "make:=FREIGHTLINER ")
    left = f"{OTHERS} of {ALL} vehicles"
    until_counted(owner, left)
    assert told(filter_entry(owner)).text(DESCRIPTION) == left
    assert heard.count(f"Announcement: {left}") == 1
    owner.session.desk.table.reload()
    owner.until_quiet()
    assert heard.count(f"Announcement: {left}") == 1


def test_what_cannot_be_read_in_the_filter_is_told_with_the_entry(owner: User) -> None:
    type_filter(owner, "year:20x5 ")
    entry = filter_entry(owner)
    assert told(entry).text(NAME) == "Filter"
    owner.until(lambda: told(entry).text(DESCRIPTION).startswith("“20x5” is not a number."))


def focused(user: User) -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    assert user.window.isAncestorOf(widget)
    return widget


def test_tab_leads_through_an_export_in_the_order_in_which_it_is_read(owner: User) -> None:
    with opened(owner, "export") as window:
        names: list[str] = []
        for _step in range(8):
            place = QApplication.focusWidget()
            assert place is not None
            names.append(place.objectName())
            owner.qtbot.keyClick(window, Qt.Key.Key_Tab)
        assert names[2:7] == [
            "export_format",
            "export_compression",
            "export_row_group",
            "export_partition",
            "export_button",
        ]


def test_tab_leads_from_the_vin_to_the_filter_the_table_and_the_details(owner: User) -> None:
    click_cell(owner, 1, "make")
    owner.until_quiet()
    owner.press(ActionId.LOOKUP)
    names: list[str] = []
    for _step in range(8):
        names.append(focused(owner).objectName() or told(focused(owner)).text(NAME))
        owner.qtbot.keyClick(focused(owner), Qt.Key.Key_Tab)
    assert names == [
        "vin_entry",
        "lookup_button",
        "source_choice",
        "filter_entry",
        "vehicle_table",
        "Columns",
        "Details",
        "field_search",
    ]
