import threading
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from vindesk.domain.errors import CacheDamaged
from vindesk.domain.filter import Filter
from vindesk.domain.filter_fields import FILTER_FIELDS
from vindesk.domain.filter_language import parse
from vindesk.domain.local_days import Calendar
from vindesk.domain.monitor import Monitor
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services
from vindesk.store.facets import Facet, FacetValue
from vindesk.ui.filtering.completions import (
    Completion,
    CompletionModel,
    date_completions,
    field_completions,
    value_completions,
)
from vindesk.ui.filtering.filter_controller import FilterController
from vindesk.ui.filtering.filter_entry import FilterEntry
from vindesk.ui.filtering.filter_panel import FilterPanel
from vindesk.ui.theme import palette

# What the offscreen platform says of every list that opens.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Key = Qt.Key
Role = Qt.ItemDataRole


def shown(entry: FilterEntry) -> list[tuple[str, str]]:
    """What the open list says; nothing if it is not open."""
    model = entry.popup.model()
    if not entry.popup.isVisible():
        return []
    return [
        (str(model.index(row, 0).data()), str(model.index(row, 1).data()))
        for row in range(model.rowCount())
    ]


def test_names_of_fields_are_offered_as_one_types(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "bod")
    assert shown(panel.entry)[0] == ("body", "Body Class")
    qtbot.keyClicks(panel.entry, "zzz")
    assert not shown(panel.entry)


def test_values_are_offered_with_their_counts_after_the_colon(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "make:")
    assert shown(panel.entry) == [
        ("KENWORTH", "2 vehicles"),
        ("PETERBILT", "2 vehicles"),
        ("VOLVO TRUCK", "1 vehicle"),
    ]
    qtbot.keyClicks(panel.entry, "t")
    assert shown(panel.entry) == [
        ("KENWORTH", "2 vehicles"),
        ("PETERBILT", "2 vehicles"),
        ("VOLVO TRUCK", "1 vehicle"),
    ]
    qtbot.keyClicks(panel.entry, "r")
    assert shown(panel.entry) == [("VOLVO TRUCK", "1 vehicle")]


def test_only_values_that_the_rest_of_the_filter_leaves_are_counted(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "567 make:")
    assert shown(panel.entry) == [("PETERBILT", "2 vehicles")]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("year:20", [("2014", "3 vehicles"), ("2007", "1 vehicle"), ("2015", "1 vehicle")]),
        ("model:", [("567", "2 vehicles"), ("T 800, long", "1 vehicle")]),
        ("displacement:1", [("14.9", "1 vehicle")]),
        ("source:v", [("vPIC", "5 vehicles")]),
        ("quality:", [("Decoded", "3 vehicles"), ("Doubtful", "1 vehicle")]),
        ("error:1", [("1,11", "1 vehicle")]),
        ("fetched:2", [("2026-11", "this month"), ("2026", "this year")]),
        ("vin:1", []),
        ("own:1", []),
        ("ow", [("own", "Your own columns of an import")]),
        ("year:>2", []),
        ("nosuch:2", []),
    ],
)
def test_every_kind_of_field_offers_what_suits_it(
    qtbot: QtBot,
    panel: FilterPanel,
    controller: FilterController,
    typed: str,
    offered: list[tuple[str, str]],
) -> None:
    qtbot.keyClicks(panel.entry, typed)
    assert set(offered) <= set(shown(panel.entry))
    assert bool(shown(panel.entry)) == bool(offered)


def test_no_data_is_offered_as_empty(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "model:")
    assert ("empty", "1 vehicle") in shown(panel.entry)


def test_a_field_that_is_taken_offers_its_values_at_once(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "2014 -mak")
    qtbot.keyClick(panel.entry.popup, Key.Key_Down)
    qtbot.keyClick(panel.entry.popup, Key.Key_Return)
    assert panel.entry.text() == "2014 -make:"
    assert ("KENWORTH", "2 vehicles") in shown(panel.entry)


