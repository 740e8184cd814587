import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea
from pytestqt.qtbot import QtBot

from tests.ui.facets.samples import facet, many
from tests.ui.foreign import LONG, SHORT, assert_tame, seen_in_tip
from vindesk.domain.shown_text import shown_line
from vindesk.ui.facets.facet_section import FacetSection
from vindesk.ui.facets.facets_panel import FacetsPanel
from vindesk.ui.theme import palette

pytestmark = pytest.mark.qt_log_ignore("does not support")

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def place(section: FacetSection, row: int) -> QPoint:
    return section.list.visualRect(section.model.index(row)).center()


def click(
    qtbot: QtBot,
    section: FacetSection,
    row: int,
    modifier: Qt.KeyboardModifier = PLAIN,
) -> None:
    qtbot.mouseClick(section.list.viewport(), LEFT, modifier, place(section, row))


def focus(qtbot: QtBot, section: FacetSection) -> None:
    section.list.activateWindow()
    section.list.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(section.list.hasFocus)


@pytest.fixture
def makes(panel: FacetsPanel) -> FacetSection:
    panel.show_facet(facet("make", ("FORD", 12_345), ("MACK", 50), (None, 3)))
    return panel.section("make")


@pytest.fixture
def long(panel: FacetsPanel) -> FacetSection:
    """Makes of which not all are shown at first."""
    panel.show_facet(many("make", 40, distinct=1_234))
    return panel.section("make")


# -- mouse -----------------------------------------------------------------------


