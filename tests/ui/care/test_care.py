"""The list, the questions, and what happens by itself."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.conftest import enlarge
from tests.ui.care.desk import Desk, press
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.backups import Backup, Why
from vindesk.domain.cleaning import Cleaned, Item, Litter
from vindesk.domain.errors import BackupFailed, CacheDamaged, CacheError, CacheMissing
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, rescue_of
from vindesk.services.care import Care
from vindesk.services.cleaning import Cleaner
from vindesk.services.rescue import Rescued
from vindesk.ui.care import telling
from vindesk.ui.care.backup_model import BackupModel
from vindesk.ui.care.backups_window import BackupsWindow
from vindesk.ui.care.clean_dialog import CleanDialog
from vindesk.ui.care.damage_box import DamageBox
from vindesk.ui.care.rescue_controller import RescueController

pytestmark = pytest.mark.qt_log_ignore("does not support")

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
MADE = [
    Backup(Path(f"/b/{n}.duckdb"), NOW - timedelta(days=n), why, 10**6, None if n else 1234)
    for n, why in enumerate(Why)
]
ITEMS = [
    Item(Litter.LOG, "<b>old</b>.log", 1000, Path("/logs/old.log")),
    Item(Litter.REMOVED, "5 removed more than 30 days ago", 3000, count=5),
]
SCANNED = "1XPER40X1ED215307"
"""With the letters of *Restore* and *Empty*."""


def test_two_backups_of_a_minute_can_be_told_apart(qapp: object) -> None:
    model = BackupModel()
    first, second = (
        Backup(Path(f"/b/{n}.duckdb"), NOW + timedelta(seconds=n), Why.BY_HAND, 1) for n in (7, 8)
    )
    model.show([first, second])
    said = [texts(model, row)[0] for row in range(2)]
    assert [moment[-3:] for moment in said] == [":07", ":08"]
    assert said[0] in telling.restore_words(first)[0]


def texts(model: BackupModel, row: int) -> Sequence[str]:
    return [model.index(row, column).data() for column in range(model.columnCount())]


# -- the list ----------------------------------------------------------------


def test_the_model_obeys_qt_and_says_what_there_is(qapp: object, by_rows: None) -> None:
    model = BackupModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.show(MADE)
    assert tester.model() is model
    assert texts(model, 0)[1:3] == ["Daily", "1,234"]
    assert texts(model, 1)[1:3] == ["By hand", "—"]
    assert "Vehicles: 1,234" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(9, Qt.Orientation.Horizontal) is None
    assert model.data(model.index(7, 7)) is None


def test_the_window_names_the_folder_that_is_chosen_by_now(desk: Desk) -> None:
    desk.dialog().close()
    desk.care.folder = Path("/elsewhere")
    place = desk.dialog().findChild(QLabel, "backups_place")
    assert place is not None
    assert place.text().endswith("They are in /elsewhere.")


def test_the_window_keeps_the_current_one_and_enables_what_can_be_done(qtbot: QtBot) -> None:
    window = BackupsWindow(Path("/b"))
    qtbot.addWidget(window)
    window.show_backups([])
    words = window.findChild(QLabel, "backups_words")
    assert words is not None
    assert words.text() == "There is no backup yet."
    restore, undo = (
        window.findChild(QPushButton, name) for name in ("restore_backup", "undo_restore")
    )
    assert restore is not None
    assert undo is not None
    assert not restore.isEnabled()
    window.show_backups(MADE[:2])
    assert (restore.isEnabled(), undo.isEnabled()) == (True, False)
    window.table.selectRow(1)
    window.show_backups(MADE)
    assert window.current == MADE[1]
    assert undo.isEnabled()
    window.show_busy(True)
    assert not restore.isEnabled()
    with qtbot.assertNotEmitted(window.restore_requested):
        window.table.activated.emit(window.model.index(1, 0))
    window.show_busy(False)
    with qtbot.waitSignal(window.undo_requested) as asked:
        undo.click()
    assert asked.args == [MADE[2]]


def test_return_on_a_backup_asks_and_the_window_stays_behind_the_question(
    desk: Desk, qtbot: QtBot
) -> None:
    desk.care.back_up()
    dialog = desk.dialog()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(dialog.table, key)
        (question,) = dialog.findChildren(QMessageBox, "restore_question")
        assert question.isVisible()
        assert dialog.isVisible()
        with qtbot.waitSignal(question.destroyed):
            question.reject()


def test_a_button_that_is_pressed_by_key_leaves_the_focus_to_the_list(qtbot: QtBot) -> None:
    window = BackupsWindow(Path("/b"))
    qtbot.addWidget(window)
    window.show()
    window.make_requested.connect(lambda: window.show_busy(True))
    now = window.findChild(QPushButton, "backup_now")
    assert now is not None
    now.setFocus()
    qtbot.keyClick(now, Qt.Key.Key_Space)
    assert not now.isEnabled()
    assert window.focusWidget() is window.table


# -- by hand -----------------------------------------------------------------


def test_a_backup_is_made_told_and_listed(desk: Desk) -> None:
    dialog = desk.dialog()
    desk.care.back_up()
    assert desk.told[0] == "Making a backup…"
    assert desk.told[-1].startswith("Made a backup of 2 vehicles: ")
    assert len(dialog.model.backups) == 1
    assert desk.dialog() is dialog


def test_what_is_asked_for_again_and_again_is_one_backup(
    services: Services, threaded_runner: JobRunner, window: QWidget, qtbot: QtBot
) -> None:
    desk = Desk(services, threaded_runner, window)
    for _ in range(3):
        desk.care.back_up()
    assert desk.told == ["Making a backup…"] * 3
    qtbot.waitUntil(lambda: not threaded_runner.busy)
    assert len(services.care.backups()) == 1
    desk.care.back_up()
    qtbot.waitUntil(lambda: not threaded_runner.busy)
    assert len(services.care.backups()) == 2


def test_what_was_said_last_time_is_not_said_when_the_window_opens_again(desk: Desk) -> None:
    dialog = desk.dialog()
    desk.care.back_up()
    words = dialog.findChild(QLabel, "backups_words")
    assert words is not None
    assert words.text().startswith("Made a backup of ")
    dialog.reject()
    assert desk.dialog() is dialog
    assert words.text() == ""


def test_one_backup_is_selected_whatever_is_pressed(desk: Desk, qtbot: QtBot) -> None:
    for _ in range(2):
        desk.care.back_up()
    table = desk.dialog().table
    assert table.model().rowCount() == 2
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(table.selectionModel().selectedRows()) == 1


def test_the_rows_are_as_high_as_the_letters_ask(
    desk: Desk, qtbot: QtBot, qapp: QApplication, restored_font: None
) -> None:
    desk.care.back_up()
    table = desk.dialog().table
    before = table.rowHeight(0)
    enlarge(qapp)
    qtbot.waitUntil(lambda: table.rowHeight(0) > before)


def test_a_failure_is_said_and_shown(desk: Desk, services: Services) -> None:
    folder = services.care.cleaner.paths.backups
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file")
    desk.care.back_up()
    assert desk.told[-1] == "The backup was not made."
    assert [type(error) for error in desk.failures] == [BackupFailed]


# -- by itself ---------------------------------------------------------------


def test_what_is_due_is_done_and_told_once_a_day(desk: Desk) -> None:
    desk.care.begin()
    desk.why_not = "An import is running."
    desk.care.do_what_is_due()
    assert desk.told == []
    desk.why_not = ""
    desk.care.do_what_is_due()
    desk.care.do_what_is_due()
    assert [words[:13] for words in desk.told] == ["Made a backup"]


def test_what_is_due_does_not_wait_for_an_import_for_days(desk: Desk) -> None:
    desk.why_not = "An import is running."
    for _quarter_of_an_hour in range(4):
        desk.care.do_what_is_due()
        assert desk.told == []
    desk.care.do_what_is_due()
    assert [words[:13] for words in desk.told] == ["Made a backup"]


def test_what_fails_by_itself_is_told_once_and_gets_in_nobodys_way(
    desk: Desk, services: Services
) -> None:
    folder = services.care.cleaner.paths.backups
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file")
    desk.care.do_what_is_due()
    desk.care.do_what_is_due()
    assert desk.failures == []
    assert [words[:32] for words in desk.told] == ["The daily backup was not made. /"]
    folder.unlink()
    desk.care.do_what_is_due()
    assert desk.told[-1].startswith("Made a backup")


def test_a_bug_in_what_is_done_by_itself_is_shown(
    desk: Desk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_given: object) -> None:
        raise ValueError("a bug")

    monkeypatch.setattr(Care, "do_what_is_due", break_down)
    desk.care.do_what_is_due()
    assert [type(error) for error in desk.failures] == [ValueError]


def test_what_was_found_missing_is_said_at_the_start(desk: Desk, services: Services) -> None:
    services.care.remark, services.care.notice = "Rows are missing.", "On a network drive."
    desk.care.begin()
    (failure,) = desk.failures
    assert str(failure) == "Rows are missing."
    assert desk.told == ["On a network drive."]


# -- cleaning ----------------------------------------------------------------


def test_only_what_stays_ticked_is_cleaned(qtbot: QtBot, window: QWidget) -> None:
    dialog = CleanDialog(ITEMS, window)
    summary = dialog.findChild(QLabel, "clean_sum")
    assert summary is not None
    assert summary.text().startswith("2 items to clean, freeing ")
    row = dialog.list.topLevelItem(0)
    assert row is not None
    assert row.text(1) == "<b>old</b>.log"
    assert "<b>" not in row.toolTip(1)
    row.setCheckState(0, Qt.CheckState.Unchecked)
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        press(dialog, "confirm_clean")
    assert confirmed.args == [[ITEMS[1]]]


def test_a_scanner_cleans_nothing(qtbot: QtBot, window: QWidget) -> None:
    """The dialog opens by itself, while somebody scans."""
    dialog = CleanDialog(ITEMS, window)
    dialog.open()
    with qtbot.assertNotEmitted(dialog.confirmed), qtbot.waitSignal(dialog.rejected):
        qtbot.keyClicks(dialog.list, SCANNED)
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)


def test_where_there_is_nothing_it_says_so(qtbot: QtBot, window: QWidget) -> None:
    dialog = CleanDialog([], window)
    summary, button = (
        dialog.findChild(QLabel, "clean_sum"),
        dialog.findChild(QPushButton, "confirm_clean"),
    )
    assert summary is not None
    assert button is not None
    assert (summary.text(), button.isEnabled()) == ("There is nothing to clean.", False)


def test_what_can_be_cleaned_is_looked_for_once_and_that_is_said(
    services: Services,
    threaded_runner: JobRunner,
    window: QWidget,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gate = threading.Event()

    def look(_cleaner: Cleaner) -> Sequence[Item]:
        gate.wait()
        return ITEMS

    monkeypatch.setattr(Cleaner, "preview", look)
    desk = Desk(services, threaded_runner, window)
    for _ in range(2):
        desk.care.ask_to_clean()
    told = list(desk.told)
    with qtbot.waitSignal(threaded_runner.idle):
        gate.set()
    assert told == ["Looking for what can be cleaned…"] * 2
    (dialog,) = window.findChildren(CleanDialog)
    assert desk.told[-1] == ""
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    with qtbot.waitSignal(threaded_runner.idle):
        desk.care.ask_to_clean()
    assert len(window.findChildren(CleanDialog)) == 1


def test_words_for_what_was_done() -> None:
    assert telling.cleaned(Cleaned([])) == "There was nothing to clean."
    assert "1 item could not be cleaned" in telling.cleaned(Cleaned([], ["why"]))
    done = Rescued(MADE[0], Path("/x/vehicles-damaged.duckdb"), ("newer",))
    assert "1 newer backup could not be used." in telling.rescued(done)
    assert "kept as vehicles-damaged.duckdb" in telling.rescued(done)


# -- a cache that cannot be opened -------------------------------------------


def test_without_a_backup_only_the_empty_cache_is_offered(window: QWidget) -> None:
    box = DamageBox(CacheDamaged("It is damaged."), None, window)
    assert not box.restore_button.isEnabled()
    assert "There is no backup" in box.informativeText()
    box.deleteLater()


def test_a_scanner_neither_restores_nor_begins_anew(qtbot: QtBot, window: QWidget) -> None:
    box = DamageBox(CacheDamaged("It is damaged."), MADE[0], window)
    pressed: list[str] = []
    box.buttonClicked.connect(lambda button: pressed.append(button.objectName()))
    box.open()
    focused = box.focusWidget()
    assert focused is not None
    qtbot.keyClicks(focused, SCANNED)
    assert not box.restore_button.isDown()
    assert not box.empty_button.isDown()
    with qtbot.waitSignal(box.finished):
        qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert pressed == ["rescue_later"]


def test_damage_is_offered_once_and_other_failures_are_not_taken(
    tmp_path: Path, inline_runner: JobRunner, window: QWidget
) -> None:
    paths, is_open = Paths.under(tmp_path / "d"), [False]
    rescue = rescue_of(Settings(), paths)
    controller = RescueController(lambda: rescue, lambda: is_open[0], inline_runner, window)
    assert not controller.takes(CacheError("locked"))
    assert controller.takes(CacheMissing("gone"))
    assert controller.takes(CacheDamaged("damaged"))
    (box,) = window.findChildren(DamageBox)
    box.reject()
    is_open[0] = True
    assert not controller.takes(CacheDamaged("while it is open"))


def test_what_failed_before_is_offered_no_second_rescue(
    tmp_path: Path, threaded_runner: JobRunner, window: QWidget, qtbot: QtBot
) -> None:
    rescue = rescue_of(Settings(), Paths.under(tmp_path))
    controller = RescueController(lambda: rescue, lambda: False, threaded_runner, window)

    def boxes() -> Sequence[DamageBox]:
        return [box for box in window.findChildren(DamageBox) if box.isVisible()]

    assert controller.takes(CacheDamaged("as the table says"))
    qtbot.waitUntil(lambda: bool(boxes()))
    with qtbot.waitSignal(controller.rescued):
        press(boxes()[0], "rescue_empty")
        assert controller.takes(CacheDamaged("as the facets say, late"))
    qtbot.waitUntil(lambda: not threaded_runner.busy)
    assert not boxes()


def test_a_cache_that_was_opened_meanwhile_is_not_replaced(
    tmp_path: Path, inline_runner: JobRunner, window: QWidget
) -> None:
    rescue, is_open = rescue_of(Settings(), Paths.under(tmp_path)), [False]
    controller = RescueController(lambda: rescue, lambda: is_open[0], inline_runner, window)
    rescued: list[bool] = []
    controller.rescued.connect(lambda: rescued.append(True))
    assert controller.takes(CacheDamaged("damaged"))
    (box,) = window.findChildren(DamageBox)
    is_open[0] = True
    press(box, "rescue_empty")
    assert not rescued
    is_open[0] = False
    opening = iter([False, True])
    seen = RescueController(lambda: rescue, lambda: next(opening), inline_runner, window)
    assert seen.takes(CacheDamaged("damaged"))
    assert not [each for each in window.findChildren(DamageBox) if each.isVisible()]
