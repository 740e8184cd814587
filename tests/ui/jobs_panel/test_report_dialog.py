"""The report: counts, and lists that are searched, sorted and copied."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTabWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.foreign import SHORT, assert_all_tame
from tests.ui.jobs_panel.samples import plan, record, report, vin
from tests.ui.pictures import base_line_of, picture, settle
from vindesk.domain.import_job import Columns, Failed, ImportReport, Rejected
from vindesk.ui.help.help_controller import topic_of
from vindesk.ui.jobs_panel.job_telling import Activity, Phase
from vindesk.ui.jobs_panel.reject_model import RejectModel
from vindesk.ui.jobs_panel.report_dialog import MOST_OWN, Details, ReportDialog
from vindesk.ui.lines.line_table import LineTable
from vindesk.ui.theme import fixed_font, palette

pytestmark = pytest.mark.qt_log_ignore("does not support")

REJECTED = [Rejected(row, f"text {row}", "It has 6 of 17 characters.") for row in (2, 9, 10, 100)]
FAILED = [Failed(vin(number).text, "vPIC could not be reached.") for number in range(3)]
IDLE = Activity()


def shown(qtbot: QtBot, details: Details, activity: Activity = IDLE) -> ReportDialog:
    dialog = ReportDialog(details, activity, lambda: False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def button(dialog: ReportDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def count(dialog: ReportDialog, name: str) -> str:
    label = dialog.findChild(QLabel, f"count_{name}")
    assert label is not None
    return label.text()


def column(model: RejectModel, number: int = 0) -> Sequence[str]:
    return [model.index(row, number).data() for row in range(model.rowCount())]


@pytest.fixture
def dialog(qtbot: QtBot) -> ReportDialog:
    return shown(qtbot, Details(report(), REJECTED, FAILED))


def test_every_count_stands_beside_its_word(dialog: ReportDialog) -> None:
    names = ("decoded", "check_digit", "partial", "doubtful", "no_data")
    assert [count(dialog, name) for name in names] == ["37,000", "997", "0", "0", "1,000"]
    names = ("failed", "rejected", "duplicates", "in_the_cache_already", "different_vins")
    assert [count(dialog, name) for name in names] == ["3", "12", "988", "1,000", "39,000"]


def test_the_size_of_one_with_lists_is_not_that_of_one_without(
    dialog: ReportDialog, qtbot: QtBot
) -> None:
    """Sizes are kept by the names of windows."""
    short = shown(qtbot, Details(report(failed=0, rejected=0), (), ()))
    assert short.objectName() != dialog.objectName()
    assert topic_of(short) == topic_of(dialog) == "imports"


def test_its_pictures_follow_the_colours(dialog: ReportDialog) -> None:
    def drawn() -> set[int]:
        pictures = [label.pixmap() for label in dialog.findChildren(QLabel)]
        return {each.cacheKey() for each in pictures if not each.isNull()}

    before = drawn()
    assert len(before) == 10
    dialog.setPalette(palette(dark=True))
    assert not drawn() & before


def test_the_lists_say_how_many_they_are_and_how_many_they_show(dialog: ReportDialog) -> None:
    tabs = dialog.findChild(QTabWidget)
    assert tabs is not None
    assert [tabs.tabText(place) for place in range(2)] == [
        "Failed (3)",
        "Rejected (12), the first 4",
    ]


def test_a_search_goes_over_both_lists_and_copying_takes_what_is_left(
    dialog: ReportDialog, qtbot: QtBot
) -> None:
    search = dialog.findChild(QLineEdit, "report_search")
    tabs = dialog.findChild(QTabWidget)
    assert search is not None
    assert tabs is not None
    qtbot.keyClicks(search, "text 10")
    tables = dialog.findChildren(LineTable)
    assert {each.objectName(): each.model().rowCount() for each in tables} == {
        "failed": 0,
        "rejected": 2,
    }
    tabs.setCurrentIndex(1)
    button(dialog, "copy_report").click()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[:2] == ["Row\tAs Written\tWhy", "10\ttext 10\tIt has 6 of 17 characters."]
    QGuiApplication.clipboard().clear()


def test_what_was_refused_stands_beside_the_users_own_columns(qtbot: QtBot) -> None:
    names = ("Unit", "Driver", *map(str, range(20)))
    wide = replace(plan(), columns=Columns(0, own_names=names))
    rejected = [Rejected(17, "", "There is no VIN.", ("U0011", None, "x")), *REJECTED]
    details = Details(report(record=record(plan=wide)), rejected, ())
    wide_report = shown(qtbot, details)
    (table,) = wide_report.findChildren(LineTable)
    assert table.lines.titles == ["Row", "As Written", "Why", *names[:MOST_OWN]]
    first, second, *_ = table.lines.texts(range(5))
    assert first[:6] == ("17", "—", "There is no VIN.", "U0011", "—", "x")
    assert second[3:5] == ("—", "—")
    table.lines.search("u0011")
    assert table.lines.rowCount() == 1


def test_the_head_of_the_row_numbers_stands_over_them(dialog: ReportDialog) -> None:
    model = dialog.findChildren(LineTable)[1].lines
    role = Qt.ItemDataRole.TextAlignmentRole
    across = Qt.Orientation.Horizontal
    assert model.headerData(0, across, role) == model.index(0, 0).data(role)
    assert model.headerData(1, across, role) is None


def test_what_was_written_stands_on_the_line_of_the_reason(qtbot: QtBot) -> None:
    code = QFont("monospace", 14)
    table = LineTable(RejectModel([Rejected(1, "EHE" * 5, "EHE")], code), "Rejected")
    qtbot.addWidget(table)
    table.setFont(QFont(table.font().family(), 9))
    table.resize(600, 120)
    settle(table)
    drawn = picture(table.viewport(), 1.0)
    written, why = (table.visualRect(table.lines.index(0, column)) for column in (1, 2))
    assert base_line_of(drawn, written) == base_line_of(drawn, why)
    assert table.columnWidth(1) > QFontMetrics(fixed_font(table.font())).horizontalAdvance("E" * 15)


def test_it_asks_for_what_it_cannot_do_itself(dialog: ReportDialog, qtbot: QtBot) -> None:
    for name, signal in (
        ("export_rejects", dialog.rejects_wanted),
        ("export_answers", dialog.answers_wanted),
        ("retry_failed", dialog.retry_requested),
    ):
        with qtbot.waitSignal(signal):
            button(dialog, name).click()
    assert not dialog.isVisible()


def test_a_clean_import_has_no_lists(qtbot: QtBot) -> None:
    clean = shown(qtbot, Details(report(failed=0, rejected=0), (), ()))
    assert clean.findChildren(LineTable) == []
    assert clean.findChild(QPushButton, "retry_failed") is None
    assert clean.findChild(QPushButton, "export_rejects") is None
    assert button(clean, "export_answers").isEnabled()
    qtbot.keyClick(clean, Qt.Key.Key_Escape)
    assert not clean.isVisible()


def test_nothing_is_asked_again_while_it_runs(qtbot: QtBot) -> None:
    running = shown(qtbot, Details(report(), (), FAILED), Activity(Phase.RUNNING))
    assert not button(running, "retry_failed").isEnabled()


def test_what_was_asked_again_in_vain_can_be_asked_once_more(qtbot: QtBot) -> None:
    vain = shown(qtbot, Details(report(), (), FAILED), Activity(note="The disk is full"))
    assert button(vain, "retry_failed").isEnabled()


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_foreign_text_is_plain(qtbot: QtBot, text: str) -> None:
    named: ImportReport = report(record=record(plan=plan(text)))
    rows = [Rejected(2, text, text)]
    assert_all_tame(shown(qtbot, Details(named, rows, [Failed(text, text)])))


def test_rows_are_sorted_as_numbers(qapp: object, qtmodeltester: ModelTester) -> None:
    model = RejectModel(list(reversed(REJECTED)), QFont())
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert column(model) == ["2", "9", "10", "100"]
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert column(model) == ["100", "10", "9", "2"]
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert column(model, 1) == ["text 10", "text 100", "text 2", "text 9"]
    assert model.index(0, 1).data(Qt.ItemDataRole.FontRole) == QFont()
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole) is None
    qtmodeltester.check(model)
