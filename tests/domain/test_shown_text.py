import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vindesk.domain.shown_text import LONGEST, copied_cell, escaped_json, shown_line, shown_lines

ANY_TEXT = st.text(st.characters(categories=None))
"""Any code point, surrogates too."""

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    "text", ["", "PETERBILT", "—", "Škoda 120 L", "日本", "שלום", "a\u00a0b", "👩‍🔧", "e\u0301"]
)
def test_what_people_write_is_shown_as_it_is(text: str) -> None:
    assert shown_line(text) == text
    assert shown_lines(text) == text
    assert copied_cell(text) == text
    assert escaped_json(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\0b", "a␀b"),
        ("a\tb\r\nc", "a␉b␍␊c"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x7f", "␡"),
        ("\x9b31m", "\N{REPLACEMENT CHARACTER}31m"),
        ("a\u2028b\u2029c\x85d", "a␤b␤c␤d"),
        ("\udcff.parquet", "\N{REPLACEMENT CHARACTER}.parquet"),
        ("\u0301", "◌\u0301"),
        ("\u0903", "◌\u0903"),
        ("a" + "\u0301" * 50 + "b", "a" + "\u0301" * 4 + "b"),
    ],
)
def test_what_acts_on_its_surroundings_is_made_visible(text: str, shown: str) -> None:
    assert shown_line(text) == shown


@pytest.mark.parametrize("mark", TURNING)
def test_nothing_turns_the_direction_of_a_line(mark: str) -> None:
    assert shown_line(f"gpj{mark}.exe") == "gpj\N{REPLACEMENT CHARACTER}.exe"


def test_a_long_text_is_cut_and_says_so() -> None:
    assert len(shown_line("x" * 10_000_000)) == LONGEST
    assert shown_line("x" * 10, 4) == "xxx…"
    assert shown_lines("a\nbcdef", 4) == "a\nb…"


def test_lines_stay_lines_and_nothing_else_does() -> None:
    assert shown_lines("a\r\nb\n\tc\rd\n") == "a\nb\n␉c␍d\n"


def test_a_copied_cell_is_whole_and_keeps_to_its_place() -> None:
    assert copied_cell("x" * 10_000_000) == "x" * 10_000_000
    assert copied_cell("a\tb\r\nc\vd\u2028e\x85f") == "a b c d e f"
    assert copied_cell("\x1b[201~rm\0\x9b\udcff") == "␛[201~rm␀\ufffd\ufffd"
    assert copied_cell("\u202eabc") == "\u202eabc"


def test_json_keeps_every_value() -> None:
    value = f"a\x9b\x7f\u2028\udcff{TURNING}é"
    written = escaped_json(json.dumps(value, ensure_ascii=False))
    assert json.loads(written) == value
    assert all(unicodedata.category(mark) not in {"Cc", "Cs"} for mark in written)
    assert not set(TURNING) & set(written)


@given(ANY_TEXT)
def test_nothing_unruly_is_left_in_a_line(text: str) -> None:
    line = shown_line(text)
    assert len(line.splitlines()) <= 1
    assert all(unicodedata.category(mark) not in {"Cc", "Cs", "Zl", "Zp"} for mark in line)
    isolating = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not isolating & set(map(unicodedata.bidirectional, line))
    assert shown_line(line) == line


@given(ANY_TEXT)
def test_nothing_in_a_copied_cell_ends_it(text: str) -> None:
    cell = copied_cell(text)
    assert "\t" not in cell
    assert len(cell.splitlines()) <= 1
    cell.encode("utf-8")
