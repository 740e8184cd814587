import pytest

from vindesk.domain.vin_text import read_typed
from vindesk.ui.lookup.hint import Tone, hint_for, refusal_of


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
    hint = hint_for(read_typed(typed))
    assert hint.tone is tone
    assert part in hint.text


def test_a_letter_that_no_vin_has_is_pointed_out_before_the_end() -> None:
    hint = hint_for(read_typed("1XPWD4O"))
    assert hint.tone is Tone.WARNING
    assert "O at 7" in hint.text
    assert hint.offer == "1XPWD40"


def test_a_whole_vin_with_an_o_offers_the_repair() -> None:
    assert hint_for(read_typed("1XPWD4OX1ED2153O7")).offer == "1XPWD40X1ED215307"


def test_the_refusal_says_how_to_insist() -> None:
    hint = refusal_of(read_typed("1XPWD4OX1ED215307"))
    assert "Press Return again" in hint.text
    assert hint.offer == "1XPWD40X1ED215307"


@pytest.mark.parametrize(
    "typed", ["", "1XPWD40X1ED21530", "1XPWD40X1ED2153071", "ÉXPWD40X1ED215307"]
)
def test_every_refusal_says_that_nothing_was_looked_up(typed: str) -> None:
    hint = refusal_of(read_typed(typed))
    assert hint.tone is Tone.FAULT
    assert "Nothing was looked up" in hint.text


def test_of_several_corrections_one_is_offered_and_the_others_are_counted() -> None:
    hint = hint_for(read_typed("3AKJHHDR5KSKA1299"))
    assert hint.text.endswith("Perhaps N instead of H at 5, or 4 other corrections.")
    assert hint.offer == "3AKJNHDR5KSKA1299"
    only = hint_for(read_typed("1XPWD4OX1ED215307"))
    assert only.text.endswith("Perhaps 0 instead of O at 7.")


def test_many_vins_are_said_to_be_an_import() -> None:
    vins = " ".join(f"1XPWD40X1ED2{number:05}" for number in range(51))
    assert hint_for(read_typed(vins)).text == "51 VINs: press Return to import them as a list."
