from gettext import NullTranslations

import pytest
from typing_extensions import override

from vindesk.domain.column_filter import ColumnKind
from vindesk.domain.column_filter import parse as parse_for_columns
from vindesk.domain.filter_language import parse
from vindesk.domain.filter_terms import UnreadableFilter, in_quotes
from vindesk.domain.words import (
    ENGLISH,
    Tongue,
    grouped,
    phrase,
    say,
    say_many,
    speak,
    spoken,
    within,
)


class Polish(NullTranslations):
    """Three kinds of many."""

    @override
    def gettext(self, message: str) -> str:
        known = {
            "{n} of {most}": "z {most}: {n}",
            "“{text}”": "„{text}”",
            "": "Project-Id-Version: none",
        }
        return known.get(message, message)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "{n} pojazd" if n == 1 else "{n} pojazdy" if n in {2, 3, 4} else "{n} pojazdów"


@pytest.fixture
def polish() -> None:
    speak(Tongue("pl", Polish(), lambda number: f"{number:_}"))


def test_english_is_said_as_it_is_written() -> None:
    assert spoken().language == "en"
    assert say("Nothing here") == "Nothing here"
    assert say("{n} of {most}", n=2, most=17) == "2 of 17"
    assert (say_many("{n} row", "{n} rows", 1), say_many("{n} row", "{n} rows", 0)) == (
        "1 row",
        "0 rows",
    )
    assert say_many("{n} row of {name}", "{n} rows of {name}", 1240, name="x") == "1,240 rows of x"


def test_what_cannot_be_read_stands_between_the_quotes_of_the_language(polish: None) -> None:
    assert in_quotes("modle") == "„modle”"
    with pytest.raises(UnreadableFilter) as caught:
        parse("modle:x")
    assert "„modle”" in caught.value.detail
    assert "„model”" in caught.value.advice
    with pytest.raises(UnreadableFilter) as caught:
        parse_for_columns("prcie:x", [("price", ColumnKind.NUMBER)])
    assert "„price”" in caught.value.advice


def test_without_fields_braces_are_braces() -> None:
    assert say("There is no column {}.") == "There is no column {}."


def test_what_stands_in_a_field_is_not_read_again() -> None:
    assert say("{path} is empty.", path="/a/{b}.csv") == "/a/{b}.csv is empty."


def test_another_language_has_its_order_its_numbers_and_its_kinds_of_many(polish: None) -> None:
    assert say("{n} of {most}", n=2, most=17) == "z 17: 2"
    assert say("Not translated yet") == "Not translated yet"
    many = [say_many("{n} vehicle", "{n} vehicles", n) for n in (1, 3, 12_000)]
    assert many == ["1 pojazd", "3 pojazdy", "12_000 pojazdów"]
    assert grouped(1_240) == "1_240"


def test_nothing_is_said_of_nothing(polish: None) -> None:
    """GNU gettext keeps what it knows of a catalogue under the empty text."""
    assert say("") == ""


def test_a_phrase_is_said_later(polish: None) -> None:
    written = phrase("{n} of {most}")
    assert written == "{n} of {most}"
    assert say(written, n=1, most=2) == "z 2: 1"


@pytest.mark.parametrize(("language", "written"), [(ENGLISH, "body class"), ("de", "Body Class")])
def test_a_title_within_a_sentence_is_written_as_the_language_does(
    language: str, written: str
) -> None:
    speak(Tongue(language))
    assert within("Body Class") == written
