"""What a picky user tries."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QWidget

from tests.e2e.conftest import User
from tests.e2e.every_window import opened
from vindesk.domain.vehicle import SourceChoice

PETERBILT, KENWORTH, OLDER = "1XPWD40X1ED215307", "1XKWDB0X57J211825", "1XP5DB9X7YN526158"
LIST = "VIN\n1XPWD40X1ED215307\n"


def proposed_source(user: User, folder: Path) -> str:
    """What the import dialog begins with."""
    listed = folder / "list.csv"
    listed.write_text(LIST, "utf-8")
    user.session.desk.imports.import_file(listed)
    user.until(lambda: user.window.findChild(QComboBox, "import_source"))
    user.until_quiet()
    source = user.window.findChild(QComboBox, "import_source")
    assert source is not None
    proposed = source.currentData()
    source.window().close()
    user.until(lambda: user.window.findChild(QComboBox, "import_source") is None)
    return proposed


def test_an_import_begins_with_the_source_that_is_chosen(
    start: Callable[..., User], tmp_path: Path
) -> None:
    user = start("--source", "embedded")
    assert proposed_source(user, tmp_path) == SourceChoice.EMBEDDED
    user.session.desk.panel.choose(SourceChoice.WEB)
    assert proposed_source(user, tmp_path) == SourceChoice.WEB


def turn_the_wheel(part: QWidget) -> None:
    place, far = QPointF(part.rect().center()), QPoint(0, -120)
    buttons, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    there = QPointF(part.mapToGlobal(place))
    QApplication.sendEvent(part, QWheelEvent(place, there, far, far, buttons, keys, phase, False))


def test_the_wheel_changes_no_choice_that_lies_under_it(owner: User) -> None:
    """Least of all where answers come from: nobody would see it."""
    for name in ("main", "import", "import-problems", "log", "export"):
        with opened(owner, name) as window:
            choices = [part for part in window.findChildren(QComboBox) if part.isVisible()]
            assert choices, name
            for choice in choices:
                before, told = choice.currentIndex(), f"{choice.objectName()} of {name}"
                choice.clearFocus()
                turn_the_wheel(choice)
                assert choice.currentIndex() == before, told
                assert choice.focusPolicy() is Qt.FocusPolicy.StrongFocus, f"not by it: {told}"
            for number in window.findChildren(QAbstractSpinBox):
                assert number.focusPolicy() is Qt.FocusPolicy.StrongFocus, name


def scan(text: str) -> None:
    """What a barcode scanner sends: each key to whatever has the keyboard by then."""
    for letter in text:
        part = QApplication.focusWidget()
        assert part is not None
        QTest.keyClicks(part, letter)
        QApplication.processEvents()


def test_what_is_scanned_while_the_rows_have_the_keyboard_is_looked_up(user: User) -> None:
    for vin in (PETERBILT, KENWORTH):
        user.look_up(vin)
        user.click_row(0)
        assert QApplication.focusWidget() is user.table
    scan(OLDER)
    QTest.keyClick(user.entry, Qt.Key.Key_Return)
    user.until(lambda: OLDER in [row[0] for row in user.rows()])
    assert user.entry.text() == OLDER


def test_a_text_pasted_while_the_rows_have_the_keyboard_is_looked_up(user: User) -> None:
    user.look_up(PETERBILT)
    user.click_row(0)
    QApplication.clipboard().setText(f"{KENWORTH}\n{OLDER}\n")
    QTest.keyClick(user.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    user.until(lambda: {KENWORTH, OLDER} <= {row[0] for row in user.rows()})


def test_undo_in_the_entry_brings_vehicles_back_once_nothing_is_typed(user: User) -> None:
    user.look_up(PETERBILT)
    user.click_row(0)
    QTest.keyClick(user.table, Qt.Key.Key_Delete)
    user.until(lambda: not user.rows())
    entry = user.entry
    entry.setFocus()
    QTest.keyClick(entry, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    user.until(lambda: [row[0] for row in user.rows()] == [PETERBILT])
