import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.summary.samples import FLEET, breakdown
from vindesk.domain.errors import CacheDamaged
from vindesk.domain.filter import Filter
from vindesk.domain.filter_language import parse
from vindesk.domain.monitor import Monitor, Unwatched
from vindesk.jobs.runner import JobRunner
from vindesk.store.breakdowns import Breakdown
from vindesk.store.export_place import Target
from vindesk.ui.summary.summary_controller import Shown, SummaryController
from vindesk.ui.summary.summary_picture import Caption

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

EVERYTHING = Filter()


class Counts:
    """Answers with the fleet; ``gate`` holds answers back."""

    def __init__(self) -> None:
        self.asked: list[Filter] = []
        self.answer: Sequence[Breakdown] = FLEET
        self.error: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()

    def count(
        self,
        most: Mapping[str, int],
        wanted: Filter = EVERYTHING,
        *,
        monitor: Monitor = Unwatched(),  # noqa: B008 - it has no state
    ) -> Sequence[Breakdown]:
        self.asked.append(wanted)
        with monitor.stopping_with(self.gate.set):
            self.gate.wait()
        monitor.raise_if_cancelled()
        if self.error is not None:
            raise self.error
        return self.answer


def save(content: bytes, target: Target, _monitor: Monitor) -> Path:
    target.path.write_bytes(content)
    return target.path


@pytest.fixture(autouse=True)
def american(qapp: object) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)
    QGuiApplication.clipboard().clear()


@pytest.fixture
def counts() -> Iterator[Counts]:
    made = Counts()
    yield made
    made.gate.set()


Make = Callable[[JobRunner], SummaryController]


@pytest.fixture
def make(qtbot: QtBot, counts: Counts) -> Iterator[Make]:
    owner = QObject()

    def made(runner: JobRunner) -> SummaryController:
        controller = SummaryController(lambda: counts, save, runner, owner)
        qtbot.addWidget(controller.window)
        return controller

    yield made
    owner.deleteLater()


@pytest.fixture
def summary(make: Make, inline_runner: JobRunner) -> SummaryController:
    controller = make(inline_runner)
    controller.refresh(Shown(EVERYTHING, "", 10))
    return controller


def title(summary: SummaryController) -> str:
    label = summary.window.findChild(QLabel, "summary_title")
    assert label is not None
    return label.text()


def texts(summary: SummaryController, column: str) -> list[str]:
    return [bar.text for bar in summary.window.chart(column).model_of_bars.bars]


def test_nothing_is_counted_before_somebody_looks(
    summary: SummaryController, counts: Counts
) -> None:
    assert counts.asked == []
    summary.show()
    assert counts.asked == [EVERYTHING]
    assert title(summary) == "10 vehicles"
    assert texts(summary, "make") == ["PETERBILT", "KENWORTH", "3 others"]
    summary.window.close()
    summary.refresh(Shown(parse("make:ford"), "make:ford", 10))
    assert len(counts.asked) == 1


def test_what_was_counted_is_not_counted_again_until_something_changes(
    summary: SummaryController, counts: Counts
) -> None:
    summary.show()
    summary.window.close()
    summary.show()
    assert len(counts.asked) == 1


def test_it_follows_the_filter_and_says_which(summary: SummaryController, counts: Counts) -> None:
    summary.show()
    counts.answer = [breakdown("make", ("KENWORTH", 2)), breakdown("model_year", (2014, 2))]
    summary.refresh(Shown(parse("make:=kenworth"), "make:=kenworth", 10))
    assert title(summary) == "2 of 10 vehicles"
    assert summary.window.caption.note == "Filter: make:=kenworth"
    assert [bar.chosen for bar in summary.window.chart("make").model_of_bars.bars] == [True]


def test_only_the_latest_wish_is_answered(
    qtbot: QtBot, make: Make, threaded_runner: JobRunner, counts: Counts
) -> None:
    summary = make(threaded_runner)
    counts.gate.clear()
    summary.show()
    summary.refresh(Shown(EVERYTHING, "", 10))
    qtbot.waitUntil(lambda: len(counts.asked) == 1)
    summary.refresh(Shown(parse("make:ford"), "make:ford", 10))
    qtbot.waitUntil(lambda: title(summary) == "10 of 10 vehicles")
    assert len(counts.asked) == 2


def test_closing_gives_the_counting_up(
    qtbot: QtBot, make: Make, threaded_runner: JobRunner, counts: Counts
) -> None:
    summary = make(threaded_runner)
    counts.gate.clear()
    summary.show()
    summary.refresh(Shown(EVERYTHING, "", 10))
    qtbot.waitUntil(lambda: bool(counts.asked))
    with qtbot.waitSignal(threaded_runner.idle):
        summary.window.close()
    assert title(summary) == "Counting…"


def test_a_failure_is_told_once_and_old_numbers_are_dimmed(
    summary: SummaryController, counts: Counts
) -> None:
    told: list[Exception] = []
    summary.failed.connect(told.append)
    counts.error = CacheDamaged("a block is gone")
    summary.show()
    summary.window.close()
    summary.show()
    assert told == [counts.error]
    chart = summary.window.chart("make")
    assert (chart.note, chart.pale) == ("Could not be counted", True)
    note = summary.window.findChild(QLabel, "summary_filter")
    assert note is not None
    assert note.text() == "Could not be counted"


