import logging
import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.stopwatch import now_s
from tests.ui.foreign import HTML, assert_tame
from vindesk.config.log_memory import LogLine
from vindesk.ui.logs.log_model import ACTIVITY_COLUMNS, LOG_COLUMNS, LogModel, when
from vindesk.ui.theme import ink, palette


def lines(first: int, last: int, text: str = "record", level: int = logging.INFO) -> list[LogLine]:
    return [
        LogLine(number, 1.8e9 + number, level, "MainThread", "vindesk.store", f"{text} {number}")
        for number in range(first, last + 1)
    ]


def shown(model: LogModel) -> list[str]:
    return [str(model.index(row, 4).data()) for row in range(model.rowCount())]


def test_the_model_obeys_qt(qtmodeltester: ModelTester) -> None:
    model = LogModel(LOG_COLUMNS, most_lines=10)
    qtmodeltester.check(model)
    model.append(lines(1, 8))
    model.filter_by("1", logging.INFO)
    model.append(lines(9, 30))
    model.prepend(lines(-5, -1))
    qtmodeltester.check(model)


def test_a_line_is_shown_in_its_columns(qtbot: QtBot, by_rows: None) -> None:
    model = LogModel(LOG_COLUMNS)
    model.append([LogLine(1, 0.25, logging.ERROR, "lookup_0", "vindesk.store.a", "no\nbelow")])
    model.dress(ink(palette(dark=False)), QFont())
    cells = [model.index(0, column).data() for column in range(model.columnCount())]
    assert cells[0].endswith(":00.250")
    assert cells[1:] == ["Error", "lookup_0", "store.a", "no"]
    assert model.index(0, 1).data(Qt.ItemDataRole.ForegroundRole) is not None
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Level: Error" in spoken
    assert "Message: no" in spoken
    heads = [model.headerData(section, Qt.Orientation.Horizontal) for section in range(6)]
    assert heads == ["Time", "Level", "Thread", "Part", "Message", None]


def test_activity_has_its_own_columns() -> None:
    model = LogModel(ACTIVITY_COLUMNS)
    model.append([LogLine(1, 0.25, logging.INFO, "", "Look up", "done")])
    assert [model.index(0, column).data() for column in (1, 2)] == ["Look up", "done"]


@pytest.mark.parametrize("moment", [float("inf"), float("nan"), 1e30, -1e30])
def test_a_time_that_is_none_is_shown_as_such(moment: float) -> None:
    assert when(LogLine(1, moment, 0, "", "", "")) == "?"


def test_the_filter_takes_level_and_every_word_in_any_part() -> None:
    model = LogModel(LOG_COLUMNS)
    model.append(lines(1, 3, "Opened") + lines(4, 6, "Failed", logging.ERROR))
    model.filter_by("", logging.ERROR)
    assert shown(model) == ["Failed 4", "Failed 5", "Failed 6"]
    model.filter_by("STORE 5", logging.NOTSET)
    assert shown(model) == ["Failed 5"]
    model.append(lines(15, 15, "Failed"))
    assert shown(model) == ["Failed 5", "Failed 15"]
    model.filter_by("", logging.NOTSET)
    assert model.rowCount() == model.count == 7
    assert model.last_number == 15


@pytest.mark.parametrize("seed", range(8))
def test_whatever_comes_the_last_lines_that_pass_are_shown(seed: int) -> None:
    rng = random.Random(seed)
    model = LogModel(LOG_COLUMNS, most_lines=50)
    every: list[LogLine] = []
    word = ""
    for _step in range(40):
        number = len(every) + 1
        fresh = lines(number, number + rng.randrange(30), rng.choice(["red", "blue"]))
        every += fresh
        model.append(fresh)
        if rng.random() < 0.3:
            word = rng.choice(["", "red", "blue", "7"])
            model.filter_by(word, logging.NOTSET)
        kept = every[len(every) - model.count :]
        assert len(kept) <= 55
        assert shown(model) == [line.text for line in kept if word in line.text]


def test_earlier_lines_come_first_and_never_push_out_newer() -> None:
    model = LogModel(LOG_COLUMNS, most_lines=5)
    model.append(lines(1, 3))
    model.prepend(lines(-4, -1))
    assert shown(model) == ["record -2", "record -1", "record 1", "record 2", "record 3"]
    model.prepend(lines(-9, -8))
    assert model.count == 5


def test_foreign_text_is_tame() -> None:
    model = LogModel(LOG_COLUMNS)
    model.append([LogLine(1, 0.0, logging.INFO, "", "vindesk", f"{HTML}\u202eturned\x1b[2J")])
    assert_tame(model.index(0, 4).data())


def test_a_hundred_thousand_lines_are_filtered_within_a_glance() -> None:
    model = LogModel(LOG_COLUMNS)
    model.append(lines(1, 100_000, "…215307 answered by the embedded copy in 3 ms, number"))
    times: list[float] = []
    for text in ("9999", "answered", "no such thing"):
        started = now_s()
        model.filter_by(text, logging.NOTSET)
        times.append(now_s() - started)
    assert model.rowCount() == 0
    assert min(times) < 0.5, times
