import errno
from pathlib import Path

import pytest

from tests.store.bad_sector import bad_sector_in
from tests.store.full_disk import files_up_to
from vindesk.store import file_copy
from vindesk.store.file_copy import copy_file, is_of

CONTENT = bytes(range(256)) * 1_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "target"


def failure_of(source: Path, target: Path) -> OSError:
    with pytest.raises(OSError) as caught:  # noqa: PT011 - which, the test asks
        copy_file(source, target)
    return caught.value


def test_a_copy_is_whole(source: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target.write_bytes(CONTENT * 2)
    monkeypatch.setattr(file_copy, "_CHUNK", 1_000)
    copy_file(source, target)
    assert target.read_bytes() == CONTENT


def test_what_cannot_be_read_is_named(source: Path, target: Path) -> None:
    with bad_sector_in(source):
        error = failure_of(source, target)
    assert error.errno == errno.EIO
    assert is_of(source, error)
    assert not is_of(target, error)


def test_what_cannot_be_written_is_named(source: Path, target: Path) -> None:
    with files_up_to(10_000):
        error = failure_of(source, target)
    assert error.errno == errno.EFBIG
    assert is_of(target, error)
    assert not is_of(source, error)


def test_what_cannot_be_opened_is_named(source: Path, target: Path) -> None:
    gone = source.with_name("gone")
    assert is_of(gone, failure_of(gone, target))
    assert is_of(gone / "target", failure_of(source, gone / "target"))


def test_an_error_without_a_name_is_of_no_file(source: Path) -> None:
    assert not is_of(source, OSError(errno.EIO, "Input/output error"))
