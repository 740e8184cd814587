"""The line under the entry speaks at each letter, and moves nothing below it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vindesk.ui.lookup.hint import Hint, Tone
from vindesk.ui.lookup.lookup_panel import LookupPanel

SHORT = Hint("17 characters")
LONG = Hint("In the cache since 12 November 2026. " * 4)
OFFER = Hint("The check digit is 3 and should be X.", Tone.WARNING, "1HGCM8263XA004352")


@pytest.fixture
def panel(qtbot: QtBot) -> LookupPanel:
    panel = LookupPanel()
    qtbot.addWidget(panel)
    panel.resize(460, 80)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def height(panel: LookupPanel) -> int:
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    return layout.totalHeightForWidth(panel.width())


def test_an_offer_that_comes_and_goes_moves_nothing(panel: LookupPanel) -> None:
    panel.show_hint(SHORT)
    before = height(panel)
    panel.show_hint(OFFER)
    assert height(panel) == before
    assert panel.offer.isVisible()


def test_room_that_was_taken_once_is_kept(panel: LookupPanel) -> None:
    panel.show_hint(SHORT)
    before = height(panel)
    panel.show_hint(LONG)
    taken = height(panel)
    assert taken > before
    panel.show_hint(SHORT)
    assert height(panel) == taken


def test_another_width_needs_other_room(panel: LookupPanel, qtbot: QtBot) -> None:
    panel.show_hint(SHORT)
    before = height(panel)
    panel.show_hint(LONG)
    panel.show_hint(SHORT)
    panel.resize(900, panel.height())
    qtbot.waitUntil(lambda: height(panel) == before)


def test_where_it_is_narrow_the_button_is_its_icon(panel: LookupPanel, qtbot: QtBot) -> None:
    name, key = panel.button.text(), QKeySequence.mnemonic("Look &up")
    assert name == "Look &up"
    with_name = panel.entry.width()
    panel.resize(320, panel.height())
    qtbot.waitUntil(lambda: panel.width() == 320)
    assert panel.button.text() == ""
    assert panel.button.shortcut() == key
    assert panel.button.accessibleName() == "Look up"
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    assert panel.entry.width() > with_name - (460 - 320)
    with qtbot.waitSignal(panel.button.clicked):
        QTest.keyClick(panel.entry, Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    panel.resize(460, panel.height())
    qtbot.waitUntil(lambda: panel.button.text() == name)
    assert panel.button.shortcut() == key
