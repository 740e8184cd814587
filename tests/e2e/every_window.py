"""Every window and dialog of the program, opened as a person opens it, one after the other."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QTabWidget, QWidget

from tests.e2e.conftest import User
from tests.exporting import export_every_vehicle
from vindesk.app.refusal import refusal_box
from vindesk.domain.backups import Backup, Why
from vindesk.domain.cleaning import Item, Litter
from vindesk.domain.errors import CacheDamaged, VpicUnreachable
from vindesk.ui.actions import ActionId
from vindesk.ui.bug_text import BugReport
from vindesk.ui.care.clean_dialog import CleanDialog
from vindesk.ui.care.damage_box import DamageBox
from vindesk.ui.crash_box import bug_box
from vindesk.ui.failures import failure_box
from vindesk.ui.parquet.parquet_window import ParquetWindow
from vindesk.ui.refreshing.refresh_controller import refresh_question
from vindesk.ui.saving import replace_question


def folder_of(user: User) -> Path:
    return user.session.desk.services().database.path.parent


def _dialogs() -> Sequence[QDialog]:
    """Those that are open."""
    every = QApplication.topLevelWidgets()
    return [one for one in every if isinstance(one, QDialog) and one.isVisible()]


def _dialog(user: User) -> QDialog:
    """The dialog that is open; the last, if it stands on another."""
    user.until(_dialogs)
    user.until_quiet()
    return _dialogs()[-1]


def _as_usual(user: User) -> None:
    """As large as on most screens; that of the tests is smaller."""
    user.window.resize(1280, 800)


def _main(user: User) -> QWidget:
    _as_usual(user)
    for dock in (user.window.facets_dock, user.window.details_dock, user.window.jobs_dock):
        dock.show()
    user.click_row(0)
    user.until_quiet()
    return user.window


def _columns(user: User) -> QWidget:
    user.press(ActionId.COLUMNS)
    return _dialog(user)


def _about(user: User) -> QWidget:
    user.press(ActionId.ABOUT)
    return _dialog(user)


def _compare(user: User) -> QWidget:
    user.table.select_ranges([range(3)], 0)
    user.press(ActionId.COMPARE)
    return _dialog(user)


def _import(user: User) -> QWidget:
    listed = folder_of(user) / "a list.csv"
    listed.write_text("Unit,VIN\n1,1XPWD40X1ED215307\n2,1XPWD40X1ED21530O\n3,x\n", "utf-8")
    user.session.desk.imports.import_file(listed)
    return _dialog(user)


def _refreshed(user: User) -> QWidget:
    user.table.select_ranges([range(2)], 0)
    user.press(ActionId.REFRESH)
    return _dialog(user)


def _question(user: User) -> QWidget:
    box = refresh_question(1_000, user.window)
    box.open()
    return box


def _summary(user: User) -> QWidget:
    user.press(ActionId.SUMMARY)
    user.until_quiet()
    return user.session.desk.insight.summary.window


def _help(user: User) -> QWidget:
    user.press(ActionId.SHORTCUTS)
    helping = user.session.desk.insight.help
    user.until(lambda: helping.window.filled)
    return helping.window


def _parquet(user: User) -> ParquetWindow:
    target = folder_of(user) / "vehicles.parquet"
    export_every_vehicle(user.session.desk.exports, target)
    user.until_quiet()
    user.session.desk.parquet.open(target)

    def opened() -> list[ParquetWindow]:
        every = QApplication.topLevelWidgets()
        return [each for each in every if isinstance(each, ParquetWindow) and each.isVisible()]

    user.until(opened)
    user.until_quiet()
    (window,) = opened()
    return window


def _parquet_file(user: User) -> QWidget:
    """With the other half of the side panel, and the line that says that the file changed."""
    window = _parquet(user)
    window.changed.tell("The file was changed a moment ago. The rows are those of before.")
    tabs = window.side.widget()
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentWidget(window.file_panel)
    user.until_quiet()
    return window


def _preferences(user: User) -> QWidget:
    user.press(ActionId.PREFERENCES)
    return _dialog(user)


def _export(user: User) -> QWidget:
    user.press(ActionId.EXPORT)
    return _dialog(user)


def _backups(user: User) -> QWidget:
    user.press(ActionId.BACKUP)
    user.until_quiet()
    user.press(ActionId.RESTORE)
    return _dialog(user)


def _clean(user: User) -> QWidget:
    items = [
        Item(Litter.LOG, "vindesk.log.5", 1_000_000, folder_of(user) / "vindesk.log.5"),
        Item(Litter.REMOVED, "1,204 vehicles removed more than 30 days ago", 8_000_000, count=1204),
    ]
    dialog = CleanDialog(items, user.window)
    dialog.open()
    return dialog


def _removed(user: User) -> QWidget:
    user.table.select_ranges([range(1)], 0)
    user.press(ActionId.REMOVE)
    user.until_quiet()
    user.press(ActionId.REMOVED)
    return _dialog(user)


def _damage(user: User) -> QWidget:
    made = datetime(2026, 11, 27, 18, tzinfo=UTC)
    newest = Backup(folder_of(user) / "a.duckdb", made, Why.DAILY, 40_000_000, 41_250)
    box = DamageBox(CacheDamaged("The file is cut short."), newest, user.window)
    box.open()
    return box


def _refusal(_user: User) -> QWidget:
    box = refusal_box("Another program holds the cache. Close it, then start vindesk again.")
    box.open()
    return box


def _replace(user: User) -> QWidget:
    box = replace_question("Export", folder_of(user) / "vehicles.parquet", user.window)
    box.open()
    return box


def _licences(user: User) -> QWidget:
    about = _about(user)
    button = about.findChild(QAbstractButton, "licences_button")
    assert button is not None
    button.click()
    user.until_quiet()
    return _dialog(user)


def _log(user: User) -> QWidget:
    user.press(ActionId.SHOW_LOG)
    user.until_quiet()
    window = user.session.desk.logs.window
    assert window is not None
    return window


def _activity(user: User) -> QWidget:
    window = _log(user)
    tabs = window.findChild(QTabWidget)
    assert tabs is not None
    tabs.setCurrentIndex(1)
    return window


def _problems(user: User) -> QWidget:
    """The rows of an import that want looking at."""
    dialog = _import(user)
    tabs = dialog.findChild(QTabWidget, "import_tabs")
    assert tabs is not None
    tabs.setCurrentIndex(2)
    return dialog


def _kept(user: User) -> QWidget:
    dialog = _import(user)
    tabs = dialog.findChild(QTabWidget, "import_tabs")
    assert tabs is not None
    tabs.setCurrentIndex(1)
    return dialog


def _empty(user: User) -> QWidget:
    _as_usual(user)
    user.press(ActionId.SELECT_ALL)
    user.press(ActionId.REMOVE)
    user.until(user.session.desk.table.empty_state.isVisible)
    user.until_quiet()
    return user.window


def _failure(user: User) -> QWidget:
    error = VpicUnreachable("Nobody is there. Nothing was stored.", advice="Try again later.")
    box = failure_box(error, user.window)
    box.open()
    return box


def _bug(user: User) -> QWidget:
    try:
        raise ValueError("a bug")  # noqa: TRY301 - to have been raised
    except ValueError as error:
        box = bug_box(BugReport.of(error), user.window)
    box.open()
    return box


def _report(user: User) -> QWidget:
    dialog = _import(user)
    assert isinstance(dialog, QDialog)
    dialog.accept()
    jobs = user.window.jobs_dock.widget()
    report = jobs.findChild(QAbstractButton, "job_report_button")
    assert report is not None
    user.until(report.isEnabled)
    user.until_quiet()
    report.click()
    return _dialog(user)


WINDOWS: Final[Mapping[str, Callable[[User], QWidget]]] = {
    "main": _main,
    "empty": _empty,
    "failure": _failure,
    "bug": _bug,
    "report": _report,
    "columns": _columns,
    "about": _about,
    "compare": _compare,
    "import": _import,
    "refreshed": _refreshed,
    "question": _question,
    "summary": _summary,
    "help": _help,
    "parquet": _parquet,
    "parquet-file": _parquet_file,
    "preferences": _preferences,
    "export": _export,
    "backups": _backups,
    "clean": _clean,
    "removed": _removed,
    "damage": _damage,
    "refusal": _refusal,
    "replace": _replace,
    "licences": _licences,
    "log": _log,
    "activity": _activity,
    "import-problems": _problems,
    "import-kept": _kept,
}


ROUNDS: Final = 2
"""As many programs share the windows among them: to start one takes longer than a window."""


def windows_of(number: int) -> Sequence[str]:
    """The windows of a round, each name in one of them; the table is emptied after the others."""
    filled = [name for name in WINDOWS if name != "empty"]
    return [*filled[number::ROUNDS], *(["empty"] if number == 1 else [])]


@contextmanager
def opened(user: User, name: str) -> Generator[QWidget, None, None]:
    """The window of this name, until the block ends; with it those go on which it stands."""
    window = WINDOWS[name](user)
    user.qtbot.waitExposed(window)
    yield window
    if window is not user.window:
        window.close()
    for below in reversed(_dialogs()):
        below.done(0)
