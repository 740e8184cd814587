import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from tests.ui.paging.any_table import COLUMNS, LEFT, MILLION, NONE, drag, fill, on_screen
from vindesk.jobs.runner import JobRunner
from vindesk.ui.paging.columns import Column
from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.paging.paged_table_view import PagedTableView

KEYS = [column.key for column in COLUMNS]


@pytest.fixture
def table(qtbot: QtBot, inline_runner: JobRunner) -> PagedTableView:
    view = on_screen(qtbot, inline_runner)
    fill(view)
    return view


def width_of(table: PagedTableView, key: str) -> int:
    return table.columnWidth([column.key for column in table.columns].index(key))


def test_columns_are_shown_in_the_order_and_widths_asked_for(table: PagedTableView) -> None:
    table.arrange(["c3", "vin", "c1", "c9"], {"c1": 300})
    assert table.order() == ["c3", "vin", "c1", "c9"]
    assert width_of(table, "c1") == width_of(table, "c3") * 3 // 2
    table.arrange(KEYS[:4], {})
    assert table.order() == KEYS[:4]
    assert table.widths_other_than({}) == {}


def test_arranging_tells_nobody(table: PagedTableView) -> None:
    arranged = QSignalSpy(table.arranged)
    table.arrange(["vin", "c2", "c1"], {"c1": 300})
    table.resize(900, 400)
    assert arranged.count() == 0


def test_columns_that_the_model_does_not_have_yet_are_left_out(table: PagedTableView) -> None:
    table.arrange(["vin", "to come", "c1"], {"to come": 100})
    assert table.order() == ["vin", "c1"]
    assert table.column(1) is COLUMNS[1]
    assert table.column(-1) is table.column(99) is None


def test_the_last_column_fills_the_room_and_has_its_own_width_where_there_is_none(
    table: PagedTableView,
) -> None:
    table.arrange(["vin", "c1"], {})
    own = width_of(table, "c2") or round(200 * table.fontMetrics().averageCharWidth() / 10)
    assert table.heads.length() == table.viewport().width()
    assert table.widths_other_than({}) == {}
    table.arrange(KEYS, {})
    assert width_of(table, KEYS[-1]) == own
    table.resize(300, 400)
    table.resize(4_000, 400)
    assert table.heads.length() == table.viewport().width()
    table.resize(300, 400)
    assert width_of(table, KEYS[-1]) == own


def test_a_dragged_border_is_told_once_and_only_that_width_differs(table: PagedTableView) -> None:
    table.arrange(KEYS[:4], {})
    arranged = QSignalSpy(table.arranged)
    border = QPoint(table.heads.sectionViewportPosition(2), 5)
    drag(table.heads.viewport(), border, border + QPoint(-30, 0))
    assert arranged.count() == 1
    assert list(table.widths_other_than({})) == ["c1"]
    others = table.widths_other_than({})
    assert table.widths_other_than(others) == {}
    assert table.heads.length() >= table.viewport().width()


def test_a_double_click_on_a_border_fits_the_column_to_what_is_in_view(
    table: PagedTableView,
) -> None:
    table.arrange(KEYS, {"c1": 900})
    snapshot = fill(table)
    table.viewport().repaint()
    snapshot.asked.clear()
    arranged = QSignalSpy(table.arranged)
    heads = table.heads.viewport()
    table.horizontalScrollBar().setValue(200)
    border = QPoint(table.heads.sectionViewportPosition(2), 5)
    QTest.mouseMove(heads, border)
    QTest.mouseDClick(heads, LEFT, NONE, border)
    QTest.mouseRelease(heads, LEFT, NONE, border)
    assert arranged.count() == 1
    needed = table.fontMetrics().horizontalAdvance("Column 1")
    assert needed < width_of(table, "c1") < 2 * needed + 40
    assert snapshot.asked == []