def test_a_click_and_the_keyboard_choose_a_bar_and_the_rest_cannot_be_chosen(
    summary: SummaryController, qtbot: QtBot
) -> None:
    asked: list[tuple[str, object]] = []
    summary.toggled.connect(lambda column, value: asked.append((column, value)))
    summary.show()
    qtbot.waitExposed(summary.window)
    makes = summary.window.chart("make")
    for row in (1, 2):
        place = makes.visualRect(makes.model_of_bars.index(row)).center()
        qtbot.mouseClick(makes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    years = summary.window.chart("model_year")
    qtbot.keyClick(years, Qt.Key.Key_Space)
    years.setCurrentIndex(years.model_of_bars.index(0))
    qtbot.keyClick(years, Qt.Key.Key_Right)
    qtbot.keyClick(years, Qt.Key.Key_Return)  # a gap
    qtbot.keyClick(years, Qt.Key.Key_Right)
    qtbot.keyClick(years, Qt.Key.Key_Space)
    qtbot.keyClick(years, Qt.Key.Key_End)
    qtbot.keyClick(years, Qt.Key.Key_Return)
    assert asked == [("make", "KENWORTH"), ("model_year", 2011), ("model_year", None)]


def test_every_bar_is_told_to_a_screen_reader(summary: SummaryController, qtbot: QtBot) -> None:
    summary.show()
    for column in ("model_year", "make", "quality"):
        chart = summary.window.chart(column)
        told = QAccessible.queryAccessibleInterface(chart)
        assert told is not None
        names = [told.child(n).text(QAccessible.Text.Name) for n in range(told.childCount())]
        assert names == [bar.said for bar in chart.model_of_bars.bars]


def test_the_current_bar_stays_while_others_come_and_go(
    summary: SummaryController, counts: Counts
) -> None:
    summary.show()
    makes = summary.window.chart("make")
    makes.setCurrentIndex(makes.model_of_bars.index(1))
    counts.answer = [breakdown("make", ("FORD", 9), ("PETERBILT", 4), ("KENWORTH", 2))]
    summary.refresh(Shown(EVERYTHING, "", 15))
    assert makes.currentIndex().row() == 2
    counts.answer = [breakdown("make", ("FORD", 9))]
    summary.refresh(Shown(EVERYTHING, "", 9))
    assert makes.currentIndex().row() == 0


def test_the_models_obey_qt(summary: SummaryController, counts: Counts) -> None:
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    model = summary.window.chart("make").model_of_bars
    tester = QAbstractItemModelTester(model, mode)
    summary.show()
    counts.answer = [breakdown("make")]
    summary.refresh(Shown(EVERYTHING, "", 0))
    assert tester.model() is model
    assert model.data(model.index(5)) is None


def test_escape_closes_it(summary: SummaryController, qtbot: QtBot) -> None:
    summary.show()
    with qtbot.waitActive(summary.window):
        summary.show()
    qtbot.keyClick(summary.window.chart("make"), Qt.Key.Key_Escape)
    assert not summary.window.isVisible()


# -- taking away ----------------------------------------------------------------------


def button(summary: SummaryController, name: str) -> QPushButton:
    found = summary.window.findChild(QPushButton, name)
    assert found is not None
    return found


def test_it_is_copied_as_a_table(summary: SummaryController) -> None:
    assert not button(summary, "copy_summary").isEnabled()
    summary.copy()
    summary.show()
    button(summary, "copy_summary").click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[:2] == ["Field\tValue\tVehicles\tShare", "Model Year\t1988\t1\t0.1000"]


def test_it_is_saved_as_a_picture(summary: SummaryController, qtbot: QtBot, tmp_path: Path) -> None:
    said: list[str] = []
    summary.told.connect(said.append)
    summary.ask_where()
    assert summary.window.findChild(QFileDialog) is None
    summary.show()
    button(summary, "save_summary").click()
    dialog = summary.window.findChild(QFileDialog, "picture_dialog")
    assert dialog is not None
    assert dialog.defaultSuffix() == "png"
    target = tmp_path / "summary.png"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    image = QImage(str(target))
    assert image.width() == 2200
    bars = summary.window.palette().highlight().color()
    places = product(range(0, image.width(), 5), range(0, image.height(), 5))
    drawn = {image.pixelColor(x, y).name() for x, y in places}
    assert bars.name() in drawn
    assert said[-1] == "Saved the summary as summary.png."


def test_while_others_are_counted_a_picture_says_of_what_its_numbers_are(
    qtbot: QtBot, make: Make, threaded_runner: JobRunner, counts: Counts
) -> None:
    summary = make(threaded_runner)
    summary.show()
    summary.refresh(Shown(parse("make:ford"), "make:ford", 10))
    qtbot.waitUntil(lambda: bool(summary.window.found))
    counts.gate.clear()
    summary.refresh(Shown(EVERYTHING, "", 10))
    note = summary.window.findChild(QLabel, "summary_filter")
    assert note is not None
    qtbot.waitUntil(lambda: note.text() == "Counting…")
    assert summary.window.caption == Caption("10 of 10 vehicles", "Filter: make:ford")
    with qtbot.waitSignal(threaded_runner.idle):
        summary.window.close()


def test_a_picture_is_drawn_off_the_gui_thread(
    qtbot: QtBot, make: Make, threaded_runner: JobRunner, tmp_path: Path
) -> None:
    summary = make(threaded_runner)
    threads: list[threading.Thread] = []

    def note(content: bytes, target: Target, _monitor: Monitor) -> Path:
        threads.append(threading.current_thread())
        return target.path

    summary._saving = note
    summary.show()
    summary.refresh(Shown(EVERYTHING, "", 10))
    qtbot.waitUntil(lambda: bool(summary.window.found))
    with qtbot.waitSignal(summary.told):
        summary.save(tmp_path / "a.png")
    assert threads != [threading.main_thread()]
    summary.window.close()
