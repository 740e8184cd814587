"""Files whose table of contents is too long to be of use."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.store.parquet_samples import write
from vindesk.domain.errors import FileTooLarge, FileUnreadable
from vindesk.store import parquet_limits
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_pages import ParquetFile


def claiming(path: Path, footer_mb: int, size_mb: int) -> Path:
    """A file of which nothing is on the disk but its end."""
    with path.open("wb") as file:
        file.truncate(size_mb * 1_000_000)
        file.seek(-8, 2)
        file.write((footer_mb * 1_000_000).to_bytes(4, "little") + b"PAR1")
    return path


def test_a_footer_that_needs_more_than_the_memory_is_refused(
    limits: EngineLimits, tmp_path: Path
) -> None:
    long = claiming(tmp_path / "x.parquet", footer_mb=100, size_mb=101)
    with pytest.raises(FileTooLarge, match="table of contents alone is 100 MB") as caught:
        ParquetFile.open(long, replace(limits, memory_mb=512))
    assert "larger row groups" in caught.value.advice
    with pytest.raises(FileUnreadable, match="damaged"):
        ParquetFile.open(long, replace(limits, memory_mb=1024))


def test_the_footers_of_a_folder_count_together(limits: EngineLimits, tmp_path: Path) -> None:
    for name in ("a", "b"):
        claiming(tmp_path / f"{name}.parquet", footer_mb=40, size_mb=41)
    with pytest.raises(FileTooLarge, match="is 80 MB"):
        ParquetFile.open(tmp_path, replace(limits, memory_mb=512))


def test_a_length_that_cannot_be_is_damage(limits: EngineLimits, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="damaged") as caught:
        ParquetFile.open(claiming(tmp_path / "x.parquet", footer_mb=100, size_mb=1), limits)
    assert not isinstance(caught.value, FileTooLarge)


def test_a_file_of_crumbs_is_refused(
    limits: EngineLimits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "x.parquet", {"n": range(9)}, row_group_size=3)
    monkeypatch.setattr(parquet_limits, "_MOST_GROUPS", 3)
    ParquetFile.open(path, limits).close()
    monkeypatch.setattr(parquet_limits, "_MOST_GROUPS", 2)
    with pytest.raises(FileTooLarge, match="into 3 row groups"):
        ParquetFile.open(path, limits)