def test_fitting_all_columns_reads_only_the_rows_in_view(table: PagedTableView) -> None:
    table.arrange(KEYS, {})
    snapshot = fill(table)
    table.verticalScrollBar().setValue(MILLION // 2)
    table.viewport().repaint()
    snapshot.asked.clear()
    table.fit_all()
    assert snapshot.asked == []
    shown = table.model().index(MILLION // 2, 3).data()
    assert width_of(table, "c3") > table.fontMetrics().horizontalAdvance(shown)


def test_letters_that_are_typed_ask_no_row(qtbot: QtBot, inline_runner: JobRunner) -> None:
    """Of a million rows they would ask every one, and the window would stand still."""
    table = on_screen(qtbot, inline_runner)
    source = fill(table, row_count=5_000)
    table.setCurrentIndex(table.model().index(0, 0))
    table.grab()
    before = list(source.asked)
    QTest.keyClicks(table, "vin 4999")
    assert table.current_row() == 0
    assert source.asked == before


def test_each_column_gets_its_width_hidden_or_not(table: PagedTableView) -> None:
    table.arrange(["c1", "vin", "c3"], {"c1": 300, "vin": 50})
    table.fit_columns()
    unit = table.fontMetrics().averageCharWidth() / 10
    assert table.widths_other_than({}) == {}
    assert width_of(table, "vin") == round(225 * unit)
    table.heads.setSectionHidden(5, False)
    table.heads.setStretchLastSection(False)
    assert table.columnWidth(5) == round(200 * unit)
    fill(table, [Column("a", "A", width=50)], 3)
    table.fit_columns()
    table.resize(20, 400)
    assert table.columnWidth(0) == round(50 * unit)


def test_of_twenty_thousand_columns_those_that_differ_get_their_widths_one_by_one(
    qtbot: QtBot, inline_runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = PagedTableView(PagedTableModel(inline_runner))
    qtbot.addWidget(view)
    widths = [300 if number % 1_000 == 0 else 150 for number in range(20_000)]
    fill(view, [Column(str(number), "x", width=width) for number, width in enumerate(widths)], 0)
    resized: list[int] = []
    resize = view.heads.resizeSection

    def counting(number: int, width: int) -> None:
        resized.append(number)
        resize(number, width)

    monkeypatch.setattr(view.heads, "resizeSection", counting)
    view.fit_columns()
    assert set(resized) <= {*range(0, 20_000, 1_000), 19_999}  # the last fills the room
    unit = view.fontMetrics().averageCharWidth() / 10
    assert view.columnWidth(3) == round(150 * unit)
    assert view.columnWidth(5_000) == round(300 * unit)


def test_a_column_is_never_fitted_to_more_than_one_can_read(table: PagedTableView) -> None:
    fill(table, [Column("x" * 400, "Long"), *COLUMNS], 10)
    table.viewport().repaint()
    table.fit_column(0)
    assert table.columnWidth(0) == 800
    table.fit_to_contents()
    assert table.columnWidth(0) == 320


def test_a_larger_font_makes_rows_and_columns_larger(table: PagedTableView) -> None:
    table.arrange(KEYS, {"c1": 300})
    before = QSize(width_of(table, "c1"), table.rowHeight(0))
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    table.setFont(font)
    assert width_of(table, "c1") > before.width()
    assert table.rowHeight(0) > before.height()
    assert table.rowHeight(MILLION - 1) == table.rowHeight(0)
    assert table.widths_other_than({"c1": 300}) == {}


def test_new_rows_leave_the_columns_and_the_place_as_they_are(table: PagedTableView) -> None:
    table.arrange(["vin", "c3", "c1", *KEYS[4:]], {"c1": 300}, keep_first=True)
    table.horizontalScrollBar().setValue(250)
    fill(table)
    assert table.order()[:3] == ["vin", "c3", "c1"]
    assert table.widths_other_than({"c1": 300}) == {}
    assert table.horizontalScrollBar().value() == 250
    assert table.heads.kept_width() > 0


def test_the_current_cell_leaves_a_column_that_is_hidden(table: PagedTableView) -> None:
    table.arrange(KEYS[:4], {})
    table.setCurrentIndex(table.model().index(50, 2))
    table.verticalScrollBar().setValue(700)
    table.arrange([KEYS[0], KEYS[1], KEYS[3]], {})
    assert (table.currentIndex().row(), table.currentIndex().column()) == (50, 3)
    assert table.top_row() == 700
    table.arrange(KEYS[:2], {})
    assert table.currentIndex().column() == 1
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (51, 1)
    table.selectAll()
    assert table.currentIndex().column() == 1
