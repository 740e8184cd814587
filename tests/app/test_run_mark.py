from pathlib import Path

import pytest

from vindesk.app.run_mark import RunMark


def test_a_run_that_ended_in_order_leaves_nothing(tmp_path: Path) -> None:
    mark = RunMark(tmp_path / "logs")
    mark.begin()
    mark.end()
    mark.end()
    following = RunMark(tmp_path / "logs")
    following.begin()
    assert not following.found


def test_a_run_that_was_cut_off_is_noticed_once(tmp_path: Path) -> None:
    RunMark(tmp_path).begin()
    following = RunMark(tmp_path)
    following.begin()
    assert following.found
    following.end()
    third = RunMark(tmp_path)
    third.begin()
    assert not third.found


def test_a_folder_that_cannot_be_written_costs_only_this(tmp_path: Path) -> None:
    (tmp_path / "logs").touch()
    mark = RunMark(tmp_path / "logs")
    mark.begin()
    assert not mark.found
    mark.end()


def test_a_folder_that_cannot_be_looked_into_costs_only_this(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mark = RunMark(tmp_path / ("n" * 300))
    mark.begin()
    assert not mark.found
    assert "could not be noticed" in caplog.text
    mark.end()
