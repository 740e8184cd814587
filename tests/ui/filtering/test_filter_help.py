import re

import pytest
import ultravin
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vindesk.domain.filter import Contains, Is
from vindesk.domain.filter_language import parse
from vindesk.domain.filter_writing import written
from vindesk.domain.vehicle import Quality
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


def test_the_quoted_body_class_is_one_of_vpic() -> None:
    (wanted,) = (parse(text) for text, _meaning in EXAMPLES if text.startswith("body:"))
    ((test,),) = (condition.tests for condition in wanted.conditions)
    assert isinstance(test, Contains)
    body = ultravin.decode("1W9PR9RD7TN683095")["attributes"]["Body Class"]
    assert test.text in body.lower()


def test_every_listed_quality_is_read_as_it_is_listed() -> None:
    (listed,) = (meaning for text, meaning in EXAMPLES if text.startswith("quality:"))
    (condition,) = parse(f"quality:{listed}").conditions
    assert condition.tests == tuple(Is(quality.value) for quality in Quality)


def test_the_entry_explains_itself_to_who_asks(qtbot: QtBot) -> None:
    entry = FilterEntry()
    qtbot.addWidget(entry)
    QApplication.sendEvent(entry, QEvent(QEvent.Type.QueryWhatsThis))
    assert entry.whatsThis() == reference()
