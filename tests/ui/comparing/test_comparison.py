from collections.abc import Iterable, Iterator, Mapping, Sequence

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyleOptionHeaderV2,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.store.samples import vehicle, vin
from vindesk.domain.errors import CacheDamaged
from vindesk.domain.monitor import Monitor, Unwatched
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin
from vindesk.jobs.runner import JobRunner
from vindesk.ui.comparing.compare_controller import CompareController
from vindesk.ui.comparing.compare_dialog import CompareDialog, ComparisonTable
from vindesk.ui.comparing.comparison_model import FIXED
from vindesk.ui.comparing.comparison_rows import extent, heading, rows
from vindesk.ui.paging.columns import Column

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FIRST = vehicle(1, make="PETERBILT", model="388", model_year=2014, error_code="0")
SECOND = vehicle(2, make="PETERBILT", model="389", model_year=2014, error_code="0", trim="S")
THIRD = vehicle(3, make="KENWORTH", error_code="7")
ALL = {each.vin: each for each in (FIRST, SECOND, THIRD, vehicle(4), vehicle(5))}


@pytest.fixture(autouse=True)
def american(qapp: object) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)
    QGuiApplication.clipboard().clear()


# -- the rows -------------------------------------------------------------------------


def test_what_differs_is_marked_and_said() -> None:
    found = {row.label: row for row in rows([FIRST, SECOND])}
    assert found["Make"].texts == ("PETERBILT", "PETERBILT")
    assert found["Make"].said == "Make, the same: PETERBILT, PETERBILT"
    assert found["Trim"].said == "Trim, different: no data, S"
    assert found["Quality"].texts == ("Decoded", "Decoded")
    assert found["Series"].empty


def test_numbers_that_look_alike_and_are_not_are_shown_in_full() -> None:
    near = [vehicle(n, displacement_l=6.7 + n * 1e-12) for n in (0, 1)]
    (row,) = [row for row in rows(near) if row.label == "Displacement (L)"]
    assert row.texts == ("6.7", "6.700000000001")


def test_what_has_no_column_stands_under_its_own_name() -> None:
    odd = Vehicle(vin(1), {}, FIRST.source, FIRST.fetched_at, extra={"Invented": "x"})
    (row,) = [row for row in rows([odd, FIRST]) if row.group == "Other"]
    assert (row.label, row.texts) == ("Invented", ("x", "—"))


def test_it_says_in_how_much_the_vehicles_differ() -> None:
    assert extent(rows([FIRST, SECOND])) == ("The vehicles differ in 2 of 7 fields that have data.")
    assert extent(rows([FIRST, FIRST])) == (
        "The vehicles are the same in all 6 fields that have data."
    )


def test_a_heading_names_the_vehicle() -> None:
    assert heading(FIRST) == f"{vin(1).text}\n2014 PETERBILT 388"
    assert heading(vehicle(4)) == f"{vin(4).text}\nNo data"


# -- the dialog -----------------------------------------------------------------------


@pytest.fixture
def dialog(qtbot: QtBot) -> CompareDialog:
    shown = CompareDialog([FIRST, SECOND, THIRD])
    qtbot.addWidget(shown)
    shown.open()
    return shown


def table(dialog: QWidget) -> ComparisonTable:
    found = dialog.findChild(ComparisonTable)
    assert found is not None
    return found


def labels(dialog: QWidget) -> Sequence[str]:
    return [row.label for row in table(dialog).compared.shown]


def check(dialog: QWidget, name: str) -> QCheckBox:
    found = dialog.findChild(QCheckBox, name)
    assert found is not None
    return found


def test_fields_that_no_vehicle_has_are_shown_only_when_asked(dialog: CompareDialog) -> None:
    assert "Series" not in labels(dialog)
    check(dialog, "show_empty").click()
    assert "Series" in labels(dialog)
    check(dialog, "show_empty").click()
    assert "Series" not in labels(dialog)


def test_what_is_alike_can_be_left_out(dialog: CompareDialog) -> None:
    assert "Source" in labels(dialog)
    check(dialog, "only_differences").click()
    assert labels(dialog)
    assert all(row.differs for row in table(dialog).compared.shown)


def test_a_search_finds_fields_and_values(dialog: CompareDialog, qtbot: QtBot) -> None:
    entry = dialog.findChild(QLineEdit, "comparison_search")
    assert entry is not None
    qtbot.keyClicks(entry, "kenw")
    assert labels(dialog) == ["Make"]
    entry.clear()
    qtbot.keyClicks(entry, "model year")
    assert labels(dialog) == ["Model Year"]


