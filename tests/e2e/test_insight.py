"""Summary, comparison and help in the whole program."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget
from shiboken6 import isValid

from tests.e2e.conftest import User
from tests.e2e.every_window import opened
from tests.e2e.fleet import ALL, OTHERS
from tests.e2e.hands import (
    CTRL,
    choose_from_cell_menu,
    filter_entry,
    type_filter,
    until_counted,
)
from vindesk.ui.actions import ActionId
from vindesk.ui.columns.column_chooser import ColumnChooser
from vindesk.ui.comparing.compare_dialog import CompareDialog
from vindesk.ui.summary.bars import Bar


def bars(user: User, column: str) -> list[Bar]:
    window = user.session.desk.insight.summary.window
    return list(window.chart(column).model_of_bars.bars)


def title(user: User) -> str:
    label = user.session.desk.insight.summary.window.findChild(QLabel, "summary_title")
    assert label is not None
    return label.text()


def click_bar(user: User, column: str, row: int) -> None:
    chart = user.session.desk.insight.summary.window.chart(column)
    place = chart.visualRect(chart.model_of_bars.index(row)).center()
    user.qtbot.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_summary_follows_the_filter_and_changes_it(owner: User) -> None:
    owner.press(ActionId.SUMMARY)
    owner.until(lambda: title(owner) == f"{ALL} vehicles")
    makes = [(bar.text, bar.count) for bar in bars(owner, "make")]
    assert makes[0] == ("FREIGHTLINER", OTHERS)
    assert sum(number for _text, number in makes) == ALL
    years = [bar.value for bar in bars(owner, "model_year") if bar.value]
    assert years == sorted(years)

    click_bar(owner, "make", 1)
    until_counted(owner, f"3 of {ALL} vehicles")
    owner.until(lambda: title(owner) == f"3 of {ALL} vehicles")
    assert filter_entry(owner).text() == "make:=PETERBILT"
    assert [bar.chosen for bar in bars(owner, "make")] == [True]
    click_bar(owner, "make", 0)
    owner.until(lambda: title(owner) == f"{ALL} vehicles")
    until_counted(owner, f"{ALL} vehicles")


def test_two_rows_are_compared_from_their_menu(owner: User) -> None:
    owner.rows()
    owner.click_row(0)
    owner.press(ActionId.COMPARE)
    assert owner.status.startswith("A comparison takes 2 to 4 vehicles; 1 is selected.")
    type_filter(owner, "make:peterbilt year:1999-2000 ")
    until_counted(owner, f"2 of {ALL} vehicles")
    owner.click_row(0)
    owner.click_row(1, CTRL)
    owner.press(ActionId.COMPARE)
    owner.until(lambda: owner.window.findChild(CompareDialog) is not None)
    dialog = owner.window.findChild(CompareDialog)
    assert dialog is not None
    said = dialog.findChild(QLabel, "comparison_extent")
    assert said is not None
    assert said.text().startswith("The vehicles differ in 2 of ")
    dialog.close()


def test_f1_opens_the_topic_that_fits_the_place(owner: User) -> None:
    helping = owner.session.desk.insight.help
    with owner.qtbot.waitActive(owner.window):
        owner.window.activateWindow()
    owner.press(ActionId.FIND)
    owner.qtbot.keyClick(filter_entry(owner), Qt.Key.Key_F1)
    owner.until(lambda: helping.window.filled)
    assert helping.window.shown == "filter"
    assert "make:kenworth" in helping.window.browser.toPlainText()
    helping.window.close()
    with owner.qtbot.waitActive(owner.window):
        owner.window.activateWindow()
    owner.press(ActionId.LOOKUP)
    owner.press(ActionId.HELP)
    assert helping.window.shown == "lookup"


def test_f1_in_a_dialog_opens_its_topic_beside_it(owner: User) -> None:
    helping = owner.session.desk.insight.help
    owner.press(ActionId.COLUMNS)
    dialog = owner.window.findChild(ColumnChooser)
    assert dialog is not None
    owner.until(dialog.isActiveWindow)
    owner.until(lambda: QApplication.focusWidget() is not None)
    for _time in range(2):
        owner.qtbot.keyClick(dialog.search, Qt.Key.Key_F1)
        owner.until(lambda: helping.window.filled)
        assert helping.window.shown == "fields"
        helping.window.close()
        dialog.activateWindow()
        owner.until(dialog.isActiveWindow)
    assert dialog.isVisible()
    handles = [  # not by windowHandle(): PySide would delete it with the window's garbage
        each
        for each in QGuiApplication.topLevelWindows()
        if each.title() == helping.window.windowTitle()
    ]
    assert handles
    blocked = [each for each in handles if each.transientParent()]
    assert not blocked, "a child of the main window would be blocked too"
    dialog.close()


def press_f1_in(owner: User, window: QWidget) -> str:
    """The topic that opens; it is closed again."""
    helping = owner.session.desk.insight.help
    window.activateWindow()
    owner.until(lambda: window.isAncestorOf(QApplication.focusWidget() or owner.window))
    owner.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    owner.until(lambda: helping.window.isVisible() and helping.window.filled)
    topic = helping.window.shown
    helping.window.close()
    return topic


def test_f1_in_every_other_window_opens_its_topic_beside_it(owner: User) -> None:
    topics = {"report": "imports", "summary": "summary", "log": "preferences"}
    for name, topic in topics.items():
        with opened(owner, name) as window:
            assert [press_f1_in(owner, window) for _time in range(2)] == [topic] * 2, name
            assert window.isVisible(), name


def test_a_report_is_as_large_as_it_was_left_wherever_the_list_of_imports_is(owner: User) -> None:
    left = QSize(700, 480)
    with opened(owner, "report") as report:
        assert report.size() != left
        report.resize(left)
        assert report.size() == left, "it needs no more room"
    owner.window.jobs_dock.setFloating(True)
    with opened(owner, "report") as report:
        assert report.size() == left
        assert report.parentWidget() is owner.window
        assert report.findChild(QShortcut, "help_key")


def test_closing_the_program_closes_its_other_windows(owner: User) -> None:
    owner.press(ActionId.SUMMARY)
    owner.press(ActionId.SHORTCUTS)
    insight = owner.session.desk.insight
    windows = insight.summary.window, insight.help.window
    assert all(window.isVisible() for window in windows)
    owner.until_quiet()
    owner.session.close()
    assert not any(isValid(window) and window.isVisible() for window in windows)


def test_at_the_end_qt_deletes_every_window_and_leaves_none_to_the_garbage(owner: User) -> None:
    """Of a collected one the handle of a splitter would be deleted twice."""
    for action in (ActionId.SUMMARY, ActionId.SHORTCUTS, ActionId.SHOW_LOG):
        owner.press(action)
    owner.until_quiet()
    windows = [
        window for window in QApplication.topLevelWidgets() if isinstance(window, QMainWindow)
    ]
    assert len(windows) == 4
    owner.session.end()
    assert [window for window in windows if isValid(window)] == []
    owner.session.end()


def test_compare_stands_in_the_menu_of_a_row(owner: User) -> None:
    owner.rows()
    choose_from_cell_menu(owner, 0, "make", ActionId.COMPARE)
    assert owner.status.startswith("A comparison takes 2 to 4 vehicles")


def test_tab_leads_through_the_charts_to_the_buttons(owner: User) -> None:
    owner.press(ActionId.SUMMARY)
    window = owner.session.desk.insight.summary.window
    owner.until(lambda: title(owner) == f"{ALL} vehicles")
    owner.until(window.isActiveWindow)
    names: list[str] = []
    for _step in range(6):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        owner.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert names == [
        "chart_model_year",
        "chart_make",
        "chart_body_class",
        "chart_quality",
        "copy_summary",
        "save_summary",
    ]
