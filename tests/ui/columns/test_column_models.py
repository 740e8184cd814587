import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from tests.ui.columns.moving import moved
from vindesk.domain.fields import BY_COLUMN
from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.columns.field_tree import FieldSearch, FieldTree
from vindesk.ui.columns.shown_columns import ShownColumns
from vindesk.ui.vehicles.vehicle_columns import all_columns, columns_by_key

USUAL = ColumnLayout()
BOX = Qt.ItemDataRole.CheckStateRole
TIP = Qt.ItemDataRole.ToolTipRole
State = Qt.CheckState
ROOT = QModelIndex()


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)


def group_of(tree: QAbstractItemModel, name: str) -> QModelIndex:
    groups = (tree.index(row, 0) for row in range(tree.rowCount(ROOT)))
    return next(group for group in groups if group.data() == name)


def entry(tree: QAbstractItemModel, key: str) -> QModelIndex:
    group = group_of(tree, columns_by_key()[key].group)
    rows = (tree.index(row, 0, group) for row in range(tree.rowCount(group)))
    return next(index for index in rows if index.data() == columns_by_key()[key].title)


def titles(tree: QAbstractItemModel) -> list[str]:
    groups = [tree.index(row, 0) for row in range(tree.rowCount(ROOT))]
    return [
        tree.index(row, 0, group).data() for group in groups for row in range(tree.rowCount(group))
    ]


@pytest.fixture
def tree(qapp: object) -> FieldTree:
    return FieldTree(USUAL)


def test_the_tree_obeys_qt(tree: FieldTree) -> None:
    search = FieldSearch(tree)
    first, second = watched(tree), watched(search)
    for text, layout in (
        ("brake", USUAL.show("doors")),
        ("nothing has this name", USUAL),
        ("", USUAL.hide("make")),
    ):
        search.search(text)
        tree.show_layout(layout)
    assert first.model() is tree
    assert second.model() is search


def test_every_column_is_in_the_tree_once(tree: FieldTree) -> None:
    assert titles(tree) == [column.title for column in all_columns()]


def test_boxes_show_the_layout_and_those_of_groups_what_is_in_them(tree: FieldTree) -> None:
    assert entry(tree, "make").data(BOX) == State.Checked
    assert entry(tree, "doors").data(BOX) == State.Unchecked
    assert group_of(tree, "General").data(BOX) == State.PartiallyChecked
    assert group_of(tree, "Engine").data(BOX) == State.Unchecked
    engine = [column.key for column in all_columns() if column.group == "Engine"]
    tree.show_layout(USUAL.show(*engine))
    assert group_of(tree, "Engine").data(BOX) == State.Checked
    tree.show_layout(USUAL.show(*engine[1:]))
    assert group_of(tree, "Engine").data(BOX) == State.PartiallyChecked


def test_a_box_asks_and_changes_nothing_itself(tree: FieldTree) -> None:
    asked = QSignalSpy(tree.asked)
    assert tree.setData(entry(tree, "doors"), State.Checked.value, BOX)
    assert tree.setData(entry(tree, "make"), State.Unchecked.value, BOX)
    assert [asked.at(0), asked.at(1)] == [[["doors"], True], [["make"], False]]
    assert entry(tree, "doors").data(BOX) == State.Unchecked
    assert not tree.setData(entry(tree, "make"), "Mark", Qt.ItemDataRole.EditRole)


def test_the_vin_has_a_box_that_cannot_be_changed(tree: FieldTree) -> None:
    vin = entry(tree, "vin")
    assert vin.data(BOX) == State.Checked
    assert not vin.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert "always" in vin.data(TIP)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("gross vehicle weight", "gvwr"),
        ("GVWR", "gvwr"),
        ("engine cylinders", "engine_cylinders"),
        ("EngineCylinders", "engine_cylinders"),
        ("engine_cyl", "engine_cylinders"),
        ("mechanical brake", "brake_system_type"),
        ("tire pressure", "tpms"),
        ("added", "added_at"),
        ("  vin   suggested ", "suggested_vin"),
    ],
)
def test_a_search_finds_a_field_by_anything_it_is_called(
    tree: FieldTree, text: str, key: str
) -> None:
    search = FieldSearch(tree)
    search.search(text)
    assert columns_by_key()[key].title in titles(search)
    assert search.found() == len(titles(search)) < 40


