"""What the command line prints, a terminal must not obey, and a script must get whole."""

import io
import json
import unicodedata
from datetime import UTC, datetime

import pytest

from vindesk.cli.printing import Printer
from vindesk.cli.stream import Stream
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.services.found import Found

OBEYED = "\x1b]0;owned\x07\x1b[2J\r\n\b\0\x9b31m\x7f\u202e\u2028\udcff"
"""Sets a title, clears the screen, goes back, colours, turns the line round, is no text."""


def found(make: str) -> Found:
    vin = Vin("1XPWD40X1ED215307")
    vehicle = Vehicle(vin, {"make": make}, SourceName.WEB, datetime(2026, 11, 12, tzinfo=UTC))
    return Found(vehicle, from_cache=False, elapsed_s=1.0, remark=make)


def printed(make: str, *, as_json: bool) -> tuple[str, str]:
    out, notes = io.StringIO(), io.StringIO()
    printer = Printer(Stream(out), Stream(notes), json=as_json)
    printer.found(found(make))
    printer.failed(make, FileUnreadable(make))
    printer.failed(make, ValueError(make))
    printer.result(make, {make: make})
    printer.warn(make)
    return out.getvalue(), notes.getvalue()


@pytest.mark.parametrize("as_json", [False, True], ids=["for people", "as JSON"])
def test_no_control_character_reaches_a_terminal(as_json: bool) -> None:
    for stream in printed(OBEYED, as_json=as_json):
        for line in stream.rstrip("\n").split("\n"):
            assert all(unicodedata.category(mark) not in {"Cc", "Cs", "Zl"} for mark in line)
            assert "\u202e" not in line
            assert line.encode("utf-8")


def test_json_keeps_what_it_escapes() -> None:
    out, _notes = printed(OBEYED, as_json=True)
    answer, failed, _other, said = (json.loads(line) for line in out.splitlines())
    assert answer["make"] == OBEYED
    assert failed["vin"] == OBEYED
    assert said == {OBEYED: OBEYED}


def test_people_get_one_line_an_answer_with_every_column_in_its_place() -> None:
    out, _notes = printed("a\nb" + "x" * 10_000_000, as_json=False)
    line = out.split("\n", maxsplit=1)[0]
    plain, _notes = printed("PETERBILT", as_json=False)
    assert len(line) == len(plain.split("\n", maxsplit=1)[0])
    assert "a␊bxxxx" in line
