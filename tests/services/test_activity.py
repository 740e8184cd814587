import errno
import os
from pathlib import Path

import pytest

from vindesk.services.activity import Activity


def told(activity: Activity) -> list[tuple[str, str]]:
    return [(line.name, line.text) for line in activity.earlier()]


def test_what_was_done_is_there_at_once_and_at_the_next_start(tmp_path: Path) -> None:
    activity = Activity(tmp_path)
    activity.note("Look up", "1XPWD40X1ED215307:\tPETERBILT\n388")
    (line,) = activity.memory.since(0)
    assert (line.name, line.text) == ("Look up", "1XPWD40X1ED215307: PETERBILT 388")
    assert activity.earlier() == []
    activity.close()

    following = Activity(tmp_path)
    assert told(following) == [("Look up", "1XPWD40X1ED215307: PETERBILT 388")]
    following.note("Remove", "Removed 1 vehicle.")
    following.write()
    assert told(following) == [("Look up", "1XPWD40X1ED215307: PETERBILT 388")]
    following.close()
    third = Activity(tmp_path)
    assert [line.number for line in third.earlier()] == [-2, -1]
    assert [line.moment > 0 for line in third.earlier()] == [True, True]


def test_the_files_stay_small(tmp_path: Path) -> None:
    activity = Activity(tmp_path)
    for _number in range(1_200):
        activity.note("Look up", "x" * 1_000)
    activity.close()
    assert len(list(tmp_path.iterdir())) == 2
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 1_000_000


def test_lines_that_make_no_sense_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "activity.log").write_text("nonsense\nsoon\tLook up\tx\n")
    (line,) = Activity(tmp_path).earlier()
    assert (line.moment, line.text) == (0.0, "x")


def test_a_folder_that_cannot_be_written_costs_only_the_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "logs").write_text("a file, not a folder")
    activity = Activity(tmp_path / "logs")
    activity.note("Look up", "x")
    activity.write()
    activity.write()
    assert caplog.text.count("cannot be written down") == 1
    assert len(activity.memory.since(0)) == 1
    activity.close()


def test_with_no_file_handles_left_it_goes_on_and_writes_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = Activity(tmp_path)

    def refuse(*_arguments: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as starved:
        starved.setattr(os, "open", refuse)
        activity.note("Look up", "lost")
        activity.write()
    activity.note("Look up", "kept")
    activity.close()
    assert told(Activity(tmp_path)) == [("Look up", "kept")]
