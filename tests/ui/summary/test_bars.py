import pytest
from PySide6.QtGui import QFont, QFontMetrics

from tests.ui.summary.samples import FLEET, breakdown
from vindesk.ui.summary.bar_painting import axis
from vindesk.ui.summary.bars import TITLES, Sort, bars, table

pytestmark = pytest.mark.usefixtures("american")


YEARS, MAKES, BODIES, QUALITIES = FLEET


def test_years_are_in_order_with_a_place_for_each_that_has_none() -> None:
    listed = bars(YEARS, frozenset())
    assert [bar.text for bar in listed] == [
        "1988",
        "…",
        "2011",
        "2012",
        "2013",
        "2014",
        "—  (empty)",
    ]
    assert [bar.sort for bar in listed].count(Sort.GAP) == 3
    assert listed[1].said == "1989 to 2010: no vehicles"
    assert listed[3].said == "2012: no vehicles"
    assert not listed[3].can_be_chosen


def test_years_are_never_grouped_and_numbers_are() -> None:
    (bar,) = bars(breakdown("model_year", (2014, 12_345)), frozenset())
    assert bar.said == "2014: 12,345 vehicles, 100 %"


def test_the_rest_comes_after_the_values_and_no_data_last() -> None:
    listed = bars(breakdown("make", ("A", 6), (None, 1), rest=(13, 7)), frozenset())
    assert [(bar.text, bar.count, bar.sort) for bar in listed] == [
        ("A", 6, Sort.VALUE),
        ("7 others", 13, Sort.REST),
        ("—  (empty)", 1, Sort.VALUE),
    ]
    assert listed[1].said == "7 others: 13 vehicles, 65 %"
    assert listed[2].said == "No data: 1 vehicle, 5.0 %"
    assert not listed[1].can_be_chosen
    assert [bar.length for bar in listed] == [6 / 13, 1.0, 1 / 13]


def test_qualities_are_in_their_own_order_and_in_words() -> None:
    assert [bar.text for bar in bars(QUALITIES, frozenset())] == ["Decoded", "Doubtful"]


def test_what_is_chosen_is_marked_and_said_whatever_its_case() -> None:
    peterbilt, kenworth, _rest = bars(MAKES, frozenset({"Kenworth"}))
    assert kenworth.chosen
    assert kenworth.said == "KENWORTH: 2 vehicles, 20 %, chosen"
    assert not peterbilt.chosen
    assert bars(BODIES, frozenset({None}))[-1].chosen


def test_without_vehicles_there_are_no_bars() -> None:
    assert bars(breakdown("make"), frozenset()) == []


def test_a_share_that_is_there_is_never_nothing() -> None:
    one = bars(breakdown("make", ("A", 1_000_000), ("B", 1)), frozenset())[1]
    assert one.percentage == "< 0.1 %"


def test_years_are_named_as_far_as_there_is_room(qapp: object) -> None:
    listed = bars(YEARS, frozenset())
    metrics = QFontMetrics(QFont())
    wide, narrow = axis(listed, 80, metrics), axis(listed, 4, metrics)
    assert all(wide.names(bar) for bar in listed)
    named = [bar.text for bar in listed if narrow.names(bar)]
    assert named == ["…", "—  (empty)"]
    assert [bar.text for bar in listed if narrow.counts(bar)] == ["2014"]
    assert [wide.counts(bar) for bar in listed] == [bar.count > 0 for bar in listed]


def test_the_table_has_numbers_as_a_spreadsheet_reads_them() -> None:
    rows = table(FLEET)
    assert all(len(row) == len(TITLES) for row in rows)
    assert rows[:4] == [
        ("Model Year", "1988", "1", "0.1000"),
        ("Model Year", "2011", "2", "0.2000"),
        ("Model Year", "2014", "5", "0.5000"),
        ("Model Year", "No data", "2", "0.2000"),
    ]
    assert ("Make", "3 others", "4", "0.4000") in rows
