from string import ascii_uppercase, digits

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.domain.strategies import legal_texts, sound_vins
from vindesk.domain.errors import InvalidVin
from vindesk.domain.vin import ALPHABET, LENGTH, Rule, Vin, clean, find_fault

PETERBILT = "1XPWD40X1ED215307"
CFR_EXAMPLE = "1G4AH59H45G118341"
WIDE_ONE = "\N{FULLWIDTH DIGIT ONE}"
ONLY_A_TO_Z_AND_0_TO_9 = "a VIN has only A to Z and 0 to 9."
SAME_VALUE = ("1AJ", "2BKS", "3CLT", "4DMU", "5ENV", "6FW", "7GPX", "8HY", "9RZ")

entries = st.one_of(
    st.text(),
    st.text(f"1XPWD40E2I5O7QÉ{WIDE_ONE}*-\u2013\u00a0\u200b \t", max_size=22),
    st.builds(
        lambda vin, mark, place: vin[:place] + mark + vin[place:],
        legal_texts,
        st.characters(),
        st.integers(0, LENGTH),
    ),
)
"""Whatever may be typed or pasted, and a good deal that is nearly a VIN."""


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(PETERBILT, id="as it is"),
        pytest.param("1xpwd40x1ed215307", id="lower case"),
        pytest.param(" 1XPWD 40X1 ED21\t5307\r\n", id="blanks"),
        pytest.param("1XPWD\u00a040X1\u202fED21\u30005307", id="no-break and wide blanks"),
        pytest.param("1XPWD\u200b40X1\ufeffED21\u00ad5307\u2060", id="zero-width"),
        pytest.param("\u202a1XPWD40X1ED215307\u202c", id="direction marks"),
        pytest.param("1XPWD-40X1-ED21-5307", id="hyphens"),
        pytest.param("1\u2010X\u2011P\u2012W\u2013D\u2014" + PETERBILT[5:], id="dashes"),
        pytest.param("1\u2015X\u2212P\ufe63W\uff0dD\u2e3a" + PETERBILT[5:], id="more dashes"),
        pytest.param("I1XPWD40X1ED215307", id="import label"),
        pytest.param("i1xpwd40x1ed215307", id="import label in lower case"),
        pytest.param("*1XPWD40X1ED215307*", id="code 39"),
        pytest.param("*1XPWD40X1ED215307", id="leading star"),
        pytest.param("1XPWD40X1ED215307*", id="trailing star"),
        pytest.param("*I1XPWD40X1ED215307*", id="import label in code 39"),
        pytest.param("* 1XPWD40X1-ED215307 *", id="all at once"),
        pytest.param("'1XPWD40X1ED215307", id="a spreadsheet's text"),
        pytest.param('="1XPWD40X1ED215307"', id="a spreadsheet's formula"),
        pytest.param('"1XPWD40X1ED215307"', id="quotation marks"),
        pytest.param("\u201e1XPWD40X1ED215307\u201c", id="printed quotation marks"),
        pytest.param("\u2019I1XPWD-40X1 ED215307.", id="an apostrophe and a full stop"),
        pytest.param("(1XPWD40X1ED215307),", id="brackets and a comma"),
    ],
)
def test_what_people_and_scanners_add_is_forgiven(raw: str) -> None:
    assert clean(raw) == PETERBILT
    assert Vin.parse(raw).text == PETERBILT


@pytest.mark.parametrize(
    ("raw", "rule", "position", "explanation"),
    [
        ("", Rule.NOT_EMPTY, 1, "The entry is empty."),
        (" -\u200b", Rule.NOT_EMPTY, 1, "The entry is empty."),
        (
            "1XPWD40X1ED21530",
            Rule.SEVENTEEN_CHARACTERS,
            17,
            "It has 16 of 17 characters: 1 is missing.",
        ),
        ("1XPWD", Rule.SEVENTEEN_CHARACTERS, 6, "It has 5 of 17 characters: 12 are missing."),
        (
            "1XPWD40X1ED2153077",
            Rule.SEVENTEEN_CHARACTERS,
            18,
            "It has 18 characters, 1 more than 17.",
        ),
        (
            "1XPWD40X1ED215307777",
            Rule.SEVENTEEN_CHARACTERS,
            18,
            "It has 20 characters, 3 more than 17.",
        ),
        (
            "II1XPWD40X1ED215307",
            Rule.SEVENTEEN_CHARACTERS,
            18,
            "It has 19 characters, 2 more than 17.",
        ),
        (
            "I1XPWD40X1ED2153O7",
            Rule.SEVENTEEN_CHARACTERS,
            18,
            "It has 18 characters, 1 more than 17.",
        ),
        (
            "ÉXPWD40X1ED215307",
            Rule.ASCII_LETTERS_AND_DIGITS,
            1,
            f"Character 1 is É (latin capital letter e with acute): {ONLY_A_TO_Z_AND_0_TO_9}",
        ),
        (
            WIDE_ONE * LENGTH,
            Rule.ASCII_LETTERS_AND_DIGITS,
            1,
            f"Character 1 is {WIDE_ONE} (fullwidth digit one): {ONLY_A_TO_Z_AND_0_TO_9}",
        ),
        (
            "1XPWD40X\x001ED21530",
            Rule.ASCII_LETTERS_AND_DIGITS,
            9,
            f"Character 9 is the character U+0000: {ONLY_A_TO_Z_AND_0_TO_9}",
        ),
        (
            "1XPWD40X1ED2153\ufe0f7",
            Rule.ASCII_LETTERS_AND_DIGITS,
            16,
            f"Character 16 is \ufe0f (variation selector-16): {ONLY_A_TO_Z_AND_0_TO_9}",
        ),
        (
            "1XPWD40X1ED2153\ufe0f07\u0301",
            Rule.ASCII_LETTERS_AND_DIGITS,
            16,
            f"Character 16 is \ufe0f (variation selector-16): {ONLY_A_TO_Z_AND_0_TO_9}",
        ),
        (
            "'1XPWD40X1ED21530",
            Rule.ASCII_LETTERS_AND_DIGITS,
            1,
            f"Character 1 is ' (apostrophe): {ONLY_A_TO_Z_AND_0_TO_9}",
        ),
        ("1XPWD40X1ED2I5307", Rule.NO_I_O_Q, 13, "Character 13 is I: no VIN has I, O or Q."),
        ("'1XPWD40X1ED2I5307", Rule.NO_I_O_Q, 13, "Character 13 is I: no VIN has I, O or Q."),
        ("1XPWD4OX1ED2I5307", Rule.NO_I_O_Q, 7, "Character 7 is O: no VIN has I, O or Q."),
        ("QXPWD40X1ED215307", Rule.NO_I_O_Q, 1, "Character 1 is Q: no VIN has I, O or Q."),
    ],
)
def test_what_is_no_vin_is_refused_with_reason_and_place(
    raw: str, rule: Rule, position: int, explanation: str
) -> None:
    fault = find_fault(clean(raw))

    assert fault is not None
    assert (fault.rule, fault.position, fault.explanation) == (rule, position, explanation)
    with pytest.raises(InvalidVin) as refused:
        Vin.parse(raw)
    assert refused.value.detail == explanation
    assert refused.value.advice == ""


