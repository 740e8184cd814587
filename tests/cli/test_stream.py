"""Whoever reads the output may have another alphabet, may leave, or may never have come."""

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typing_extensions import override

from vindesk.cli.printing import Printer
from vindesk.cli.stream import Stream

COUNTACH = "ZA9CA05AXJLA12340"
"""Has no body class: a dash is printed."""


class Leaving(io.StringIO):
    """Somebody who reads two lines, as ``head -2`` does."""

    @override
    def write(self, text: str) -> int:
        if self.getvalue().count("\n") == 2:
            raise BrokenPipeError
        return super().write(text)


def test_what_nobody_reads_any_more_is_dropped() -> None:
    reader = Leaving()
    stream = Stream(reader)
    for number in range(5):
        stream.write(f"{number}\n")
    stream.flush()
    assert reader.getvalue() == "0\n1\n"


def test_a_reader_may_leave_on_windows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    class Left(io.StringIO):
        @override
        def write(self, text: str) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    with pytest.raises(OSError, match="Invalid"):
        Stream(Left()).write("said")
    monkeypatch.setattr(sys, "platform", "win32")
    Stream(Left()).write("dropped")


def test_a_process_may_have_no_output_at_all() -> None:
    stream = Stream(None)
    stream.write("lost")
    stream.flush()
    assert not stream.is_terminal
    assert stream.takes_any_letter


@pytest.mark.parametrize(("encoding", "whole"), [("utf-8", True), ("latin-1", False)])
def test_json_is_json_in_any_encoding(encoding: str, whole: bool) -> None:
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding)
    Printer(Stream(out), Stream(None), json=True).record({"make": "Łada"})
    out.flush()
    text = written.getvalue().decode(encoding)
    assert json.loads(text) == {"make": "Łada"}
    assert ("Ł" in text) is whole


def vindesk(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "vindesk", "--data-dir", str(data), *words]


@pytest.mark.parametrize("words", [["--help"], ["lookup", "--source", "embedded", COUNTACH]])
def test_a_terminal_without_dashes_gets_escapes(tmp_path: Path, words: list[str]) -> None:
    done = subprocess.run(
        vindesk(tmp_path, *words),
        env=os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    assert rb"\u" in done.stdout


def test_an_export_is_made_though_nobody_reads_what_was_refused(tmp_path: Path) -> None:
    rows, out = tmp_path / "list.csv", tmp_path / "out.parquet"
    rows.write_text("VIN\n" + f"{COUNTACH}\n" + "1XPWD40X1ED21530\n" * 3_000, "utf-8")
    command = vindesk(
        tmp_path / "data", "import", str(rows), "--source", "embedded", "--export", str(out)
    )
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    head = process.stdout.read(100)
    process.stdout.close()
    assert process.wait() == 1, "some rows were no VINs"
    assert b"Traceback" not in head
    assert out.exists()


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("bad", [0, 3_000])
def test_an_export_is_made_though_the_disk_of_the_output_is_full(tmp_path: Path, bad: int) -> None:
    rows, out = tmp_path / "list.csv", tmp_path / "out.parquet"
    rows.write_text("VIN\n" + f"{COUNTACH}\n" + "1XPWD40X1ED21530\n" * bad, "utf-8")
    words = ("import", str(rows), "--source", "embedded", "--export", str(out), "--json")
    with FULL.open("wb") as full:
        done = subprocess.run(
            vindesk(tmp_path / "data", *words),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
    told = "Not all of the output could be written: No space left on device.\n"
    assert done.returncode == 3
    assert done.stderr.endswith(f"Writing the file\n{told}")
    assert "Traceback" not in done.stderr
    assert out.exists()
