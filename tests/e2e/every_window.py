"""Every window and dialog of the program, opened as a person opens it, one after the other."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget

from tests.e2e.conftest import User
from vindesk.domain.errors import VpicUnreachable
from vindesk.ui.actions import ActionId
from vindesk.ui.crash_box import BugReport, bug_box
from vindesk.ui.failures import failure_box
from vindesk.ui.refreshing.refresh_controller import refresh_question


def folder_of(user: User) -> Path:
    return user.session.desk.services().database.path.parent


def _dialog(user: User) -> QDialog:
    """The dialog that is open; the last, if it stands on another."""

    def opened() -> list[QDialog]:
        every = QApplication.topLevelWidgets()
        return [one for one in every if isinstance(one, QDialog) and one.isVisible()]

    user.until(opened)
    user.until_quiet()
    return opened()[-1]


def _main(user: User) -> QWidget:
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


def _parquet(user: User) -> QWidget:
    target = folder_of(user) / "vehicles.parquet"
    user.session.desk.exports.export(target)
    user.until_quiet()
    user.session.desk.parquet.open(target)

    def opened() -> list[QWidget]:
        return [
            w
            for w in QApplication.topLevelWidgets()
            if w.objectName() == "parquet_window" and w.isVisible()
        ]

    user.until(opened)
    user.until_quiet()
    return opened()[0]


def _empty(user: User) -> QWidget:
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
}


@contextmanager
def opened(user: User, name: str) -> Generator[QWidget, None, None]:
    """The window of this name, until the block ends."""
    window = WINDOWS[name](user)
    user.qtbot.waitExposed(window)
    yield window
    if window is not user.window:
        window.close()
