import os
from pathlib import Path

import pytest

from vindesk.store.log_mark import LogMark, forget_mark, noted_length


def test_what_was_noted_last_is_read(tmp_path: Path) -> None:
    cache = tmp_path / "vehicles.duckdb"
    mark = LogMark(cache)
    mark.note(123_456_789)
    mark.note(17)
    assert noted_length(cache) == 17
    mark.close()
    assert noted_length(cache) == 17


def test_without_a_log_no_mark_stays(tmp_path: Path) -> None:
    cache = tmp_path / "vehicles.duckdb"
    mark = LogMark(cache)
    mark.note(17)
    mark.note(0)
    mark.close()
    mark.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    cache = tmp_path / "gone" / "vehicles.duckdb"
    mark = LogMark(cache)
    mark.note(5)
    mark.close()
    assert noted_length(cache) == 0


def test_nonsense_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "vehicles.duckdb.mark").write_bytes(b"\xff nonsense")
    assert noted_length(tmp_path / "vehicles.duckdb") == 0


def test_only_that_there_is_no_log_is_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mark that outlived its log would tell of a loss where there is none."""
    flushed: list[int] = []
    monkeypatch.setattr(os, "fsync", flushed.append)
    cache = tmp_path / "vehicles.duckdb"
    mark = LogMark(cache)
    mark.note(0)
    mark.note(17)
    assert flushed == []
    again = LogMark(cache)
    assert again.noted == 17
    again.note(0)
    again.note(0)
    assert len(flushed) == 1
    mark.close()
    again.close()


def test_a_mark_that_is_forgotten_is_gone(tmp_path: Path) -> None:
    cache = tmp_path / "vehicles.duckdb"
    mark = LogMark(cache)
    mark.note(17)
    mark.close()
    forget_mark(cache)
    forget_mark(cache)
    assert list(tmp_path.iterdir()) == []
