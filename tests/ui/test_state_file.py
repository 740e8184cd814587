"""What is remembered is there at once, and is written by somebody else."""

import json
import logging
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings, QSize

from vindesk.ui.state_file import StateFile, Write

ALL = {"a/text": "ü \n %00", "b/size": QSize(3, 4), "c/state": QByteArray(b"\0\xff"), "plain": "1"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state.ini"


def test_what_was_kept_is_there_after_a_start(file: Path) -> None:
    StateFile(file).keep(ALL)
    later = StateFile(file)
    assert {key: later.value(key) for key in ALL} == ALL
    assert later.value("never") is None


def test_it_is_kept_at_once_and_written_once_for_all_that_came_meanwhile(file: Path) -> None:
    asked: list[Write] = []
    state = StateFile(file, asked.append)
    for number in range(5):
        state.keep({f"key/{number}": f"{number}", "key/last": f"{number}"})
    assert state.value("key/last") == "4"
    assert not file.exists()
    (write,) = asked
    write()
    assert StateFile(file).value("key/last") == "4"
    state.keep({"key/last": "5"})
    assert len(asked) == 2


def test_what_is_as_it_was_is_not_written(file: Path) -> None:
    StateFile(file).keep(ALL)
    asked: list[Write] = []
    StateFile(file, asked.append).keep(ALL)
    assert not asked


def test_what_nobody_was_there_to_write_is_written_at_the_end(file: Path) -> None:
    def refuse(_write: Write) -> None:
        """As a program that closes."""

    state = StateFile(file, refuse)
    state.keep({"key": "first"})
    state.keep({"key": "second"})
    state.write()
    assert StateFile(file).value("key") == "second"


@pytest.fixture
def unreadable(file: Path) -> Path:
    file.write_bytes(b"[a\nb=\xff\xfe%%%\n=\n@Variant(nonsense")
    return file


def test_a_file_with_nonsense_is_as_good_as_none(unreadable: Path) -> None:
    state = StateFile(unreadable)
    assert state.value("key") is None
    state.keep({"key": "value"})
    assert QSettings(str(unreadable), QSettings.Format.IniFormat).value("key") == "value"


PLAIN = {"columns": ["vin", "ü"], "widths": {"vin": 100}, "pinned": True, "order": None}


def test_plain_values_are_read_as_they_were_kept(file: Path) -> None:
    StateFile(file).keep_plain("plain", PLAIN)
    assert StateFile(file).plain("plain") == PLAIN
    assert StateFile(file).plain("never") is None


def test_what_an_earlier_version_kept_is_read(file: Path) -> None:
    StateFile(file).keep({"plain": json.dumps(PLAIN)})
    assert StateFile(file).plain("plain") == PLAIN


@pytest.mark.parametrize("kept", ["", "{", "[" * 100_000, "\x00"])
def test_what_cannot_be_read_is_told_once_and_is_as_good_as_nothing(
    file: Path, kept: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    StateFile(file).keep({"plain": kept})
    state = StateFile(file)
    assert state.plain("plain") is state.plain("plain") is None
    assert [record.message.split(":")[0] for record in caplog.records] == ["Forgetting plain"]
    state.keep_plain("plain", 1)
    assert state.plain("plain") == 1


def test_what_is_no_text_is_not_kept(file: Path) -> None:
    state = StateFile(file)
    state.keep_plain("recent", ["/folder/\udcff"])
    assert state.value("recent") is None
