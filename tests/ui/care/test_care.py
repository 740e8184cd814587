"""The list, the questions, and what happens by itself."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.store.samples import vehicle
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.backups import Backup, Why
from vindesk.domain.cleaning import Cleaned, Item, Litter
from vindesk.domain.errors import BackupFailed, CacheDamaged, CacheError, CacheMissing
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, open_services, rescue_of
from vindesk.services.care import Care
from vindesk.services.rescue import Rescued
from vindesk.store.backups import Backups
from vindesk.ui.care import telling
from vindesk.ui.care.backup_model import BackupModel
from vindesk.ui.care.backups_window import BackupsWindow
from vindesk.ui.care.care_controller import CareController
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


@pytest.fixture(autouse=True)
def american(qapp: object) -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(Settings(), Paths.under(tmp_path))
    yield opened
    opened.close()


class Desk:
    """A controller and all that it says."""

    def __init__(self, services: Services, runner: JobRunner, window: QWidget) -> None:
        self.why_not = ""
        self.window = window
        self.told: list[str] = []
        self.failures: list[Exception] = []
        self.restored: list[bool] = []
        folder = services.care.folder
        self.care = CareController(lambda: services, runner, folder, lambda: self.why_not, window)
        self.care.told.connect(self.told.append)
        self.care.failed.connect(self.failures.append)
        self.care.restored.connect(lambda: self.restored.append(True))

    def dialog(self) -> BackupsWindow:
        self.care.show_backups()
        found = self.window.findChild(BackupsWindow)
        assert found is not None
        return found


@pytest.fixture
def desk(services: Services, inline_runner: JobRunner, window: QWidget) -> Desk:
    services.vehicles.save([vehicle(1), vehicle(2)])
    return Desk(services, inline_runner, window)


def press(parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    button.click()


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


# -- by hand -----------------------------------------------------------------


def test_a_backup_is_made_told_and_listed(desk: Desk) -> None:
    dialog = desk.dialog()
    desk.care.back_up()
    assert desk.told[0] == "Making a backup…"
    assert desk.told[-1].startswith("Made a backup of 2 vehicles: ")
    assert len(dialog.model.backups) == 1
    assert desk.dialog() is dialog


def test_a_failure_is_said_and_shown(desk: Desk, services: Services) -> None:
    services.care.folder.parent.mkdir(exist_ok=True)
    services.care.folder.write_text("a file")
    desk.care.back_up()
    assert desk.told[-1] == "The backup was not made."
    assert [type(error) for error in desk.failures] == [BackupFailed]


def test_nothing_is_restored_while_an_import_runs(desk: Desk) -> None:
    desk.care.back_up()
    dialog = desk.dialog()
    desk.why_not = "An import is running."
    press(dialog, "restore_backup")
    assert desk.told[-1] == "An import is running."
    assert desk.window.findChild(QMessageBox, "restore_question") is None
    dialog.undo_requested.emit(dialog.model.backups[0])
    assert (desk.told[-1], desk.restored) == ("An import is running.", [])


def test_no_is_no_and_yes_restores(desk: Desk, services: Services) -> None:
    desk.care.back_up()
    services.vehicles.save([vehicle(3)])
    dialog = desk.dialog()
    press(dialog, "restore_backup")
    question = dialog.findChild(QMessageBox, "restore_question")
    assert question is not None
    question.reject()
    assert services.vehicles.count() == 3
    press(dialog, "restore_backup")
    press(dialog.findChildren(QMessageBox, "restore_question")[-1], "confirm_restore")
    assert (services.vehicles.count(), desk.restored) == (2, [True])
    press(dialog, "undo_restore")
    assert (services.vehicles.count(), desk.restored) == (3, [True, True])


def find_it_damaged(*_given: object) -> None:
    """In place of what would read the present cache."""
    raise CacheDamaged("It cannot be read.")


def restore_newest(desk: Desk, dialog: BackupsWindow) -> None:
    dialog.table.selectRow(0)
    press(dialog, "restore_backup")
    press(dialog.findChildren(QMessageBox, "restore_question")[-1], "confirm_restore")


def test_a_damaged_cache_is_said_to_be_kept_and_no_undo_is_promised(
    desk: Desk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.care.back_up()
    dialog = desk.dialog()
    restore_newest(desk, dialog)
    undo = dialog.findChild(QPushButton, "undo_restore")
    assert undo is not None
    assert undo.isEnabled()

    with monkeypatch.context() as patch:
        patch.setattr(Backups, "_seal", find_it_damaged)
        restore_newest(desk, dialog)
    (aside,) = services.database.path.parent.glob("vehicles-damaged-*.duckdb")
    assert desk.told[-1].endswith(f"The cache as it was before is kept as {aside.name}.")
    assert "Undo" not in desk.told[-1]
    assert desk.failures == []
    assert [each.why for each in dialog.model.backups].count(Why.BEFORE_RESTORE) == 1
    assert not undo.isEnabled()


def test_what_another_session_restored_is_undone_only_after_a_question(
    desk: Desk, services: Services, inline_runner: JobRunner
) -> None:
    desk.care.back_up()
    services.vehicles.save([vehicle(3)])
    restore_newest(desk, desk.dialog())
    later = Desk(services, inline_runner, QWidget(desk.window))
    dialog = later.dialog()
    press(dialog, "undo_restore")
    assert services.vehicles.count() == 2
    (question,) = dialog.findChildren(QMessageBox, "restore_question")
    press(question, "confirm_restore")
    assert (services.vehicles.count(), later.restored) == (3, [True])


def test_a_restore_that_fails_leaves_no_undo_without_a_question(
    desk: Desk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.care.back_up()
    dialog = desk.dialog()
    restore_newest(desk, dialog)
    with monkeypatch.context() as patch:
        patch.setattr(Care, "restore", find_it_damaged)
        restore_newest(desk, dialog)
    assert [type(error) for error in desk.failures] == [CacheDamaged]
    asked = len(dialog.findChildren(QMessageBox, "restore_question"))
    press(dialog, "undo_restore")
    assert len(dialog.findChildren(QMessageBox, "restore_question")) == asked + 1


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


def test_what_fails_by_itself_is_told_once_and_gets_in_nobodys_way(
    desk: Desk, services: Services
) -> None:
    folder = services.care.folder
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
    assert summary.text().startswith("2 things would go; that frees ")
    row = dialog.list.topLevelItem(0)
    assert row is not None
    assert row.text(1) == "<b>old</b>.log"
    assert "<b>" not in row.toolTip(1)
    row.setCheckState(0, Qt.CheckState.Unchecked)
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        press(dialog, "confirm_clean")
    assert confirmed.args == [[ITEMS[1]]]


def test_where_there_is_nothing_it_says_so(qtbot: QtBot, window: QWidget) -> None:
    dialog = CleanDialog([], window)
    summary, button = (
        dialog.findChild(QLabel, "clean_sum"),
        dialog.findChild(QPushButton, "confirm_clean"),
    )
    assert summary is not None
    assert button is not None
    assert (summary.text(), button.isEnabled()) == ("There is nothing to clean.", False)


def test_words_for_what_was_done() -> None:
    assert telling.cleaned(Cleaned([])) == "There was nothing to clean."
    assert "1 thing could not be cleaned" in telling.cleaned(Cleaned([], ["why"]))
    done = Rescued(MADE[0], Path("/x/vehicles-damaged.duckdb"), ("newer",))
    assert "1 newer backup could not be used." in telling.rescued(done)
    assert "kept as vehicles-damaged.duckdb" in telling.rescued(done)


# -- a cache that cannot be opened -------------------------------------------


def test_without_a_backup_only_the_empty_cache_is_offered(window: QWidget) -> None:
    box = DamageBox(CacheDamaged("It is damaged."), None, window)
    assert not box.restore_button.isEnabled()
    assert "There is no backup" in box.informativeText()
    box.deleteLater()


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