def test_every_rule_is_named_by_some_fault() -> None:
    faults = map(find_fault, ("", "É", "1", PETERBILT[:16] + "O", PETERBILT))
    assert [fault and fault.rule for fault in faults] == [*Rule, None]


def test_a_person_may_insist_on_i_o_and_q() -> None:
    insisted = Vin.parse("1xpwd40x1ed2153o7", insist=True)

    assert insisted.text == "1XPWD40X1ED2153O7"
    assert insisted.expected_check_digit is None
    assert not insisted.check_digit_ok


@pytest.mark.parametrize("raw", ["", "1XPWD40X1ED21530", "ÉXPWD40X1ED215307", "X" * 18])
def test_insisting_does_not_let_anything_else_through(raw: str) -> None:
    with pytest.raises(InvalidVin):
        Vin.parse(raw, insist=True)


def test_the_alphabet_is_that_of_the_regulation() -> None:
    assert set(ALPHABET) == set(ascii_uppercase + digits) - set("IOQ")


@pytest.mark.parametrize(
    ("vin", "expected"),
    [
        (CFR_EXAMPLE, "4"),
        ("11111111111111111", "1"),
        ("1M8GDM9AXKP042788", "X"),
        ("1XPWD40X1ED215307", "1"),
        ("1XKWDB0X57J211825", "5"),
        ("1XP5DB9X7YN526158", "7"),
        ("4V4NC9EJXEN171694", "X"),
        ("1XP5DB9X7XD487964", "7"),
        ("ZA9CA05AXJLA12340", "X"),
    ],
)
def test_check_digits_of_known_vins(vin: str, expected: str) -> None:
    parsed = Vin.parse(vin)
    assert parsed.check_digit == expected
    assert parsed.expected_check_digit == expected
    assert parsed.check_digit_ok


def test_a_wrong_check_digit_is_no_reason_to_refuse() -> None:
    assert not Vin.parse("WVWZZZ1KZ8W123456").check_digit_ok


@given(vin=sound_vins, place=st.integers(0, LENGTH - 1), other=st.sampled_from(ALPHABET))
def test_the_check_digit_catches_every_substitution_by_another_value(
    vin: Vin, place: int, other: str
) -> None:
    old = vin.text[place]
    damaged = Vin(vin.text[:place] + other + vin.text[place + 1 :])

    is_check_digit = place == 8
    seen = old != other if is_check_digit else not _have_same_value(old, other)
    assert damaged.check_digit_ok is not seen


def test_the_check_digit_is_blind_to_same_values_everywhere_else() -> None:
    for group in SAME_VALUE:
        for place in (n for n in range(LENGTH) if n != 8):
            variants = [CFR_EXAMPLE[:place] + mark + CFR_EXAMPLE[place + 1 :] for mark in group]
            assert len({Vin(text).expected_check_digit for text in variants}) == 1


@given(entries)
@example("*" + "1" * 18)
@example("I" * 19)
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert clean(clean(raw)) == clean(raw)


@given(entries)
@example("\ud800")
@example("\ue000")
def test_any_text_is_a_vin_or_is_refused_at_a_place_within_it(raw: str) -> None:
    cleaned = clean(raw)
    fault = find_fault(cleaned)
    if fault is None:
        vin = Vin.parse(raw)
        assert vin.text == cleaned
        assert len(vin.text) == LENGTH
        assert set(vin.text) <= set(ALPHABET)
        assert vin.expected_check_digit is not None
        return
    assert 1 <= fault.position <= len(cleaned) + 1
    with pytest.raises(InvalidVin):
        Vin.parse(raw)


def test_a_vin_sorts_and_reads_as_its_text() -> None:
    assert str(Vin(PETERBILT)) == PETERBILT
    assert Vin("1" * 17) < Vin("2" * 17)
    assert len({Vin(PETERBILT), Vin.parse(PETERBILT.lower())}) == 1


def test_the_tail_is_what_may_stand_in_a_log() -> None:
    assert Vin(PETERBILT).tail == "215307"


def _have_same_value(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in SAME_VALUE)
