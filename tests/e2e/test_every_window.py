"""Every window for everybody: a screen reader, the keyboard, larger letters, longer words."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTextEdit,
    QToolButton,
    QWidget,
)

from tests.e2e.conftest import User
from tests.e2e.every_window import ROUNDS, opened, windows_of
from tests.e2e.mnemonics import doubles
from tests.e2e.screen_reader import NAME, Role, told
from vindesk.ui.labels import LineLabel

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
LARGER = 1.5
LONGER = 1.4

LAST = {
    "export": "Cancel",
    "import": "Cancel",
    "clean": "Cancel",
    "removed": "Close",
    "compare": "Close",
    "report": "Close",
    "refreshed": "Close",
    "help": "Close",
}
"""What ends a dialog: Tab comes to it last."""

SHRUNK = {"compare", "refreshed", "report", "clean", "preferences", "backups", "removed"}
"""Dialogs that cannot be made smaller than their words, even if those are longer."""

every_window = pytest.mark.parametrize(
    "windows", [windows_of(number) for number in range(ROUNDS)], ids="/".join
)


def parts(window: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    """What can be seen of ``window``, without Qt's own inner parts."""
    found = [part for part in window.findChildren(QWidget) if isinstance(part, kinds)]
    return [
        part
        for part in found
        if part.isVisibleTo(window)
        and part.window() is window
        and not part.objectName().startswith("qt_")
        and not isinstance(part.parent(), QAbstractSpinBox | QComboBox | QHeaderView | QLineEdit)
    ]


def described(part: QWidget) -> str:
    text = part.text() if isinstance(part, QLabel | QAbstractButton) else ""
    return f"{type(part).__name__} {part.objectName()!r} {text!r}"


def unnamed(window: QWidget) -> list[str]:
    """What can be used, and has no name for a screen reader."""
    found: list[str] = []
    for part in parts(window, *INTERACTIVE):
        if type(part) is QAbstractButton:  # the corner of a table, which does nothing
            continue
        if isinstance(part, QHeaderView) and part.focusPolicy() is Qt.FocusPolicy.NoFocus:
            continue  # its columns have names, and it cannot be reached by itself
        if not told(part).text(NAME).strip():
            found.append(described(part))
    return found


def unreached(window: QWidget) -> list[str]:
    """What takes the keyboard, and is not on the round of the Tab key."""
    place, seen = window.nextInFocusChain(), set[QWidget]()
    while place is not None and place not in seen:
        seen.add(place)
        place = place.nextInFocusChain()
    wanted = (
        part
        for part in parts(window, *INTERACTIVE)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None
    )
    return [described(part) for part in wanted if part not in seen]


def reached(window: QWidget) -> list[str]:
    """The buttons of ``window``, in the order in which Tab comes to them."""
    buttons: list[str] = []
    place = window.nextInFocusChain()
    while place is not None and place is not window:
        if isinstance(place, QPushButton) and place.isVisibleTo(window):
            buttons.append(place.text())
        place = place.nextInFocusChain()
    return buttons


def cut_off(window: QWidget) -> list[str]:
    """The labels and buttons that are smaller than their words."""
    cut: list[str] = []
    for part in parts(window, QLabel, QPushButton, QToolButton, QCheckBox, QRadioButton, QGroupBox):
        need = part.minimumSizeHint()
        if isinstance(part, QLabel):
            if not part.text() or part.pixmap().width() or isinstance(part, LineLabel):
                continue  # the last shortens itself, and tells the whole when it is pointed at
            wide = part.sizeHint().width() if not part.wordWrap() else 0
            high = part.heightForWidth(part.width()) if part.wordWrap() else need.height()
        else:
            wide, high = need.width(), need.height()
        if part.width() < wide or part.height() < high:
            cut.append(f"{described(part)} has {part.size()}, needs {wide} x {high}")
    return cut


def test_what_is_cut_off_is_noticed(owner: User) -> None:
    owner.rows()
    with opened(owner, "columns") as window:
        button = next(part for part in parts(window, QPushButton) if described(part))
        button.setFixedWidth(button.minimumSizeHint().width() // 2)
        settle(owner, window)
        assert len(cut_off(window)) == 1


def settle(user: User, window: QWidget) -> None:
    """Lay everything out again: a layout that lies in another takes a turn of its own."""
    for _turn in range(6):
        layout = window.layout()
        if layout is not None:
            layout.activate()
        QApplication.sendPostedEvents()
    user.until_quiet()


@every_window
def test_nothing_is_cut_off_at_one_and_a_half_times_the_size(
    owner: User, windows: Sequence[str], restored_font: None
) -> None:
    owner.rows()
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * LARGER)
    QApplication.setFont(font)
    for name in windows:
        with opened(owner, name) as window:
            settle(owner, window)
            assert cut_off(window) == [], name


def lengthen(window: QWidget) -> None:
    """Make the words of labels and buttons longer, as those of other languages are."""
    for part in parts(window, QLabel, QAbstractButton):
        if isinstance(part, QLabel | QAbstractButton) and part.text():
            more = round(len(part.text()) * (LONGER - 1)) or 1
            part.setText(part.text() + "n" * more)


@pytest.fixture
def icons_wanted(qapp: QApplication) -> Iterator[None]:
    """Standard buttons have pictures of their own, as most desktops under X11 want it.

    A style of ours would be asked about widgets that are only half made yet.
    """
    qapp.setStyleSheet("QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 1 }")
    yield
    qapp.setStyleSheet("")


def iconed(window: QWidget) -> list[str]:
    """The buttons of a dialog that have a picture."""
    boxes = window.findChildren(QDialogButtonBox)
    boxes += [window] if isinstance(window, QDialogButtonBox) else []
    buttons = (button for box in boxes for button in box.buttons())
    return [described(button) for button in buttons if not button.icon().isNull()]


@every_window
def test_each_window_is_told_all_in_it_is_named_and_reached_by_keys_and_longer_words_fit(
    icons_wanted: None, owner: User, windows: Sequence[str]
) -> None:
    owner.rows()
    bare = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert iconed(bare), "else nothing is on trial"
    for name in windows:
        with opened(owner, name) as window:
            assert iconed(window) == [], name
            assert told(window).role() in {Role.Window, Role.Dialog, Role.AlertMessage}, name
            assert told(window).text(NAME), name
            assert unnamed(window) == [], name
            assert unreached(window) == [], name
            assert doubles(window) == [], name
            if name in LAST:
                assert reached(window)[-1] == LAST[name], name
            lengthen(window)
            settle(owner, window)
            assert cut_off(window) == [], name
            if name in SHRUNK:
                window.resize(1, 1)
                settle(owner, window)
                assert cut_off(window) == [], name
