from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.conftest import carry_out_deletions
from vindesk import __version__
from vindesk.domain.errors import DiskFull
from vindesk.ui.bug_text import BugReport
from vindesk.ui.crash_box import bug_box
from vindesk.ui.failures import Failures, ToldBugs

# The plugin for no screen says so of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def bug(text: str = "a bug") -> ValueError:
    """An error with a traceback that ends here."""
    try:
        raise ValueError(text)  # noqa: TRY301 - it has to have been raised
    except ValueError as error:
        return error


def other_bug() -> ZeroDivisionError:
    try:
        raise ZeroDivisionError  # noqa: TRY301 - as above
    except ZeroDivisionError as error:
        return error


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def boxes(window: QWidget) -> list[QDialog]:
    return [box for box in window.findChildren(QDialog) if box.isVisible()]


def child(box: QDialog, kind: type[QWidget], name: str) -> QWidget:
    found = box.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def test_a_report_names_what_happened_and_every_version() -> None:
    details = BugReport.of(bug("the cause")).details
    assert "ValueError: the cause" in details
    assert "test_crash_box.py" in details
    assert f"vindesk {__version__}" in details
    assert "Python 3." in details
    assert "Qt 6." in details
    for package in ("PySide6-Essentials 6.", "duckdb ", "pyarrow ", "ultravin ", "requests 2."):
        assert package in details
    assert "unknown" not in details


def test_a_report_does_not_say_who_wrote_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ada"))
    details = BugReport.of(bug("no file /home/ada/vins.csv")).details
    assert "no file ~/vins.csv" in details


def test_a_report_can_be_copied(qtbot: QtBot) -> None:
    report = BugReport.of(bug())
    box = bug_box(report)
    qtbot.addWidget(box)
    copy = child(box, QPushButton, "copy_details")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)

    assert QGuiApplication.clipboard().text() == report.details
    assert child(box, QPlainTextEdit, "bug_details").toPlainText() == report.details  # type: ignore[attr-defined]


def test_the_details_are_as_large_as_the_letters_of_the_program(
    qtbot: QtBot, double_letters: QFont
) -> None:
    box = bug_box(BugReport.of(bug()))
    qtbot.addWidget(box)
    details = child(box, QPlainTextEdit, "bug_details")
    assert details.font().pointSizeF() == double_letters.pointSizeF()


