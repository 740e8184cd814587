import re

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vindesk.domain.filter_language import parse
from vindesk.domain.filter_writing import written
from vindesk.ui.filtering.filter_entry import FilterEntry
from vindesk.ui.filtering.filter_help import EXAMPLES, reference


@pytest.mark.parametrize("text", [text for text, _meaning in EXAMPLES])
def test_every_example_can_be_read(text: str) -> None:
    assert parse(text)
    assert text in reference().replace("&gt;", ">").replace("&quot;", '"')


def test_the_examples_in_the_explanations_can_be_read_too(qtbot: QtBot) -> None:
    entry = FilterEntry()
    qtbot.addWidget(entry)
    explained = entry.toolTip() + " ".join(meaning for _text, meaning in EXAMPLES)
    terms = re.findall(r"-?[a-z]+:[^\s,;]+", explained)
    assert len(terms) >= 4
    for term in terms:
        assert written(parse(term))


def test_the_entry_explains_itself_to_who_asks(qtbot: QtBot) -> None:
    entry = FilterEntry()
    qtbot.addWidget(entry)
    QApplication.sendEvent(entry, QEvent(QEvent.Type.QueryWhatsThis))
    assert entry.whatsThis() == reference()
