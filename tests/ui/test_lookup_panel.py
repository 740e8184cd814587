"""The line under the entry speaks at each letter, and moves nothing below it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLayout
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


def layout_now(panel: LookupPanel) -> QLayout:
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    return layout


def height(panel: LookupPanel) -> int:
    layout = layout_now(panel)
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


def test_room_is_given_back_when_nothing_needs_it_any_more(panel: LookupPanel) -> None:
    panel.show_hint(SHORT)
    before = height(panel)
    panel.show_hint(LONG)
    taken = height(panel)
    panel.fit_hint()
    assert height(panel) == taken
    panel.show_hint(SHORT)
    panel.fit_hint()
    assert height(panel) == before


@pytest.mark.parametrize(("width", "is_under"), [(300, True), (460, False)])
def test_an_offer_stands_under_its_hint_where_that_takes_less_room(
    panel: LookupPanel, width: int, is_under: bool
) -> None:
    panel.resize(width, panel.height())
    said = "The check digit is 3 and should be X: mistyped, or not. " * 2
    panel.show_hint(Hint(said, Tone.WARNING, "1HGCM8263XA004352"))
    taken = height(panel)
    assert (panel.offer.y() > panel.hint.geometry().bottom()) is is_under
    assert (panel.offer.x() > panel.hint.geometry().right()) is not is_under
    assert panel.hint.height() >= panel.hint.heightForWidth(panel.hint.width())
    panel.show_hint(SHORT)
    assert height(panel) == taken


def test_what_got_no_answer_can_be_asked_about_again(panel: LookupPanel) -> None:
    panel.show_hint(Hint("1 VIN was not looked up.", Tone.FAULT, again=True))
    assert panel.offer.isVisible()
    assert panel.offer.text() == "Try again"
    panel.show_hint(OFFER)
    assert panel.offer.text() == f"Use {OFFER.offer}"


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