def test_return_leads_from_the_search_to_what_was_found(
    dialog: CompareDialog, qtbot: QtBot
) -> None:
    entry = dialog.findChild(QLineEdit, "comparison_search")
    assert entry is not None
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    entry.setFocus()
    qtbot.keyClicks(entry, "nothing like it")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert entry.hasFocus()
    entry.clear()
    qtbot.keyClicks(entry, "kenw")
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert table(dialog).hasFocus()
    assert table(dialog).currentIndex().row() == 0


def test_where_all_cells_are_read_one_says_that_they_differ(
    dialog: CompareDialog, by_cells: None
) -> None:
    model = table(dialog).compared
    role = Qt.ItemDataRole.AccessibleTextRole
    said = {
        label: [model.index(row, column).data(role) for column in range(1, 6)]
        for row, label in enumerate(labels(dialog))
    }
    assert said["Make"] == ["Make", "different", "PETERBILT", "PETERBILT", "KENWORTH"]
    assert said["Source"][:2] == ["Source", ""]
    assert any("no data" in cells for cells in said.values())


def test_a_difference_has_a_mark_and_bold_letters_and_is_read_out(
    dialog: CompareDialog, by_rows: None
) -> None:
    model = table(dialog).compared
    row = labels(dialog).index("Make")
    assert model.index(row, 2).data() == "≠"
    assert model.index(row, 3).data(Qt.ItemDataRole.FontRole).bold()
    assert model.index(row, 1).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Make, different: PETERBILT, PETERBILT, KENWORTH"
    )
    source = labels(dialog).index("Source")
    assert model.index(source, 2).data() == ""
    assert model.index(source, 3).data(Qt.ItemDataRole.FontRole) is None


def test_what_is_shown_is_copied(dialog: CompareDialog, qtbot: QtBot) -> None:
    button = dialog.findChild(QPushButton, "copy_comparison")
    assert button is not None
    button.click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:4] == ["Group", "Field", "≠", f"{vin(1).text} 2014 PETERBILT 388"]
    assert len(lines) == 1 + len(labels(dialog))
    shown = table(dialog)
    shown.selectRow(labels(dialog).index("Make"))
    qtbot.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "General\tMake\t≠\tPETERBILT\tPETERBILT\tKENWORTH"


def test_the_model_obeys_qt(dialog: CompareDialog) -> None:
    model = table(dialog).compared
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.search("make")
    model.search("nothing like it")
    assert tester.model() is model
    assert model.data(model.index(9, 9)) is None
    assert model.headerData(99, Qt.Orientation.Horizontal) is None


def test_a_long_name_has_dots_and_is_told_whole_where_the_mouse_rests(qtbot: QtBot) -> None:
    long = vehicle(4, make="FLEETWOOD RV, INC", model="DESIGNLINE INTERNATIONAL BUS" * 3)
    box = CompareDialog([FIRST, long])
    qtbot.addWidget(box)
    shown = table(box)
    heads, section = shown.horizontalHeader(), len(FIXED) + 1
    shown.setColumnWidth(section, 200)
    option = QStyleOptionHeaderV2()
    heads.initStyleOptionForIndex(option, section)
    vin_line, name = option.text.split("\n")
    assert vin_line == long.vin.text
    assert name.startswith("FLEETWOOD")
    assert name.endswith("…")
    told = shown.compared.headerData(
        section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    )
    assert "DESIGNLINE INTERNATIONAL BUS" * 3 in str(told)


@pytest.mark.parametrize("count", [2, 4])
def test_each_vehicle_has_as_much_room_and_enough_for_its_vin(qtbot: QtBot, count: int) -> None:
    box = CompareDialog([vehicle(number) for number in range(count)])
    qtbot.addWidget(box)
    box.show()
    shown = table(box)
    for width in (1_400, 700, 900):
        box.resize(width, 500)
        QApplication.sendPostedEvents()
        widths = [shown.columnWidth(column) for column in range(len(FIXED), len(FIXED) + count)]
        assert max(widths) - min(widths) < count, "what cannot be shared is the last one's"
        assert min(widths) >= shown.fontMetrics().horizontalAdvance(FIRST.vin.text)
        assert sum(widths) >= shown.viewport().width() // 2


def test_a_border_that_was_dragged_stays_and_the_others_share_the_rest(qtbot: QtBot) -> None:
    box = CompareDialog([vehicle(number) for number in range(3)])
    qtbot.addWidget(box)
    box.resize(1_200, 400)
    box.show()
    shown, first = table(box), len(FIXED)
    shown.setColumnWidth(first, 150)
    check(box, "show_empty").setChecked(True)
    for width in (1_300, 1_400):
        box.resize(width, 400)
        QApplication.sendPostedEvents()
        assert shown.columnWidth(first) == 150
        assert abs(shown.columnWidth(first + 1) - shown.columnWidth(first + 2)) < 2
        assert shown.horizontalHeader().length() == shown.viewport().width()