def test_a_click_anywhere_in_a_row_toggles_its_value(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    for row, value in enumerate(("FORD", "MACK", None)):
        with qtbot.waitSignal(panel.toggled) as toggled:
            click(qtbot, makes, row)
        assert toggled.args == ["make", value]
    with qtbot.waitSignal(panel.toggled):
        beside = QPoint(4, place(makes, 0).y())
        qtbot.mouseClick(makes.list.viewport(), LEFT, PLAIN, beside)


def test_a_year_is_told_as_a_number(qtbot: QtBot, panel: FacetsPanel) -> None:
    panel.show_facet(facet("model_year", (2005, 3)))
    with qtbot.waitSignal(panel.toggled) as toggled:
        click(qtbot, panel.section("model_year"), 0)
    assert toggled.args == ["model_year", 2005]


def test_ctrl_and_a_click_asks_for_only_this(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    with qtbot.waitSignal(panel.only_requested) as only, qtbot.assertNotEmitted(panel.toggled):
        click(qtbot, makes, 1, CTRL)
    assert only.args == ["make", "MACK"]


def test_a_double_click_toggles_once_and_then_asks_for_only_this(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    told: list[str] = []
    panel.toggled.connect(lambda _column, _value: told.append("toggled"))
    panel.only_requested.connect(lambda _column, value: told.append(f"only {value}"))
    viewport, where = makes.list.viewport(), place(makes, 1)
    click(qtbot, makes, 1)
    qtbot.mouseDClick(viewport, LEFT, PLAIN, where)
    qtbot.mouseRelease(viewport, LEFT, PLAIN, where)
    assert told == ["toggled", "only MACK"]


def test_a_double_click_on_what_has_moved_under_the_mouse_is_nothing(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    click(qtbot, makes, 1)
    panel.show_facet(facet("make", ("FORD", 3), ("SAAB", 2)))
    with qtbot.assertNotEmitted(panel.only_requested):
        qtbot.mouseDClick(makes.list.viewport(), LEFT, PLAIN, place(makes, 1))


def test_dragging_off_a_row_toggles_nothing(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    viewport = makes.list.viewport()
    with qtbot.assertNotEmitted(panel.toggled):
        qtbot.mousePress(viewport, LEFT, PLAIN, place(makes, 0))
        qtbot.mouseRelease(viewport, LEFT, PLAIN, place(makes, 1))


def test_the_menu_offers_only_this_and_clearing(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    panel.show_chosen({"make": frozenset({"mack"})})
    menu = makes.menu(makes.model.index(1))
    assert [action.text() for action in menu.actions()] == [
        "Do Not &Filter by This",
        "&Only This",
        "",
        "&Clear Make",
    ]
    with qtbot.waitSignal(panel.toggled) as toggled:
        menu.actions()[0].trigger()
    with qtbot.waitSignal(panel.only_requested) as only:
        menu.actions()[1].trigger()
    with qtbot.waitSignal(panel.cleared) as cleared:
        menu.actions()[3].trigger()
    assert (toggled.args, only.args, cleared.args) == (["make", "MACK"], ["make", "MACK"], ["make"])


def test_the_menu_key_opens_the_menu(qtbot: QtBot, makes: FacetSection) -> None:
    focus(qtbot, makes)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(makes.list.viewport(), event)
    menus = makes.findChildren(QMenu)
    assert [menu.isVisible() for menu in menus] == [True]
    menus[0].close()


# -- what is shown ---------------------------------------------------------------


def test_the_title_says_how_many_values_there_are_and_how_many_are_chosen(
    qtbot: QtBot, panel: FacetsPanel, long: FacetSection
) -> None:
    assert long.header.button.accessibleName() == "Make, 1,234"
    assert not long.header.clear_button.isVisible()
    panel.show_chosen({"make": frozenset({"MAKE 1", "MAKE 2"}), "model": frozenset({"T680"})})
    assert long.header.button.accessibleName() == "Make, 2 of 1,234"
    assert panel.section("model").header.button.accessibleName() == "Model, 1 chosen"
    with qtbot.waitSignal(panel.cleared) as cleared:
        qtbot.mouseClick(long.header.clear_button, LEFT)
    assert cleared.args == ["make"]
    panel.show_chosen({})
    assert not long.header.clear_button.isVisible()


def test_the_focus_is_not_lost_with_the_button_that_clears(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    panel.show_chosen({"make": frozenset({"FORD"})})
    panel.cleared.connect(lambda _column: panel.show_chosen({}))
    panel.activateWindow()
    makes.header.clear_button.setFocus()
    qtbot.waitUntil(makes.header.clear_button.hasFocus)
    qtbot.keyClick(makes.header.clear_button, Key.Key_Space)
    assert makes.header.button.hasFocus()


def test_old_numbers_stay_dimmed_while_new_ones_are_counted(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    panel.show_counting("make")
    assert not makes.list.is_pale, "what is quick is not told"
    qtbot.waitUntil(lambda: makes.list.is_pale)
    assert makes.model.facet_row(0).number == "12,345"
    assert makes.header.button.accessibleName() == "Make, Counting…"
    panel.show_facet(facet("make", ("FORD", 7)))
    assert not makes.list.is_pale
    assert makes.header.button.accessibleName() == "Make, 1"


def test_a_facet_without_numbers_says_why(qtbot: QtBot, panel: FacetsPanel) -> None:
    section = panel.section("make")
    panel.show_counting("make")
    qtbot.waitUntil(lambda: section.list.note == "Counting…")
    panel.show_failure("make")
    assert section.list.note == "Could not be counted"
    panel.show_facet(facet("make"))
    assert section.list.note == "No vehicles"


def test_numbers_that_could_not_be_renewed_stay_dimmed(
    panel: FacetsPanel, makes: FacetSection
) -> None:
    panel.show_failure("make")
    assert makes.list.is_pale
    assert makes.list.note == ""
    assert makes.header.button.accessibleName() == "Make, Could not be counted"


def test_a_screen_reader_is_told_names_rows_and_marks(
    panel: FacetsPanel, makes: FacetSection
) -> None:
    panel.show_chosen({"make": frozenset({"FORD"})})
    assert panel.accessibleName() == "Facets"
    assert makes.list.accessibleName() == "Make"
    index = makes.model.index(0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "FORD, 12,345 vehicles, chosen"
    assert makes.header.button.accessibleDescription() == "open"
    makes.open(False)
    assert makes.header.button.accessibleDescription() == "closed"
    assert makes.header.clear_button.accessibleName() == "Clear Make"


@pytest.mark.parametrize("dark", [False, True])
def test_every_state_is_drawn_in_every_palette(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection, dark: bool
) -> None:
    panel.setPalette(palette(dark=dark))
    panel.show_facet(facet("quality", ("decoded", 12), ("partial", 3)))
    panel.show_chosen({"make": frozenset({"FORD"}), "quality": frozenset({"partial"})})
    focus(qtbot, makes)
    for pale in (False, True):
        makes.list.set_pale(pale)
        assert not panel.grab().isNull()


# -- all values, and the search --------------------------------------------------


def test_all_opens_a_list_with_a_search_and_fewer_closes_it(
    qtbot: QtBot, panel: FacetsPanel, long: FacetSection
) -> None:
    assert long.more.text() == "All 1,234…"
    assert long.model.rowCount() == 8
    qtbot.mouseClick(long.more, LEFT)
    assert long.model.rowCount() == 40
    assert long.search.isVisible()
    assert long.more.text() == "Fewer"
    qtbot.mouseClick(long.more, LEFT)
    assert long.model.rowCount() == 8
    assert not long.search.isVisible()


def test_a_short_facet_has_no_all(makes: FacetSection) -> None:
    assert not makes.more.isVisible()


def test_typing_searches(qtbot: QtBot, panel: FacetsPanel, long: FacetSection) -> None:
    focus(qtbot, long)
    qtbot.keyClicks(long.list, "v")
    assert long.search.isVisible()
    assert long.search.hasFocus()
    with qtbot.waitSignal(panel.searched) as searched:
        qtbot.keyClicks(long.search, "ol")
    assert searched.args == ["make"]
    assert panel.search_text("make") == "vol"
    panel.show_facet(facet("make", ("VOLVO TRUCK", 9)), "vol")
    assert long.header.button.accessibleName() == "Make, 1 found"
    panel.show_facet(facet("make"), "vol")
    assert long.list.note == "Nothing found"


def test_return_searches_at_once_and_escape_goes_back_in_two_steps(
    qtbot: QtBot, panel: FacetsPanel, long: FacetSection
) -> None:
    panel.activateWindow()
    long.more.setChecked(True)
    qtbot.keyClicks(long.search, "mack")
    qtbot.keyClick(long.search, Key.Key_Return)
    assert panel.search_text("make") == "mack"
    with qtbot.waitSignal(panel.searched):
        qtbot.keyClick(long.search, Key.Key_Escape)
    assert panel.search_text("make") == ""
    assert long.search.isVisible()
    qtbot.keyClick(long.search, Key.Key_Escape)
    assert not long.search.isVisible()
    assert long.model.rowCount() == 8


def test_fewer_gives_the_search_up(qtbot: QtBot, panel: FacetsPanel, long: FacetSection) -> None:
    long.more.setChecked(True)
    qtbot.keyClicks(long.search, "x")
    qtbot.keyClick(long.search, Key.Key_Return)
    with qtbot.waitSignal(panel.searched):
        qtbot.mouseClick(long.more, LEFT)
    assert panel.search_text("make") == ""


def test_where_all_values_are_at_hand_typing_goes_to_the_value(
    qtbot: QtBot, panel: FacetsPanel
) -> None:
    panel.show_facet(facet("model_year", *((1990 + n, 100 - n) for n in range(20))))
    years = panel.section("model_year")
    focus(qtbot, years)
    qtbot.keyClicks(years.list, "2005")
    assert years.list.currentIndex().data() == "2005"
    assert years.list.hasFocus()


def test_in_a_short_facet_typing_goes_to_the_value(qtbot: QtBot, makes: FacetSection) -> None:
    focus(qtbot, makes)
    qtbot.keyClicks(makes.list, "m")
    assert makes.list.currentIndex().row() == 1
    assert not makes.search.isVisible()


# -- keys ------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Return])
def test_arrows_go_and_space_or_return_toggles(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection, key: Qt.Key
) -> None:
    focus(qtbot, makes)
    qtbot.keyClick(makes.list, Key.Key_Down)
    with qtbot.waitSignal(panel.toggled) as toggled:
        qtbot.keyClick(makes.list, key)
    assert toggled.args == ["make", "MACK"]
    with qtbot.waitSignal(panel.only_requested) as only:
        qtbot.keyClick(makes.list, key, CTRL)
    assert only.args == ["make", "MACK"]


def test_tab_goes_from_the_values_to_the_next_section(
    qtbot: QtBot, panel: FacetsPanel, long: FacetSection
) -> None:
    focus(qtbot, long)
    qtbot.keyClick(long.list, Key.Key_Tab)
    assert panel.section("model").header.button.hasFocus()
    qtbot.keyClick(panel.section("model").header.button, Key.Key_Backtab)
    assert long.list.hasFocus()


def test_tab_goes_from_the_title_over_what_is_between_to_the_values(
    qtbot: QtBot, panel: FacetsPanel, long: FacetSection
) -> None:
    panel.show_chosen({"make": frozenset({"MAKE 1"})})
    panel.activateWindow()
    long.more.setChecked(True)
    long.header.button.setFocus()
    qtbot.waitUntil(long.header.button.hasFocus)
    qtbot.keyClick(long.header.button, Key.Key_Tab)
    assert long.header.clear_button.hasFocus()
    qtbot.keyClick(long.header.clear_button, Key.Key_Tab)
    assert long.search.hasFocus()
    qtbot.keyClick(long.search, Key.Key_Tab)
    assert long.list.hasFocus()


def test_return_closes_and_opens_a_section(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    for opened in (False, True):
        qtbot.keyClick(makes.header.button, Key.Key_Return)
        assert makes.opened is opened
    for opened in (False, True):
        qtbot.keyClick(makes.header.button, Key.Key_Space)
        assert makes.opened is opened
    for opened in (False, True):
        qtbot.mouseClick(makes.header.button, LEFT)
        assert makes.opened is opened


def test_arrows_go_through_all_sections(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    panel.activateWindow()
    makes.header.button.setFocus()
    model = panel.section("model").header.button

    def press(key: Qt.Key) -> None:
        qtbot.keyClick(QGuiApplication.focusObject(), key)

    qtbot.waitUntil(makes.header.button.hasFocus)
    press(Key.Key_Down)
    assert makes.list.hasFocus()
    for _row in range(3):
        press(Key.Key_Down)
    assert model.hasFocus()
    press(Key.Key_Down)
    assert panel.section("model_year").header.button.hasFocus()
    press(Key.Key_Up)
    assert model.hasFocus()
    press(Key.Key_Right)
    assert panel.section("model").opened
    press(Key.Key_Left)
    assert not panel.section("model").opened


def test_below_the_last_value_comes_all_and_above_the_first_the_title(
    qtbot: QtBot, panel: FacetsPanel, long: FacetSection
) -> None:
    focus(qtbot, long)
    long.list.setCurrentIndex(long.model.index(7))
    qtbot.keyClick(long.list, Key.Key_Down)
    assert long.more.hasFocus()
    qtbot.keyClick(long.more, Key.Key_Space)
    assert long.search.hasFocus()
    qtbot.keyClick(long.search, Key.Key_Down)
    assert long.list.hasFocus()
    long.list.setCurrentIndex(long.model.index(0))
    qtbot.keyClick(long.list, Key.Key_Up)
    assert long.search.hasFocus()
    qtbot.keyClick(long.search, Key.Key_Up)
    assert long.header.button.hasFocus()


def test_left_closes_the_section_from_within(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    focus(qtbot, makes)
    with qtbot.waitSignal(panel.view_changed):
        qtbot.keyClick(makes.list, Key.Key_Left)
    assert "make" not in panel.columns_in_view()
    assert makes.header.button.hasFocus()


def test_the_current_value_stays_current_when_the_numbers_change(
    qtbot: QtBot, panel: FacetsPanel, makes: FacetSection
) -> None:
    focus(qtbot, makes)
    makes.list.setCurrentIndex(makes.model.index(1))
    panel.show_facet(facet("make", ("SAAB", 90), ("FORD", 8), ("MACK", 5)))
    assert makes.list.currentIndex().data() == "MACK"
    panel.show_facet(facet("make", ("SAAB", 90)))
    assert makes.list.currentIndex().data() == "SAAB"


# -- places ----------------------------------------------------------------------


def test_what_the_user_acts_on_stays_in_place_when_a_section_above_shrinks(
    qtbot: QtBot, panel: FacetsPanel, long: FacetSection
) -> None:
    panel.resize(240, 260)
    panel.show_facet(facet("model_year", *((2000 + n, 100 - n) for n in range(20))))
    area = panel.findChild(QScrollArea)
    assert area is not None
    years = panel.section("model_year")
    bar = area.verticalScrollBar()
    assert bar.maximum() > 250
    bar.setValue(250)

    def height() -> int:
        return years.list.mapTo(panel, QPoint()).y()

    before, top = height(), years.y()
    click(qtbot, years, 3)
    panel.show_facet(facet("make", ("FORD", 3)))
    assert years.y() < top
    assert height() == before


def test_the_current_value_is_scrolled_into_view(
    qtbot: QtBot, panel: FacetsPanel, long: FacetSection
) -> None:
    panel.resize(240, 120)
    focus(qtbot, long)
    for _row in range(7):
        qtbot.keyClick(long.list, Key.Key_Down)
    row = place(long, 7)
    assert panel.rect().contains(long.list.viewport().mapTo(panel, row))


def test_opened_sections_are_told_and_can_be_given_back(qtbot: QtBot, panel: FacetsPanel) -> None:
    assert panel.opened_columns() == ("make", "model_year", "quality")
    with qtbot.waitSignal(panel.view_changed):
        panel.open_columns({"source", "model"})
    assert panel.columns_in_view() == ("model", "source")
    panel.hide()
    assert panel.columns_in_view() == ()
    assert panel.opened_columns() == ("model", "source")


@pytest.mark.parametrize("foreign", SHORT.values(), ids=SHORT)
def test_values_are_foreign_text(panel: FacetsPanel, foreign: str) -> None:
    panel.show_facet(facet("make", (foreign, 3), (LONG, 2)))
    panel.show_chosen({"make": frozenset({foreign}), "model": frozenset({foreign})})
    model = panel.section("make").model
    for index in map(model.index, range(model.rowCount())):
        assert_tame(index.data())
        assert_tame(index.data(Qt.ItemDataRole.AccessibleTextRole))
        assert_tame(seen_in_tip(index.data(Qt.ItemDataRole.ToolTipRole)))
    assert model.index(0).data() == shown_line(foreign)
    assert not panel.grab().isNull()


def test_a_value_has_a_tooltip_with_its_whole_text(makes: FacetSection) -> None:
    tip = makes.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert seen_in_tip(tip) == "FORD, 12,345 vehicles"


def test_rows_grow_with_the_font(panel: FacetsPanel, makes: FacetSection) -> None:
    before = makes.list.height()
    font = panel.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    panel.setFont(font)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert makes.list.height() > before
