import os
import subprocess
import sys
from pathlib import Path

import pytest

from vindesk.store.drafts import draft_of, sweep_leftovers


def test_a_draft_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    target.write_text("old")
    with draft_of(target) as draft:
        draft.write_text("new")
        assert target.read_text() == "old"
        assert draft.parent == target.parent
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_nothing_is_left_of_a_draft_that_failed(tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    target.write_text("old")

    def fail(draft: Path) -> None:
        draft.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), draft_of(target) as draft:
        fail(draft)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_draft_that_was_never_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), draft_of(tmp_path / "out"):
        pass
    assert not list(tmp_path.iterdir())


def test_the_longest_names_have_drafts_too(tmp_path: Path) -> None:
    target = tmp_path / ("ü" * 120 + ".parquet")
    with draft_of(target) as draft:
        draft.write_text("x")
    assert target.read_text() == "x"


def dead_process() -> int:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def leftover(folder: Path, process: int) -> Path:
    path = folder / f".out.parquet.{process}-0123abcd.vindesk-part"
    path.write_text("half")
    return path


def test_what_a_dead_process_left_is_swept(tmp_path: Path) -> None:
    left = leftover(tmp_path, dead_process())
    left.with_name(f"{left.name}.wal").write_text("log")
    assert sweep_leftovers(tmp_path) == 2
    assert not list(tmp_path.iterdir())


def test_what_a_living_process_writes_is_left(tmp_path: Path) -> None:
    ours, first = leftover(tmp_path, os.getpid()), leftover(tmp_path, 1)
    impossible = leftover(tmp_path, 10**30)
    assert sweep_leftovers(tmp_path) == 0
    assert ours.exists()
    assert first.exists()
    assert impossible.exists()


def test_what_is_older_than_a_day_is_nobodys(tmp_path: Path) -> None:
    left = leftover(tmp_path, os.getpid())
    os.utime(left, (0, 0))
    assert sweep_leftovers(tmp_path) == 1


def test_where_open_files_cannot_be_deleted_it_is_simply_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leftover(tmp_path, os.getpid())
    monkeypatch.setattr(sys, "platform", "win32")
    assert sweep_leftovers(tmp_path) == 1


def test_what_is_not_ours_is_left(tmp_path: Path) -> None:
    others = [tmp_path / "out.parquet", tmp_path / ".hidden.vindesk-part", tmp_path / ".x.1-2.part"]
    for path in others:
        path.write_text("mine")
    assert sweep_leftovers(tmp_path) == 0
    assert all(path.exists() for path in others)


def test_a_folder_that_is_gone_has_no_leftovers(tmp_path: Path) -> None:
    assert sweep_leftovers(tmp_path / "gone") == 0