def test_escape_closes_it(dialog: CompareDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(table(dialog), Qt.Key.Key_Escape)


def test_foreign_text_stays_plain_text(qtbot: QtBot) -> None:
    odd = [vehicle(n, make=f"<b>{n}</b>\n\x1b") for n in (1, 2)]
    shown = CompareDialog(odd)
    qtbot.addWidget(shown)
    model = table(shown).compared
    row = labels(shown).index("Make")
    assert model.index(row, 3).data().startswith("<b>1</b>")
    assert model.index(row, 3).data().isprintable()
    assert "<b>" not in model.index(row, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert "\x1b" not in str(model.headerData(3, Qt.Orientation.Horizontal))


# -- the controller -------------------------------------------------------------------


class Rows:
    """Selected rows, of which only the VINs are asked for."""

    columns: Sequence[Column] = ()

    def __init__(self, count: int) -> None:
        self.ranges = [range(count)]
        self.count = count

    def rows(self, part: range, monitor: Monitor) -> Sequence[Sequence[str]]:
        raise NotImplementedError

    def vins(self, monitor: Monitor) -> Sequence[str]:
        return [vin(number + 1).text for number in range(self.count)]


class Table:
    def __init__(self, count: int) -> None:
        self.count = count

    def selected(self) -> Rows | None:
        return Rows(self.count) if self.count else None


class Cache:
    def __init__(self) -> None:
        self.removed: frozenset[Vin] = frozenset()
        self.error: Exception | None = None

    def get_many(
        self,
        vins: Iterable[Vin],
        monitor: Monitor = Unwatched(),  # noqa: B008 - it has no state
    ) -> Mapping[Vin, Vehicle]:
        if self.error is not None:
            raise self.error
        return {each: ALL[each] for each in vins if each not in self.removed}


class Comparing:
    def __init__(self, count: int, runner: JobRunner, window: QWidget) -> None:
        self.window, self.cache = window, Cache()
        self.told: list[str] = []
        self.failed: list[Exception] = []
        controller = CompareController(Table(count), lambda: self.cache, runner, window)
        controller.told.connect(self.told.append)
        controller.failed.connect(self.failed.append)
        self.compare = controller.compare_selected

    def dialog(self) -> CompareDialog | None:
        return self.window.findChild(CompareDialog)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_two_to_four_are_compared_in_the_order_of_the_screen(
    window: QWidget, inline_runner: JobRunner
) -> None:
    comparing = Comparing(3, inline_runner, window)
    comparing.compare()
    dialog = comparing.dialog()
    assert dialog is not None
    heads = table(dialog).compared.titles[3:]
    assert [head.split("\n")[0] for head in heads] == [vin(n).text for n in (1, 2, 3)]
    said = dialog.findChild(QLabel, "comparison_extent")
    assert said is not None
    assert said.text().startswith("The vehicles differ in ")


@pytest.mark.parametrize(("count", "verb"), [(0, "are"), (1, "is"), (5, "are"), (12_345, "are")])
def test_too_few_or_too_many_are_told(
    window: QWidget, inline_runner: JobRunner, count: int, verb: str
) -> None:
    comparing = Comparing(count, inline_runner, window)
    comparing.compare()
    assert comparing.dialog() is None
    (said,) = comparing.told
    assert said.startswith(f"A comparison takes 2 to 4 vehicles; {count:,} {verb} selected. ")


def test_where_all_but_one_were_removed_there_is_nothing_to_compare(
    window: QWidget, inline_runner: JobRunner
) -> None:
    comparing = Comparing(2, inline_runner, window)
    comparing.cache.removed = frozenset({vin(1)})
    comparing.compare()
    assert comparing.dialog() is None
    assert "removed meanwhile" in comparing.told[0]


def test_a_failure_is_passed_on(window: QWidget, inline_runner: JobRunner) -> None:
    comparing = Comparing(2, inline_runner, window)
    comparing.cache.error = CacheDamaged("a block is gone")
    comparing.compare()
    assert comparing.failed == [comparing.cache.error]


def test_asking_twice_opens_one(qtbot: QtBot, window: QWidget, threaded_runner: JobRunner) -> None:
    comparing = Comparing(2, threaded_runner, window)
    comparing.compare()
    comparing.compare()
    qtbot.waitUntil(lambda: comparing.dialog() is not None)
    assert len(window.findChildren(CompareDialog)) == 1