def test_a_value_that_is_taken_is_exact_and_the_next_term_can_be_typed(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "model:lo")
    qtbot.keyClick(panel.entry, Key.Key_Tab)
    assert panel.entry.text() == 'model:="T 800, long" '
    assert not shown(panel.entry)
    assert panel.entry.hasFocus()
    with qtbot.waitSignal(controller.filter_changed) as changed:
        qtbot.keyClicks(panel.entry, "2014")
    assert changed.args == [parse('model:="T 800, long" 2014')]


def test_a_word_in_the_middle_is_replaced_as_a_whole(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    panel.entry.setText("-\N{DELIVERY TRUCK} make:peter,volvo 2014")
    panel.entry.setCursorPosition(len("-?? make:p"))
    qtbot.keyClicks(panel.entry, "e")
    qtbot.keyClick(panel.entry, Key.Key_Tab)
    assert panel.entry.text() == "-\N{DELIVERY TRUCK} make:=PETERBILT,volvo 2014"
    panel.entry.undo()
    assert panel.entry.text() != "-\N{DELIVERY TRUCK} make:=PETERBILT,volvo 2014"


def test_a_completion_can_be_clicked(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "make:")
    popup = panel.entry.popup
    place = popup.visualRect(popup.model().index(1, 0)).center()
    qtbot.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.entry.text() == "make:=PETERBILT "


def test_what_is_typed_already_and_alone_is_no_help(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "year:2007")
    assert not shown(panel.entry)


def test_return_applies_although_a_list_is_open(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "make:ken")
    assert shown(panel.entry)
    with qtbot.waitSignal(controller.left):
        qtbot.keyClick(panel.entry.popup, Key.Key_Return)
    assert not shown(panel.entry)
    assert controller.wanted == parse("make:ken")


def test_escape_closes_the_list_first(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "make:ken")
    qtbot.keyClick(panel.entry.popup, Key.Key_Escape)
    assert not shown(panel.entry)
    assert panel.entry.text() == "make:ken"
    qtbot.keyClick(panel.entry, Key.Key_Escape)
    assert panel.entry.text() == ""


def test_typing_goes_on_while_the_list_is_open(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    qtbot.keyClicks(panel.entry, "make:")
    qtbot.keyClicks(panel.entry.popup, "vol")
    assert panel.entry.text() == "make:vol"
    assert shown(panel.entry) == [("VOLVO TRUCK", "1 vehicle")]


def test_an_entry_that_was_left_offers_nothing(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    panel.entry.clearFocus()
    panel.entry.offer([Completion("make", "Make", "make:")])
    assert not shown(panel.entry)


def test_with_no_list_tab_goes_on_as_always(
    qtbot: QtBot, panel: FilterPanel, controller: FilterController
) -> None:
    panel.entry.setText("mack")
    qtbot.keyClick(panel.entry, Key.Key_Tab)
    assert panel.entry.text() == "mack"


def test_a_completion_of_nothing_changes_nothing(
    panel: FilterPanel, controller: FilterController
) -> None:
    panel.entry.taken.emit(Completion("make", "Make", "make:"))
    assert panel.entry.text() == ""


class Slow:
    """Counts only when it may, and remembers who was stopped."""

    def __init__(self) -> None:
        self.began = threading.Event()
        self.stopped: list[str] = []
        self.fault: Exception | None = None

    def count(
        self, column: str, _wanted: Filter, *, containing: str, most: int, monitor: Monitor
    ) -> Facet:
        assert most > 0
        if self.fault is not None:
            raise self.fault
        if not containing:
            freed = threading.Event()
            with monitor.stopping_with(freed.set):
                self.began.set()
                freed.wait()
            self.stopped.append(containing)
            monitor.raise_if_cancelled()
        return Facet(column, [FacetValue("KENWORTH", 7)], 1)


def test_the_next_key_stops_the_query_of_the_one_before(
    qtbot: QtBot, panel: FilterPanel, threaded_runner: JobRunner
) -> None:
    slow = Slow()
    services = cast("Services", SimpleNamespace(facets=slow))
    FilterController(panel, lambda: services, threaded_runner)
    qtbot.keyClicks(panel.entry, "make:")
    slow.began.wait()
    with qtbot.waitSignal(threaded_runner.idle):
        qtbot.keyClicks(panel.entry, "k")
    assert slow.stopped == [""]
    assert shown(panel.entry) == [("KENWORTH", "7 vehicles")]


def test_a_late_answer_is_not_shown_after_the_entry_was_cleared(
    qtbot: QtBot, panel: FilterPanel, threaded_runner: JobRunner
) -> None:
    slow = Slow()
    services = cast("Services", SimpleNamespace(facets=slow))
    FilterController(panel, lambda: services, threaded_runner)
    qtbot.keyClicks(panel.entry, "make:")
    slow.began.wait()
    with qtbot.waitSignal(threaded_runner.idle):
        panel.entry.clear()
    assert not shown(panel.entry)


@pytest.mark.parametrize("fault", [CacheDamaged("The cache is gone."), KeyError("a bug")])
def test_a_bug_is_told_but_a_cache_that_cannot_be_read_is_the_tables_business(
    qtbot: QtBot, panel: FilterPanel, inline_runner: JobRunner, fault: Exception
) -> None:
    slow = Slow()
    slow.fault = fault
    services = cast("Services", SimpleNamespace(facets=slow))
    controller = FilterController(panel, lambda: services, inline_runner)
    told: list[Exception] = []
    controller.failed.connect(told.append)
    qtbot.keyClicks(panel.entry, "make:k")
    assert set(told) == (set() if isinstance(fault, CacheDamaged) else {fault})
    assert not shown(panel.entry)


def test_values_that_begin_so_come_first_and_words_of_ours_are_found() -> None:
    counted = [FacetValue("OAKMACK", 9), FacetValue("MACK", 2), FacetValue("VOLVO", 1)]
    offers = value_completions(FILTER_FIELDS["make"], counted, "ma")
    assert [offer.text for offer in offers] == ["MACK", "OAKMACK"]
    web = value_completions(FILTER_FIELDS["source"], [FacetValue("vpic-web", 1)], "web")
    assert web == [Completion("vPIC", "1 vehicle", "web")]
    month = value_completions(FILTER_FIELDS["data_version"], [FacetValue("2026-10", 1)], "2026-1")
    assert month == [Completion("October 2026", "1 vehicle", "=2026-10")]


def test_whatever_is_offered_can_be_read() -> None:
    calendar = Calendar(UTC, lambda: datetime(2026, 11, 12, 8, tzinfo=UTC))
    for offer in date_completions("", calendar):
        assert parse(f"fetched:{offer.inserted}").conditions
    for offer in field_completions(""):
        assert not parse(offer.inserted)
    for value in ("a, b", "empty", "-x", 2014, 6.7, None):
        column = "make" if isinstance(value, str | None) else "displacement_l"
        (offer,) = value_completions(FILTER_FIELDS[column], [FacetValue(value, 1)], "")
        assert parse(f"{column}:{offer.inserted}").conditions


def test_the_model_obeys_qt() -> None:
    model = CompletionModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    offers = [Completion("make", "Make", "make:"), Completion("model", "Model", "model:")]
    for some in ((), offers, offers[:1]):
        model.show(some)
        assert tester.model() is model
    quiet = QBrush(QColor("grey"))
    model.dress(quiet)
    name, detail = model.index(0, 0), model.index(0, 1)
    assert (name.data(), detail.data()) == ("make", "Make")
    assert detail.data(Role.ForegroundRole) == quiet
    assert name.data(Role.ForegroundRole) is None
    assert model.data(QModelIndex()) is None


def test_its_colours_follow_the_palette(panel: FilterPanel) -> None:
    panel.entry.offer([Completion("make", "Make", "make:")])
    detail = panel.entry.popup.model().index(0, 1)
    before = detail.data(Role.ForegroundRole).color()
    panel.setPalette(palette(dark=True))
    assert detail.data(Role.ForegroundRole).color() != before
