"""The choice of the source in a narrow window: whole, cut with dots, or its icon alone."""

import pytest
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from vindesk.ui.lookup.lookup_panel import SourceBox

TEXT = "Embedded only (October 2026)"


@pytest.fixture
def box(qtbot: QtBot) -> SourceBox:
    box = SourceBox()
    qtbot.addWidget(box)
    icon = QPixmap(16, 16)
    icon.fill(QColor("red"))
    box.addItem(QIcon(icon), TEXT)
    return box


def drawn(box: SourceBox, width: int) -> str:
    """What is drawn of the text in so many pixels."""
    box.resize(width, box.sizeHint().height())
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    return option.currentText


def test_with_room_for_it_the_text_is_whole(box: SourceBox) -> None:
    assert drawn(box, box.sizeHint().width()) == TEXT


def test_with_less_room_its_brackets_go_then_it_ends_with_dots_and_then_is_gone(
    box: SourceBox,
) -> None:
    seen = [drawn(box, width) for width in range(box.sizeHint().width(), 40, -1)]
    assert seen[-1] == ""
    lengths = [len(text) for text in seen]
    assert lengths == sorted(lengths, reverse=True)
    whole = dict.fromkeys(text for text in seen if text and not text.endswith("…"))
    assert [*whole] == [TEXT, "Embedded only"]
    assert all(len(text) > 3 for text in {*seen} - {""})


def test_a_text_that_would_be_cut_as_another_is_gone(box: SourceBox) -> None:
    box.setItemText(0, "Only embedded (October 2026)")
    box.addItem(box.itemIcon(0), "Only vPIC on the web")
    shown = set[str]()
    for number in range(box.count()):
        box.setCurrentIndex(number)
        shown |= {drawn(box, width) for width in range(40, 300)}
    assert {"Only e…", "Only v…", ""} < shown
    assert not {"Only …", "Only…"} & shown


def test_whoever_listens_hears_the_whole_text(box: SourceBox) -> None:
    drawn(box, 46)
    assert box.currentText() == TEXT
