"""The list of changes: read, searched, sorted, copied."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.services.refreshing import vin
from tests.stopwatch import now_s
from tests.ui.refreshing.samples import GONE, answered, refreshed
from vindesk.domain.errors import DiskFull
from vindesk.services.refresh import Refreshed
from vindesk.ui.lines.line_model import LineModel
from vindesk.ui.lines.line_table import LineTable
from vindesk.ui.refreshing.changes_dialog import ChangesDialog

pytestmark = pytest.mark.qt_log_ignore("does not support")

DOWN, UP = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
SPEAKS, TIP = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole
HEAD = Qt.Orientation.Horizontal
ROWS = (
    ("B", "Make", "PETERBILT", "kenworth"),
    ("a", "Trim", "—", "S"),
    ("C", "Model", "388", "389"),
)
TITLES = ("VIN", "Field", "Before", "Now")
AT_ONCE_S = 2.0


@pytest.fixture(autouse=True)
def american(qapp: object) -> Iterator[None]:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    QGuiApplication.clipboard().setText("as it was")
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def model(qapp: object) -> LineModel:
    return LineModel(TITLES, ROWS, QFont())


def column(model: LineModel, number: int = 0) -> Sequence[str]:
    return [model.index(row, number).data() for row in range(model.rowCount())]


def clipboard() -> Sequence[str]:
    return QGuiApplication.clipboard().text().split("\n")


# -- the model ------------------------------------------------------------------------


def test_the_model_obeys_qt(model: LineModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.search("388")
    model.sort(2, UP)
    model.search("")
    model.search("nothing like it")
    assert tester.model() is model


def test_rows_stand_as_they_came_until_they_are_sorted(model: LineModel) -> None:
    assert column(model) == ["B", "a", "C"]
    model.sort(0, DOWN)
    assert column(model) == ["a", "B", "C"]
    model.sort(0, UP)
    assert column(model) == ["C", "B", "a"]
    model.sort(-1)
    assert column(model) == ["B", "a", "C"]


def test_no_data_comes_last_both_ways(model: LineModel) -> None:
    for order, expected in ((DOWN, ["388", "PETERBILT", "—"]), (UP, ["PETERBILT", "388", "—"])):
        model.sort(2, order)
        assert column(model, 2) == expected


def test_every_word_must_be_somewhere_in_the_row(model: LineModel) -> None:
    model.search("KEN make")
    assert column(model) == ["B"]
    model.search("ken trim")
    assert column(model) == []
    model.sort(0, DOWN)
    model.search("m")
    assert column(model) == ["a", "B", "C"]


def test_each_cell_speaks_for_itself_where_all_are_read(model: LineModel, by_cells: None) -> None:
    assert model.index(0, 0).data(SPEAKS) is None


def test_a_screen_reader_says_the_whole_row_on_its_first_cell(
    model: LineModel, by_rows: None
) -> None:
    assert model.index(0, 0).data(SPEAKS) == (
        "VIN: B, Field: Make, Before: PETERBILT, Now: kenworth"
    )
    assert model.index(0, 1).data(SPEAKS) is None


def test_a_model_answers_any_question(model: LineModel) -> None:
    assert model.headerData(0, HEAD) == "VIN"
    assert model.headerData(9, HEAD) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.data(model.index(7, 7)) is None
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0
    assert isinstance(model.index(0, 0).data(Qt.ItemDataRole.FontRole), QFont)


def test_foreign_text_stays_plain_text(qapp: object) -> None:
    odd = LineModel(TITLES, [("B", "<b>k</b>", "\N{RIGHT-TO-LEFT OVERRIDE}x", "a\nb\x1b")], QFont())
    assert odd.index(0, 1).data() == "<b>k</b>"
    assert "<b>" not in odd.index(0, 1).data(TIP)
    assert all(odd.index(0, number).data().isprintable() for number in range(4))


def test_100_000_changes_are_searched_and_sorted_at_once(qtbot: QtBot) -> None:
    rows = [(vin(number).text, "Make", "PETERBILT", str(number)) for number in range(100_000)]
    model = LineModel(TITLES, rows, QFont())
    began = now_s()
    table = LineTable(model, "Changes")
    assert now_s() - began < AT_ONCE_S
    qtbot.addWidget(table)
    for act in (
        lambda: model.search("99999"),
        lambda: model.search(""),
        lambda: model.sort(3, UP),
        table.selectAll,
        table.copy_selected,
    ):
        began = now_s()
        act()
        assert now_s() - began < AT_ONCE_S
    assert len(clipboard()) == 100_000


# -- the dialog -----------------------------------------------------------------------


class Shown:
    """A dialog that is open."""

    def __init__(self, done: Refreshed, qtbot: QtBot) -> None:
        self._window = QWidget()
        qtbot.addWidget(self._window)
        self.dialog = ChangesDialog(done, self._window)
        self.dialog.open()
        qtbot.waitExposed(self.dialog)
        self.qtbot = qtbot

    @property
    def labels(self) -> Sequence[str]:
        return [label.text() for label in self.dialog.findChildren(QLabel) if label.text()]

    @property
    def tabs(self) -> QTabWidget:
        tabs = self.dialog.findChild(QTabWidget)
        assert tabs is not None
        return tabs

    def table(self, name: str) -> LineTable:
        table = self.dialog.findChild(LineTable, name)
        assert table is not None
        return table

    def rows(self, name: str = "changes") -> Sequence[Sequence[str]]:
        model = self.table(name).model()
        return [
            [model.index(row, number).data() for number in range(model.columnCount())]
            for row in range(model.rowCount())
        ]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    done = refreshed(
        answered(1),
        answered(2, model="389"),
        answered(3, make="KENWORTH", trim="S"),
        failed=2,
        remarks=("vPIC is away.",),
    )
    return Shown(done, qtbot)


def test_changes_and_failures_are_listed_under_their_counts(shown: Shown) -> None:
    assert shown.labels[:2] == [
        "2 of 5 vehicles changed; 2 failed.",
        "vPIC is away. The embedded copy answered instead.",
    ]
    assert [shown.tabs.tabText(number) for number in range(2)] == ["Changes (3)", "Failures (2)"]
    assert shown.rows() == [
        [vin(2).text, "Model", "388", "389"],
        [vin(3).text, "Make", "PETERBILT", "KENWORTH"],
        [vin(3).text, "Trim", "—", "S"],
    ]
    assert shown.rows("failures") == [[vin(900_000 + n).text, GONE.sentence] for n in range(2)]


def test_a_search_goes_over_both_lists(shown: Shown, qtbot: QtBot) -> None:
    entry = shown.dialog.findChild(QLineEdit, "changes_search")
    assert entry is not None
    qtbot.keyClicks(entry, "kenw")
    assert [row[1] for row in shown.rows()] == ["Make"]
    assert shown.rows("failures") == []


def test_a_click_on_a_head_sorts(shown: Shown, qtbot: QtBot) -> None:
    heads = shown.table("changes").horizontalHeader()
    place = QPoint(heads.sectionViewportPosition(1) + 8, heads.height() // 2)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row[1] for row in shown.rows()] == ["Make", "Model", "Trim"]


def test_ctrl_c_copies_the_selected_rows(shown: Shown, qtbot: QtBot) -> None:
    table = shown.table("changes")
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == ["as it was"]
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == ["\t".join(row) for row in shown.rows()]
    qtbot.keyClick(table, Qt.Key.Key_Home)


def test_copy_all_takes_the_list_in_front_with_its_titles(shown: Shown) -> None:
    button = shown.dialog.findChild(QPushButton, "copy_changes")
    assert button is not None
    button.click()
    assert clipboard()[0] == "VIN\tField\tBefore\tNow"
    assert len(clipboard()) == 4
    shown.tabs.setCurrentIndex(1)
    button.click()
    assert clipboard()[0] == "VIN\tWhy it was not refreshed"


def test_escape_closes_it(shown: Shown, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.dialog.finished):
        qtbot.keyClick(shown.table("changes"), Qt.Key.Key_Escape)


def test_where_nothing_changed_there_is_a_sentence_and_no_list(qtbot: QtBot) -> None:
    shown = Shown(refreshed(answered(1)), qtbot)
    assert shown.labels[0] == "Nothing changed in 1 vehicle."
    assert shown.dialog.findChildren(LineTable) == []
    assert shown.dialog.findChild(QPushButton, "copy_changes") is None


def test_why_the_cache_took_no_more_is_said(qtbot: QtBot) -> None:
    full = DiskFull("There is no room.")
    shown = Shown(refreshed(answered(1), left=3, trouble=full), qtbot)
    assert full.sentence in shown.labels


def test_selecting_all_of_nothing_selects_nothing(qtbot: QtBot) -> None:
    table = LineTable(LineModel(TITLES, (), QFont()), "Changes")
    qtbot.addWidget(table)
    table.selectAll()
    assert not table.selectionModel().hasSelection()