def test_a_search_finds_words_of_the_description(tree: FieldTree) -> None:
    words = BY_COLUMN["adaptive_cruise_control"].description.split()[3:7]
    search = FieldSearch(tree)
    search.search(" ".join(words))
    assert columns_by_key()["adaptive_cruise_control"].title in titles(search)


def test_the_best_find_is_one_that_is_called_so(tree: FieldTree) -> None:
    search = FieldSearch(tree)
    for text, title in (
        ("model year", "Model Year"),
        ("gross vehicle weight from", columns_by_key()["gvwr"].title),
        ("", "VIN"),
        ("no such thing", None),
    ):
        search.search(text)
        assert search.best().data() == title


def test_the_box_of_a_group_stands_for_what_was_found_in_it(tree: FieldTree) -> None:
    search = FieldSearch(tree)
    asked = QSignalSpy(tree.asked)
    search.search("engine brake hp")
    group = group_of(search, "Engine")
    assert search.setData(group, State.Checked.value, BOX)
    assert asked.at(0) == [["engine_hp", "engine_hp_to"], True]
    tree.show_layout(USUAL.show("engine_hp", "engine_hp_to"))
    assert group.data(BOX) == State.Checked
    assert group_of(tree, "Engine").data(BOX) == State.PartiallyChecked


@pytest.fixture
def shown(qapp: object) -> ShownColumns:
    return ShownColumns(USUAL)


def move(model: ShownColumns, row: int, place: int) -> bool:
    return model.moveRow(ROOT, row, ROOT, place)


def test_the_list_obeys_qt(shown: ShownColumns) -> None:
    check = watched(shown)
    for layout in (
        USUAL.show("doors", "gvwr"),
        USUAL.hide("make"),
        moved(USUAL, "model", 5),
        moved(USUAL.pin_vin(False), "vin", 3),
        USUAL.reorder(["doors"]),
        USUAL,
    ):
        shown.show_layout(layout)
        assert tuple(shown.keys) == layout.order
    assert move(shown, 1, 4)
    assert move(shown, 4, 2)
    assert check.model() is shown


def test_a_column_is_moved_before_another_and_told_once(shown: ShownColumns) -> None:
    reordered = QSignalSpy(shown.reordered)
    assert move(shown, 1, 4)
    assert list(shown.keys)[:4] == ["vin", "model", "model_year", "make"]
    assert move(shown, 3, 1)
    assert tuple(shown.keys) == USUAL.order
    assert reordered.count() == 2


def test_a_move_that_makes_no_sense_is_refused(shown: ShownColumns) -> None:
    for row, place in ((0, 3), (1, 1), (1, 2), (-1, 3), (99, 1), (1, 0), (8, 10)):
        assert not move(shown, row, place)
    assert tuple(shown.keys) == USUAL.order


def test_a_column_dropped_before_the_pinned_vin_comes_after_it(shown: ShownColumns) -> None:
    assert move(shown, 5, 0)
    assert shown.keys[:2] == ["vin", USUAL.order[5]]
    shown.show_layout(USUAL.pin_vin(False))
    assert move(shown, 5, 0)
    assert shown.keys[:2] == [USUAL.order[5], "vin"]


def test_only_what_may_move_can_be_dragged(shown: ShownColumns) -> None:
    drag = Qt.ItemFlag.ItemIsDragEnabled
    assert not shown.index(0, 0).flags() & drag
    assert shown.index(1, 0).flags() & drag
    shown.show_layout(USUAL.pin_vin(False))
    assert shown.index(0, 0).flags() & drag


def test_a_row_that_goes_or_comes_is_told_as_one(shown: ShownColumns) -> None:
    reset = QSignalSpy(shown.modelReset)
    gone, come = QSignalSpy(shown.rowsRemoved), QSignalSpy(shown.rowsInserted)
    shown.show_layout(USUAL.hide("model"))
    shown.show_layout(USUAL.hide("model").show("doors"))
    assert (gone.count(), come.count(), reset.count()) == (1, 1, 0)
