import re

import pytest

from vindesk.domain.filter_language import parse
from vindesk.domain.filter_writing import written
from vindesk.ui.filtering.filter_help import EXAMPLES, REFERENCE, TIP


@pytest.mark.parametrize("text", [text for text, _meaning in EXAMPLES])
def test_every_example_can_be_read(text: str) -> None:
    assert parse(text)
    assert text in REFERENCE.replace("&gt;", ">").replace("&quot;", '"')


def test_the_examples_in_the_explanations_can_be_read_too() -> None:
    explained = TIP + " ".join(meaning for _text, meaning in EXAMPLES)
    terms = re.findall(r"-?[a-z]+:[^\s,;]+", explained)
    assert len(terms) >= 4
    for term in terms:
        assert written(parse(term))
