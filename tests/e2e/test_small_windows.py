"""Windows as small as they can be made: everything in them can still be read and reached."""

from collections.abc import Sequence
from typing import Final

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QWidget

from tests.e2e.conftest import User
from tests.e2e.every_window import opened
from tests.e2e.mnemonics import doubles
from tests.e2e.test_every_window import cut_off, every_window, settle
from vindesk.config.language import Language, tongue_of
from vindesk.domain.words import speak

SMALL_SCREEN: Final = QSize(1280, 800) / 1.5
"""Of a laptop that shows everything half as large again."""


def place_in(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


@pytest.mark.parametrize("size", [QSize(800, 600), QSize(700, 500)])
def test_a_small_window_with_every_panel_cuts_nothing(owner: User, size: QSize) -> None:
    window = owner.window
    for dock in (window.facets_dock, window.details_dock, window.jobs_dock):
        dock.show()
    owner.until_quiet()
    owner.click_row(0)
    window.resize(size)
    settle(owner, window)
    assert window.size() == size
    owner.until(lambda: not cut_off(window))
    entry, button = (place_in(window, part) for part in (owner.entry, owner.button))
    assert not entry.intersects(button)
    details = window.details_dock.findChild(QScrollArea)
    assert details is not None
    assert place_in(window, details).right() < size.width()
    page = details.widget()
    assert page is not None
    reach = details.horizontalScrollBar().maximum() + details.viewport().width()
    assert reach == page.width() >= page.minimumSizeHint().width(), "scrolled, not cut"


def test_the_invitation_fits_a_small_window_too(user: User) -> None:
    window, empty = user.window, user.session.desk.table.empty_state
    examples = empty.findChildren(QPushButton)

    def tops() -> int:
        return len({place_in(window, each).top() for each in examples})

    window.resize(1280, 800)
    settle(user, window)
    assert tops() == 1, "side by side"
    window.resize(700, 500)
    settle(user, window)
    assert tops() == len(examples), "one under the other"
    assert empty.horizontalScrollBar().maximum() == 0
    user.until(lambda: not cut_off(window))


@pytest.fixture
def german(qapp: QApplication, restored_font: None, words_made_anew: None) -> None:
    """The program and Qt in German, in letters of the usual size."""
    speak(tongue_of(Language.GERMAN, {}))
    font = QFont(qapp.font())
    font.setPointSize(9)
    qapp.setFont(font)


@every_window
def test_in_german_every_window_fits_a_small_screen_and_each_key_means_one_thing(
    german: None, owner: User, windows: Sequence[str]
) -> None:
    owner.rows()
    for name in windows:
        with opened(owner, name) as window:
            assert doubles(window) == [], name
            settle(owner, window)
            least = window.minimumSizeHint().expandedTo(window.minimumSize())
            assert least.boundedTo(SMALL_SCREEN) == least, name
