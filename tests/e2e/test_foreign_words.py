"""In a language whose words are longer: everything is said in it, and has room."""

import re
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMessageBox,
    QScrollArea,
    QTabBar,
    QWidget,
)

from tests.e2e.conftest import User
from tests.e2e.every_window import opened
from tests.e2e.test_every_window import cut_off, every_window, parts, settle
from tests.pseudo import PSEUDO, not_said, spoken_so
from vindesk.domain.words import say, say_many, speak
from vindesk.store.schema import COLUMNS
from vindesk.ui.paging.paged_table_model import PagedTableModel

NAMES = {"vindesk", "vPIC", "NHTSA", "VIN", "VINs", "Parquet", "CSV", "Web", "kB", "MB"}
"""Of things and units, which are the same in every language."""

WORD = re.compile(r"[^\W\d_]{2,}")
NO_WORDS = re.compile(
    r"<[^>]+>|\S*[\d/\\@.]\S*| \((?:Ctrl|Alt|Shift|Del|Ins|F\d|\w+ \d{4})[^()]*\)$"
)
"""HTML, numbers and paths, and at the end a shortcut or a month."""

VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}\n")
"""Heads a column of the comparison, over what kind of vehicle it is."""

IN_FILES = {column.name for column in COLUMNS}
"""The columns of an exported file."""

MADE_UP = {
    "Unit",
    "Truck-Tractor",
    "The file was changed a moment ago. The rows are those of before.",
    "Keyboard shortcuts",
}
"""A column of an imported list, what vPIC says of its vehicles, a failure, a topic of the help."""


@pytest.fixture(autouse=True)
def pseudo(words_made_anew: None) -> None:
    speak(PSEUDO)


def of_qt(part: QWidget) -> bool:
    """Whether its words are Qt's own: a standard button."""
    box = part.parent()
    if isinstance(box, QDialogButtonBox) and isinstance(part, QAbstractButton):
        return box.standardButton(part) is not QDialogButtonBox.StandardButton.NoButton
    return isinstance(part.window(), QMessageBox) and isinstance(part, QAbstractButton)


def headers(model: QAbstractItemModel) -> Iterator[str]:
    for section in range(model.columnCount()):
        yield str(model.headerData(section, Qt.Orientation.Horizontal) or "")


def texts_of(part: QWidget) -> Iterator[str]:
    """What a person reads or hears of ``part``; not what is in a table."""
    yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription())
    match part:
        case QLabel() | QAbstractButton():
            yield part.text()
        case QGroupBox():
            yield part.title()
        case QLineEdit():
            yield part.placeholderText()
        case QComboBox():
            yield from (part.itemText(number) for number in range(part.count()))
        case QTabBar():
            yield from (part.tabText(number) for number in range(part.count()))
        case QHeaderView():
            yield from headers(part.model())
        case _:
            pass


def actions_of(window: QWidget) -> Iterator[str]:
    for action in window.findChildren(QAction):
        if not action.isSeparator():
            yield from (action.text(), action.toolTip(), action.statusTip())


def left_over(text: str) -> list[str]:
    """The words of ``text`` that were not said; data is in capitals, or has digits in it."""
    words = WORD.findall(NO_WORDS.sub(" ", not_said(text)))
    return [word for word in words if word not in NAMES and not word.isupper()]


def is_data(text: str) -> bool:
    """A column of a file, what describes a vehicle, or what is written in a settings file."""
    return (
        text.startswith("VINDESK_")
        or text in IN_FILES
        or text in MADE_UP
        or VIN.match(text) is not None
    )


def escaped(window: QWidget) -> set[str]:
    """What is shown in ``window`` and was not said."""
    shown = {text for part in parts(window, QWidget) if not of_qt(part) for text in texts_of(part)}
    return {
        text for text in shown | set(actions_of(window)) if left_over(text) and not is_data(text)
    }


def too_narrow(window: QWidget) -> list[str]:
    """What cannot be scrolled sideways, and is wider than where it is seen."""
    return [
        area.accessibleName() or area.objectName()
        for area in window.findChildren(QScrollArea)
        if area.isVisibleTo(window)
        and area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        and (content := area.widget()) is not None
        and content.minimumSizeHint().width() > area.viewport().width()
    ]


@every_window
def test_everything_is_said_and_has_room(owner: User, windows: Sequence[str]) -> None:
    owner.window.resize(1280, 800)
    owner.rows()
    for name in windows:
        with opened(owner, name) as window:
            settle(owner, window)
            assert escaped(window) == set(), name
            assert cut_off(window) == [], name
            if isinstance(window, QDialog):  # a dock is as wide as its user likes
                assert too_narrow(window) == [], name


def test_the_quality_keeps_its_icon(owner: User) -> None:
    owner.rows()
    model = owner.session.desk.table.view.model()
    assert isinstance(model, PagedTableModel)
    icons = [model.drawn(row).icons for row in range(model.rowCount())]
    assert all(sum(icon is not None for icon in row) == 1 for row in icons)


def test_what_was_not_said_is_noticed(owner: User) -> None:
    label = QLabel("Look here", owner.window.centralWidget())
    label.show()
    label.setToolTip(say("{n} of 3", n=2))
    assert escaped(owner.window) == {"Look here"}


def test_the_language_keeps_fields_and_is_longer() -> None:
    assert spoken_so("&Look {n} up") == "⟦&Lóók {n} úp·····⟧"
    assert say_many("{n} vehicle", "{n} vehicles", 2) == "⟦2 véhíçlés·····⟧"
    assert not_said("⟦a ⟦b⟧ c⟧ d") == " d"
