from pathlib import Path

from vindesk.store.log_mark import LogMark, noted_length


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
