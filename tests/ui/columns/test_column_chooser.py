import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.columns.moving import moved
from vindesk.config.settings import Appearance
from vindesk.ui.columns.column_chooser import ColumnChooser
from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.seen_boxes import SeenBoxes
from vindesk.ui.theme import apply_theme
from vindesk.ui.vehicles.vehicle_columns import columns_by_key

USUAL = ColumnLayout()
LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@pytest.fixture
def chooser(qtbot: QtBot) -> ColumnChooser:
    dialog = ColumnChooser(USUAL)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    return dialog


def press(chooser: ColumnChooser, name: str) -> None:
    button = chooser.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    QTest.mouseClick(button, LEFT)


def end(chooser: ColumnChooser, which: QDialogButtonBox.StandardButton) -> None:
    box = chooser.findChild(QDialogButtonBox)
    assert box is not None
    QTest.mouseClick(box.button(which), LEFT)


def field(chooser: ColumnChooser, key: str) -> QModelIndex:
    model = chooser.tree.model()
    groups = [model.index(row, 0) for row in range(model.rowCount())]
    fields = [
        model.index(row, 0, group) for group in groups for row in range(model.rowCount(group))
    ]
    return next(index for index in fields if index.data() == columns_by_key()[key].title)


def box_of(chooser: ColumnChooser, index: QModelIndex) -> QPoint:
    chooser.tree.setExpanded(index.parent(), True)
    chooser.tree.scrollTo(index)
    option = QStyleOptionViewItem()
    chooser.tree.initViewItemOption(option)
    option.rect = chooser.tree.visualRect(index)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    element = QStyle.SubElement.SE_ItemViewItemCheckIndicator
    return chooser.style().subElementRect(element, option, chooser.tree).center()


def choose(chooser: ColumnChooser, key: str) -> None:
    place = box_of(chooser, field(chooser, key))
    QTest.mouseClick(chooser.tree.viewport(), LEFT, pos=place)


def go_to(chooser: ColumnChooser, row: int) -> None:
    chooser.list.setCurrentIndex(chooser.list.model().index(row, 0))
    chooser.list.setFocus()


def test_a_click_on_a_box_shows_the_column_at_once(qtbot: QtBot, chooser: ColumnChooser) -> None:
    with qtbot.waitSignal(chooser.layout_changed) as changed:
        choose(chooser, "doors")
    assert changed.args == [USUAL.show("doors")]
    assert chooser.list.currentIndex().data() == "Doors"
    with qtbot.waitSignal(chooser.layout_changed) as changed:
        choose(chooser, "doors")
    assert changed.args == [USUAL]


def test_the_box_of_the_vin_cannot_be_emptied(chooser: ColumnChooser) -> None:
    changed = QSignalSpy(chooser.layout_changed)
    choose(chooser, "vin")
    assert changed.count() == 0
    assert chooser.chosen == USUAL


def test_everything_can_be_done_with_keys(qtbot: QtBot, chooser: ColumnChooser) -> None:
    assert chooser.focusWidget() is chooser.search
    QTest.keyClicks(chooser.search, "gross vehicle weight from")
    QTest.keyClick(chooser.search, Key.Key_Return)
    assert chooser.isVisible()
    assert chooser.focusWidget() is chooser.tree
    assert chooser.tree.currentIndex().data() == columns_by_key()["gvwr"].title
    QTest.keyClick(chooser.tree, Key.Key_Space)
    assert chooser.chosen == USUAL.show("gvwr")

    chooser.list.setFocus()
    for _step in range(3):
        QTest.keyClick(chooser.list, Key.Key_Up, ALT)
    assert chooser.chosen.order[-4] == "gvwr"
    assert chooser.list.currentIndex().data() == columns_by_key()["gvwr"].title
    QTest.keyClick(chooser.list, Key.Key_Down, ALT)
    assert chooser.chosen.order[-3] == "gvwr"
    QTest.keyClick(chooser.list, Key.Key_Delete)
    assert chooser.chosen == USUAL
    with qtbot.waitSignal(chooser.accepted):
        QTest.keyClick(chooser.list, Key.Key_Return)


def test_alt_and_arrows_stop_at_the_ends_and_at_the_pinned_vin(chooser: ColumnChooser) -> None:
    last = len(USUAL.order) - 1
    for row, key in ((1, Key.Key_Up), (last, Key.Key_Down), (0, Key.Key_Down), (0, Key.Key_Up)):
        go_to(chooser, row)
        QTest.keyClick(chooser.list, key, ALT)
    assert chooser.chosen == USUAL
    chooser.pin.setChecked(False)
    go_to(chooser, 0)
    QTest.keyClick(chooser.list, Key.Key_Down, ALT)
    assert chooser.chosen.order[:2] == ("make", "vin")


