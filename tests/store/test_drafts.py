import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from vindesk.store import drafts
from vindesk.store.drafts import (
    draft_folder_of,
    draft_of,
    folder_beside,
    sweep_leftovers,
    this_machine,
)


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


ELSEWHERE = "0" * 8
"""No machine of a test."""


def leftover(folder: Path, process: int, machine: str | None = None) -> Path:
    whose = f"{process}-{machine or this_machine()}"
    path = folder / f".out.parquet.{whose}-0123abcd.vindesk-part"
    path.write_text("half")
    return path


def test_what_a_dead_process_left_is_swept(tmp_path: Path) -> None:
    left = leftover(tmp_path, dead_process())
    left.with_name(f"{left.name}.wal").write_text("log")
    assert sweep_leftovers(tmp_path) == 2
    assert not list(tmp_path.iterdir())


def test_a_leftover_that_cannot_be_deleted_shields_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        leftover(tmp_path, dead_process())
    tried: list[Path] = []

    def refuse_first(path: Path) -> None:
        tried.append(path)
        if len(tried) == 1:
            raise PermissionError(13, os.strerror(13), str(path))
        path.unlink()

    monkeypatch.setattr(drafts, "_delete", refuse_first)
    assert sweep_leftovers(tmp_path) == 2
    assert list(tmp_path.iterdir()) == [tried[0]]


def test_what_a_living_process_writes_is_left(tmp_path: Path) -> None:
    ours, first = leftover(tmp_path, os.getpid()), leftover(tmp_path, 1)
    impossible = leftover(tmp_path, 10**30)
    assert sweep_leftovers(tmp_path) == 0
    assert ours.exists()
    assert first.exists()
    assert impossible.exists()


def test_what_is_older_than_a_day_is_nobodys(tmp_path: Path) -> None:
    left = leftover(tmp_path, os.getppid())
    os.utime(left, (0, 0))
    assert sweep_leftovers(tmp_path) == 1


def test_what_we_write_ourselves_is_left_whatever_the_clock_says_of_its_age(
    tmp_path: Path,
) -> None:
    left = leftover(tmp_path, os.getpid())
    os.utime(left, (0, 0))
    assert sweep_leftovers(tmp_path) == 0
    assert left.exists()


def test_where_open_files_cannot_be_deleted_it_is_simply_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leftover(tmp_path, os.getppid())
    monkeypatch.setattr(sys, "platform", "win32")
    assert sweep_leftovers(tmp_path) == 1


def test_what_another_machine_writes_to_a_share_is_left_for_a_day(tmp_path: Path) -> None:
    """Which processes live there, nobody knows here; nor of names without a machine."""
    left = leftover(tmp_path, dead_process(), ELSEWHERE)
    same_number = leftover(tmp_path, os.getpid(), ELSEWHERE)
    nameless = tmp_path / f".out.parquet.{dead_process()}-0123abcd.vindesk-part"
    nameless.write_text("half")
    assert sweep_leftovers(tmp_path) == 0
    for each in (left, same_number, nameless):
        os.utime(each, (0, 0))
    assert sweep_leftovers(tmp_path) == 3
    assert not list(tmp_path.iterdir())


def test_a_folder_is_as_old_as_the_newest_of_what_is_in_it(tmp_path: Path) -> None:
    left = tmp_path / f".out.{dead_process()}-{ELSEWHERE}-0123abcd.vindesk-part"
    (left / "a").mkdir(parents=True)
    growing = left / "a" / "growing.parquet"
    growing.write_text("half")
    (left / "gone").symlink_to(tmp_path / "nothing")
    for folder in (left / "a", left):
        os.utime(folder, (0, 0))
    assert sweep_leftovers(tmp_path) == 0
    os.utime(growing, (0, 0))
    assert sweep_leftovers(tmp_path) == 1


def test_machines_are_told_apart_by_name_and_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seen(name: str, number: Path) -> str:
        monkeypatch.setattr("socket.gethostname", lambda: name)
        monkeypatch.setattr(drafts, "_MACHINE", number)
        this_machine.cache_clear()
        return this_machine()

    numbers = [tmp_path / "first", tmp_path / "second", tmp_path / "none"]
    for number in numbers[:2]:
        number.write_text(number.name)
    assert len({seen(name, number) for name in ("anna", "ben") for number in numbers}) == 6
    monkeypatch.undo()
    this_machine.cache_clear()


def test_a_draft_says_whose_it_is(tmp_path: Path) -> None:
    with draft_of(tmp_path / "out") as draft:
        draft.write_text("half")
        assert f".{os.getpid()}-{this_machine()}-" in draft.name
        assert sweep_leftovers(tmp_path) == 0


def test_what_is_not_ours_is_left(tmp_path: Path) -> None:
    others = [tmp_path / "out.parquet", tmp_path / ".hidden.vindesk-part", tmp_path / ".x.1-2.part"]
    for path in others:
        path.write_text("mine")
    assert sweep_leftovers(tmp_path) == 0
    assert all(path.exists() for path in others)


def test_a_folder_that_is_gone_has_no_leftovers(tmp_path: Path) -> None:
    assert sweep_leftovers(tmp_path / "gone") == 0


def test_an_exclusive_draft_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with draft_of(target, exclusive=True) as draft:
        draft.write_text("new")
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(FileExistsError), draft_of(target, exclusive=True) as draft:
        draft.write_text("newer")
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_disk_without_links_is_no_hindrance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    target = tmp_path / "out"
    with draft_of(target, exclusive=True) as draft:
        draft.write_text("new")
    with pytest.raises(FileExistsError), draft_of(target, exclusive=True) as draft:
        draft.write_text("newer")
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out"
    for begin in (lambda: None, target.mkdir):
        begin()
        with draft_folder_of(target) as draft:
            (draft / "a").mkdir()
            (draft / "a" / "b").write_text("x")
        assert [path.name for path in target.rglob("*")] == ["a", "b"]
        assert list(tmp_path.iterdir()) == [target]
        shutil.rmtree(target)


def test_a_folder_with_something_in_it_stays(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "mine").write_text("x")
    with pytest.raises(OSError, match="not empty"), draft_folder_of(target) as draft:
        (draft / "a").write_text("x")
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "mine"]


def test_a_folder_beside_is_for_the_time_being(tmp_path: Path) -> None:
    with folder_beside(tmp_path / "out") as folder:
        (folder / "x").write_text("x")
        assert folder.parent == tmp_path
    assert not list(tmp_path.iterdir())
    with pytest.raises(FileNotFoundError), folder_beside(tmp_path / "no" / "out"):
        pass


def test_folders_of_the_dead_are_swept_too(tmp_path: Path) -> None:
    left = tmp_path / f".out.{dead_process()}-{this_machine()}-0123abcd.vindesk-part"
    (left / "a").mkdir(parents=True)
    assert sweep_leftovers(tmp_path) == 1
    assert not left.exists()