def test_what_else_is_wanted_is_copied_with_it(qtbot: QtBot, window: QWidget) -> None:
    failures = Failures(window, ToldBugs())
    failures.explain_with(lambda: "the last records")
    failures.show(bug())
    (box,) = boxes(window)
    qtbot.mouseClick(child(box, QPushButton, "copy_details"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Traceback")
    assert copied.endswith("the last records")


def test_nothing_in_a_box_is_read_as_html(qtbot: QtBot) -> None:
    box = bug_box(BugReport.of(bug("<img src='http://127.0.0.1/'><b>bold</b>")))
    qtbot.addWidget(box)
    assert "<b>bold</b>" in child(box, QPlainTextEdit, "bug_details").toPlainText()  # type: ignore[attr-defined]
    formats = {label.textFormat() for label in box.findChildren(QLabel) if label.text()}
    assert formats == {Qt.TextFormat.PlainText}


def test_escape_closes_a_box(qtbot: QtBot, window: QWidget) -> None:
    Failures(window, ToldBugs()).show(bug())
    (box,) = boxes(window)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert boxes(window) == []


def test_a_bug_is_shown_once_whatever_values_it_had_to_do_with(window: QWidget) -> None:
    failures = Failures(window, ToldBugs())
    failures.show(bug("with one value"))
    boxes(window)[0].close()
    failures.show(bug("with another"))
    assert boxes(window) == []

    failures.show(other_bug())
    assert len(boxes(window)) == 1


def test_one_box_is_open_at_a_time(window: QWidget) -> None:
    failures = Failures(window, ToldBugs())
    failures.show(bug())
    failures.show(other_bug())
    failures.show(DiskFull("Nothing was saved."))
    assert len(boxes(window)) == 1


def test_failures_that_come_while_a_box_is_open_are_counted_in_it(window: QWidget) -> None:
    failures = Failures(window, ToldBugs())
    for _ in range(2):
        failures.show(DiskFull("Nothing was saved."))
        (box,) = boxes(window)
        assert isinstance(box, QMessageBox)
        assert box.informativeText() == "Nothing was saved."
        width = box.width()
        failures.show(DiskFull("Nor here."))
        assert box.informativeText() == "Nothing was saved.\n\n1 more failure is in the log."
        failures.show(DiskFull("Nor there."))
        assert box.informativeText().endswith("\n\n2 more failures are in the log.")
        assert box.width() == width
        box.close()


def test_a_bug_that_found_another_box_open_is_shown_the_next_time(window: QWidget) -> None:
    failures = Failures(window, ToldBugs())
    failures.show(DiskFull("Nothing was saved."))
    failures.show(bug())
    boxes(window)[0].close()
    failures.show(bug())
    assert len(boxes(window)) == 1
    assert boxes(window)[0].objectName() == "bug_box"


def test_the_worlds_faults_are_said_each_time(window: QWidget) -> None:
    failures = Failures(window, ToldBugs())
    for _ in range(2):
        failures.show(DiskFull("Nothing was saved."))
        boxes(window)[0].close()
        assert boxes(window) == []


@pytest.fixture
def other_window(qtbot: QtBot) -> QWidget:
    other = QWidget()
    other.show()
    return other


def test_a_bug_is_shown_once_in_a_session_whatever_window_had_it(
    window: QWidget, other_window: QWidget
) -> None:
    bugs = ToldBugs()
    failures, others = Failures(window, bugs), Failures(other_window, bugs)
    failures.show(bug("in one window"))
    boxes(window)[0].close()
    others.show(bug("in another"))
    assert boxes(other_window) == []
    others.show(other_bug())
    assert len(boxes(other_window)) == 1
    other_window.close()


def test_a_bug_is_not_shown_over_a_bug_of_another_window(
    window: QWidget, other_window: QWidget
) -> None:
    bugs = ToldBugs()
    Failures(window, bugs).show(bug())
    Failures(other_window, bugs).show(other_bug())
    assert boxes(other_window) == []
    Failures(other_window, bugs).show(DiskFull("Nothing was saved."))
    assert len(boxes(other_window)) == 1
    other_window.close()


def test_a_window_that_goes_with_its_box_open_silences_nobody(
    window: QWidget, other_window: QWidget
) -> None:
    bugs = ToldBugs()
    Failures(other_window, bugs).show(bug())
    other_window.deleteLater()
    carry_out_deletions()
    Failures(window, bugs).show(other_bug())
    assert len(boxes(window)) == 1


class Haunted(QObject):
    """Fails anew whenever a box is about to be seen."""

    def __init__(self, failures: Failures) -> None:
        super().__init__()
        self._failures = failures
        self.times = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Polish, QEvent.Type.Show} and isinstance(watched, QDialog):
            self.times += 1
            self._failures.show(other_bug())
        return False


def test_a_bug_in_showing_a_bug_opens_no_second_box(
    qapp: QApplication, window: QWidget, caplog: pytest.LogCaptureFixture
) -> None:
    failures = Failures(window, ToldBugs())
    haunted = Haunted(failures)
    qapp.installEventFilter(haunted)
    failures.show(bug())
    qapp.removeEventFilter(haunted)

    assert haunted.times > 0
    assert len(boxes(window)) == 1
    assert "ZeroDivisionError" in caplog.text


def test_a_box_that_cannot_be_made_stands_in_nobodys_way(
    window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = Failures(window, ToldBugs())
    with monkeypatch.context() as broken:
        broken.setattr("vindesk.ui.crash_box.bug_box", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            failures.show(bug())
    failures.show(other_bug())
    assert len(boxes(window)) == 1