def test_buttons_do_what_keys_do_and_only_what_is_possible(chooser: ColumnChooser) -> None:
    go_to(chooser, 2)
    press(chooser, "move_up")
    assert chooser.chosen == moved(USUAL, "model", 1)
    press(chooser, "move_down")
    assert chooser.chosen == USUAL
    press(chooser, "remove_column")
    assert chooser.chosen == USUAL.hide("model")
    assert field(chooser, "model").data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    go_to(chooser, 0)
    for name in ("move_up", "move_down", "remove_column"):
        button = chooser.findChild(QPushButton, name)
        assert button is not None
        assert not button.isEnabled()


def test_a_drop_puts_a_column_at_its_place(chooser: ColumnChooser) -> None:
    model = chooser.list.model()
    assert model.moveRow(QModelIndex(), 5, QModelIndex(), 1)
    assert chooser.chosen == moved(USUAL, "vehicle_type", 1)


def test_the_vin_need_not_stay_in_view(qtbot: QtBot, chooser: ColumnChooser) -> None:
    with qtbot.waitSignal(chooser.layout_changed) as changed:
        QTest.keyClick(chooser.pin, Key.Key_Space)
    assert changed.args == [USUAL.pin_vin(False)]


def test_reset_brings_the_usual_columns_back_and_cancel_takes_that_back(qtbot: QtBot) -> None:
    mine = USUAL.show("doors").resize({"make": 300}).pin_vin(False)
    chooser = ColumnChooser(mine)
    qtbot.addWidget(chooser)
    chooser.open()
    changed = QSignalSpy(chooser.layout_changed)
    press(chooser, "reset_columns")
    assert not chooser.pin.isVisible() or chooser.pin.isChecked()
    end(chooser, QDialogButtonBox.StandardButton.Cancel)
    assert [changed.at(0), changed.at(1)] == [[USUAL], [mine]]
    assert not chooser.isVisible()


def test_escape_puts_back_what_was_there(chooser: ColumnChooser) -> None:
    choose(chooser, "doors")
    choose(chooser, "make")
    changed = QSignalSpy(chooser.layout_changed)
    QTest.keyClick(chooser.search, Key.Key_Escape)
    assert changed.at(0) == [USUAL]
    assert not chooser.isVisible()


def test_ok_keeps_the_choice(chooser: ColumnChooser) -> None:
    choose(chooser, "doors")
    changed = QSignalSpy(chooser.layout_changed)
    end(chooser, QDialogButtonBox.StandardButton.Ok)
    assert changed.count() == 0
    assert chooser.chosen == USUAL.show("doors")


def test_the_search_says_how_much_it_found(chooser: ColumnChooser) -> None:
    count = chooser.findChild(QLabel, "column_count")
    assert count is not None
    said: list[str] = []
    for text in ("", "turbo", "brake system", "no such thing"):
        chooser.search.setText(text)
        said.append(count.text())
    assert said == ["160 fields", "1 field found", "5 fields found", "No field by that name"]
    QTest.keyClick(chooser.search, Key.Key_Down)
    assert chooser.focusWidget() is chooser.search


def test_every_part_that_takes_the_focus_has_a_name(chooser: ColumnChooser) -> None:
    for part in chooser.findChildren(QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible():
            named = part.accessibleName() or getattr(part, "text", str)()
            assert named, part


def test_boxes_are_drawn_to_be_seen_in_light_and_dark(
    qapp: QApplication, chooser: ColumnChooser
) -> None:
    before = qapp.palette()
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        apply_theme(qapp, appearance)
        seen = qapp.palette().placeholderText().color()
        assert chooser.pin.palette().window().color() == seen
    for view in (chooser.tree, chooser.list):
        assert isinstance(view.itemDelegate(), SeenBoxes)
    qapp.setPalette(before)


def test_the_key_of_a_title_leads_to_what_stands_under_it(chooser: ColumnChooser) -> None:
    buddies = {label.text(): label.buddy() for label in chooser.findChildren(QLabel)}
    assert buddies["All &fields"] is chooser.tree
    assert buddies["Shown &columns, from left to right"] is chooser.list
