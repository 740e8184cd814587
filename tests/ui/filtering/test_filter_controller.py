from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from vindesk.domain.filter import Condition, Contains, Filter, Is
from vindesk.domain.filter_language import parse
from vindesk.domain.local_days import Calendar
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.ui.filtering.filter_controller import FilterController
from vindesk.ui.filtering.filter_panel import FilterPanel

# What the offscreen platform says of every list that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key


@pytest.fixture
def changes(controller: FilterController) -> list[Filter]:
    """Every filter that was told."""
    told: list[Filter] = []
    controller.filter_changed.connect(told.append)
    return told


def test_typing_filters_once_a_moment_after_the_last_key(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController, changes: list[Filter]
) -> None:
    with qtbot.waitSignal(controller.filter_changed):
        qtbot.keyClicks(panel.entry, "peterbilt year:2014")
    assert changes == [parse("peterbilt year:2014")]
    assert controller.wanted == changes[0]


def test_return_filters_at_once_and_goes_to_the_table(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController, changes: list[Filter]
) -> None:
    qtbot.keyClicks(panel.entry, "mack")
    with qtbot.waitSignal(controller.left):
        qtbot.keyClick(panel.entry, Key.Key_Return)
    assert changes == [parse("mack")]


def test_the_same_filter_written_otherwise_is_no_change(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController, changes: list[Filter]
) -> None:
    for text in ("mack", " mack", " mack make:"):
        panel.entry.setText(text)
        qtbot.keyClick(panel.entry, Key.Key_Return)
    assert changes == [parse("mack")]


def test_what_cannot_be_read_changes_nothing_and_is_said_quietly_while_one_types(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController, changes: list[Filter]
) -> None:
    panel.entry.setText("mack")
    qtbot.keyClick(panel.entry, Key.Key_Return)

    qtbot.keyClicks(panel.entry, " modle:")
    qtbot.waitUntil(panel.message.isVisible)

    assert changes == [parse("mack")]
    assert panel.message.text() == "There is no field “modle”. Did you mean “model”?"
    assert panel.entry.accessibleDescription() == panel.message.text()
    quiet = panel.message.palette().windowText().color()
    qtbot.keyClick(panel.entry, Key.Key_Return)
    assert panel.message.palette().windowText().color() != quiet
    assert panel.entry.selectedText() == "modle"
    assert changes == [parse("mack")]

    with qtbot.waitSignal(controller.filter_changed):
        qtbot.keyClicks(panel.entry, "model")
        panel.entry.end(False)
        qtbot.keyClicks(panel.entry, "567")
    assert not panel.message.isVisible()
    assert not panel.entry.accessibleDescription()


def test_what_is_unreadable_elsewhere_than_at_the_cursor_is_grave(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    panel.entry.setText("modle:x \N{DELIVERY TRUCK} mack")
    qtbot.waitUntil(panel.message.isVisible)
    said = panel.message.palette().windowText().color()
    qtbot.keyClick(panel.entry, Key.Key_Return)
    assert panel.message.palette().windowText().color() == said


def test_escape_clears_and_goes_to_the_table(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController, changes: list[Filter]
) -> None:
    controller.set_filter(parse("mack"))
    with qtbot.waitSignal(controller.left):
        qtbot.keyClick(panel.entry, Key.Key_Escape)
    assert panel.entry.text() == ""
    assert changes == [parse("mack"), Filter()]


def test_the_down_key_goes_to_the_table(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    panel.entry.setText("mack")
    with qtbot.waitSignal(controller.left):
        qtbot.keyClick(panel.entry, Key.Key_Down)
    assert panel.entry.text() == "mack"


def test_the_clear_button_shows_everything_at_once(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController, changes: list[Filter]
) -> None:
    controller.set_filter(parse("mack"))
    for button in panel.entry.findChildren(QToolButton):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert panel.entry.text() == ""
    assert changes == [parse("mack"), Filter()]


def test_a_filter_from_elsewhere_is_written_into_the_entry(
    panel: FilterPanel, controller: FilterController, changes: list[Filter]
) -> None:
    wanted = parse('make:="volvo truck" -year:2005-2010')
    controller.set_filter(wanted)
    assert panel.entry.text() == 'make:="volvo truck" -year:2005-2010'
    assert changes == [wanted]
    controller.set_filter(wanted)
    assert changes == [wanted]
    controller.clear()
    assert changes == [wanted, Filter()]


def test_a_click_adds_to_what_was_typed_even_a_moment_ago(
    panel: FilterPanel, controller: FilterController, changes: list[Filter]
) -> None:
    panel.entry.setText("2014")
    controller.include(Condition("make", (Is("KENWORTH"),)))
    controller.toggle("model", "T680")
    controller.toggle("model", None)
    controller.toggle("model", "T680")
    assert panel.entry.text() == "2014 make:=KENWORTH model:empty"
    assert controller.wanted == changes[-1] == parse(panel.entry.text())


def test_a_click_while_the_text_cannot_be_read_adds_to_what_holds(
    panel: FilterPanel, controller: FilterController
) -> None:
    controller.set_filter(parse("mack"))
    panel.entry.setText("modle:x")
    controller.include(Condition(None, (Contains("2014"),)))
    assert panel.entry.text() == "mack 2014"
    assert not panel.message.isVisible()


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "\N{DELIVERY TRUCK} x", 'a "b"', "\0", "…"])
def test_odd_values_survive_the_entry(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController, changes: list[Filter], text: str
) -> None:
    wanted = Filter((Condition("make", (Is(text),)),))
    controller.set_filter(wanted)
    qtbot.keyClick(panel.entry, Key.Key_Return)
    assert changes == [wanted]


def test_focus_makes_the_whole_text_ready_to_be_replaced(
    panel: FilterPanel, controller: FilterController
) -> None:
    controller.set_filter(parse("mack 2014"))
    panel.entry.clearFocus()
    controller.focus()
    assert panel.entry.hasFocus()
    assert panel.entry.selectedText() == "mack 2014"


def test_it_listens_a_fifth_of_a_second_by_default(
    panel: FilterPanel, services: Callable[[], Services], inline_runner: JobRunner
) -> None:
    assert FilterController(panel, services, inline_runner)._timer.interval() == 200


def test_today_is_another_day_after_midnight_unless_something_else_is_being_typed(
    qtbot: QtBot,
    panel: FilterPanel,
    services: Callable[[], Services],
    inline_runner: JobRunner,
) -> None:
    now = [datetime(2026, 11, 12, 23, 59, tzinfo=UTC)]
    calendar = Calendar(UTC, lambda: now[0])
    controller = FilterController(panel, services, inline_runner, delay_ms=20, calendar=calendar)
    controller._day.setInterval(1)
    panel.entry.setText("fetched:today")
    qtbot.keyClick(panel.entry, Key.Key_Return)
    yesterday = controller.wanted
    with qtbot.waitSignal(controller.filter_changed) as changed:
        now[0] += timedelta(minutes=1)
    today = parse("fetched:today", calendar)
    assert changed.args == [today]
    assert controller.wanted == today != yesterday

    qtbot.keyClicks(panel.entry, " modle:")
    qtbot.waitUntil(panel.message.isVisible)
    now[0] += timedelta(days=1)
    with qtbot.waitSignal(controller._day.timeout):
        pass
    assert controller.wanted == today
    assert panel.message.isVisible()
    for _ in " modle:":
        qtbot.keyClick(panel.entry, Key.Key_Backspace)
    qtbot.waitUntil(lambda: controller.wanted == parse("fetched:today", calendar))
