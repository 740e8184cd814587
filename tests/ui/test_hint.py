import pytest

from vindesk.ui.lookup.hint import Tone, hint_for, refusal_of
from vindesk.ui.lookup.reading import read


@pytest.mark.parametrize(
    ("typed", "tone", "part"),
    [
        ("", Tone.QUIET, "17 letters and digits"),
        ("1XPWD40X1ED215", Tone.QUIET, "14 of 17"),
        ("1xpwd40x1ed215307", Tone.GOOD, "check digit is right"),
        ("1XPWD40X2ED215307", Tone.WARNING, "check digit is 2, should be 1"),
        ("1XPWD40X1ED21530é", Tone.FAULT, "Character 17 is é"),
        ("1XPWD40X1ED2153071", Tone.FAULT, "18 characters"),
        ("1XPWD40X1ED215307 1XKWDB0X57J211825", Tone.GOOD, "2 VINs"),
    ],
)
def test_the_hint_speaks_while_one_types(typed: str, tone: Tone, part: str) -> None:
    hint = hint_for(read(typed))
    assert hint.tone is tone
    assert part in hint.text


def test_a_letter_that_no_vin_has_is_pointed_out_before_the_end() -> None:
    hint = hint_for(read("1XPWD4O"))
    assert hint.tone is Tone.WARNING
    assert "O at 7" in hint.text
    assert hint.offer == "1XPWD40"


def test_a_whole_vin_with_an_o_offers_the_repair() -> None:
    assert hint_for(read("1XPWD4OX1ED2153O7")).offer == "1XPWD40X1ED215307"


def test_the_refusal_says_how_to_insist() -> None:
    hint = refusal_of(read("1XPWD4OX1ED215307"))
    assert "Press Return again" in hint.text
    assert hint.offer == "1XPWD40X1ED215307"


@pytest.mark.parametrize(
    "typed", ["", "1XPWD40X1ED21530", "1XPWD40X1ED2153071", "ÉXPWD40X1ED215307"]
)
def test_every_refusal_says_that_nothing_was_looked_up(typed: str) -> None:
    hint = refusal_of(read(typed))
    assert hint.tone is Tone.FAULT
    assert "Nothing was looked up" in hint.text


def test_a_vin_with_blanks_is_one_vin() -> None:
    assert [vin.text for vin in read("1XP WD40X 1ED215307").vins] == ["1XPWD40X1ED215307"]
