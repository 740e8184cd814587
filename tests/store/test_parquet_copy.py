import errno
import os
import random
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.store.full_disk import files_up_to
from tests.store.parquet_samples import every_type, write
from tests.store.stoppable import Stoppable
from vindesk.domain.column_filter import EVERY_ROW, parse
from vindesk.domain.errors import ExportFailed, FileChanged, FileUnreadable
from vindesk.domain.monitor import Cancelled
from vindesk.store.engine import EngineLimits
from vindesk.store.export_place import Target
from vindesk.store.parquet_copy import Shown, copy_rows
from vindesk.store.parquet_pages import ColumnSort, ParquetFile

ALL = Shown((0, 1), EVERY_ROW, ())


@pytest.fixture
def file(limits: EngineLimits, tmp_path: Path) -> Iterator[ParquetFile]:
    table = {"n": [3, 1, None, 2], "text": ["=1+1", "x", "-5", 'a"b']}
    opened = ParquetFile.open(write(tmp_path / "x.parquet", table), limits)
    yield opened
    opened.close()


def test_what_is_shown_is_written_in_its_order(file: ParquetFile, tmp_path: Path) -> None:
    wanted = parse("n:<3", [(column.name, column.kind) for column in file.columns])
    target = tmp_path / "it's 50%[1].parquet"
    copied = copy_rows(file, Shown((1, 0), wanted, [ColumnSort(0)]), Target(target))
    assert (copied.path, copied.rows, copied.bytes) == (target, 2, target.stat().st_size)
    assert pq.read_table(target).to_pydict() == {"text": ["x", 'a"b'], "n": [1, 2]}


def test_every_type_survives(limits: EngineLimits, tmp_path: Path) -> None:
    source = write(tmp_path / "x.parquet", every_type(), row_group_size=25)
    file = ParquetFile.open(source, limits)
    shown = Shown(range(len(file.columns)), EVERY_ROW, ())
    copy_rows(file, shown, Target(tmp_path / "y.parquet"))
    again = ParquetFile.open(tmp_path / "y.parquet", limits)
    assert again.page(0, 60) == file.page(0, 60)
    file.close()
    again.close()


def test_csv_is_harmless_to_spreadsheets(file: ParquetFile, tmp_path: Path) -> None:
    copy_rows(file, ALL, Target(tmp_path / "x.CSV"))
    assert (tmp_path / "x.CSV").read_text() == 'n,text\n3,\'=1+1\n1,x\n,-5\n2,"a""b"\n'


def test_names_are_told_apart(limits: EngineLimits, tmp_path: Path) -> None:
    names = ["a", "A", "", 'x"; DROP', "=1"]
    write(tmp_path / "x.parquet", pa.table([pa.array([n]) for n in range(5)], names=names))
    file = ParquetFile.open(tmp_path / "x.parquet", limits)
    shown = Shown(range(5), EVERY_ROW, ())
    copy_rows(file, shown, Target(tmp_path / "y.parquet"))
    assert pq.read_table(tmp_path / "y.parquet").column_names == [
        *("a", "A_2", "column 3", 'x"; DROP', "=1"),
    ]
    copy_rows(file, shown, Target(tmp_path / "y.csv"))
    assert (tmp_path / "y.csv").read_text().splitlines()[0].endswith(",'=1")
    file.close()


def test_what_is_open_is_never_replaced(file: ParquetFile, tmp_path: Path) -> None:
    before = file.path.read_bytes()
    (tmp_path / "link").symlink_to(file.path)
    os.link(file.path, tmp_path / "hard")
    other = write(tmp_path / "other.parquet", {"a": [1]})
    for target in (file.path, tmp_path / "link", tmp_path / "hard", other):
        with pytest.raises(ExportFailed, match="is open in the viewer"):
            copy_rows(file, ALL, Target(target, in_use=[other]))
    assert file.path.read_bytes() == before


def test_a_list_that_was_imported_is_never_replaced(file: ParquetFile, tmp_path: Path) -> None:
    imported = write(tmp_path / "list.parquet", {"vin": ["1XPWD40X1ED215307"]})
    before = imported.read_bytes()
    gone = tmp_path / "gone.csv"
    os.link(imported, tmp_path / "hard")

    def lists() -> Collection[Path]:
        return [gone, imported]

    for target in (imported, tmp_path / "hard"):
        with pytest.raises(ExportFailed, match="is the list that was imported"):
            copy_rows(file, ALL, Target(target), lists)
    assert imported.read_bytes() == before
    assert copy_rows(file, ALL, Target(gone), lists).rows == 4


def test_what_cannot_be_written_is_told(file: ParquetFile, tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(ExportFailed, match="leads back to itself"):
        copy_rows(file, ALL, Target(loop))
    with pytest.raises(ExportFailed, match="is a folder"):
        copy_rows(file, ALL, Target(tmp_path))
    with pytest.raises(ExportFailed, match="does not exist"):
        copy_rows(file, ALL, Target(tmp_path / "none" / "y.parquet"))


@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "no room left"), (errno.EACCES, "cannot be written")]
)
def test_nothing_is_left_behind(
    file: ParquetFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    target = write(tmp_path / "y.parquet", {"old": [1]})

    def refuse(*_arguments: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(ExportFailed, match=words):
        copy_rows(file, ALL, Target(target))
    assert pq.read_table(target).column_names == ["old"]
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {
        *("x.parquet", "y.parquet"),
    }


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_full_disk_is_told_and_nothing_is_left(
    limits: EngineLimits, tmp_path: Path, ending: str
) -> None:
    chance = random.Random(5)
    table = {"text": [chance.randbytes(200).hex() for _ in range(20_000)]}
    file = ParquetFile.open(write(tmp_path / "x.parquet", table), limits)
    with files_up_to(1_000_000), pytest.raises(ExportFailed, match="no room left"):
        copy_rows(file, Shown((0,), EVERY_ROW, ()), Target(tmp_path / f"y.{ending}"))
    file.close()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.parquet"]


def test_a_damaged_file_is_told_as_such(file: ParquetFile, tmp_path: Path) -> None:
    content, times = bytearray(file.path.read_bytes()), file.path.stat()
    content[4:100] = b"\xff" * 96
    file.path.write_bytes(content)
    os.utime(file.path, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(FileUnreadable, match="damaged"):
        copy_rows(file, ALL, Target(tmp_path / "y.parquet"))


def test_a_cancelled_or_broken_export_leaves_nothing(file: ParquetFile, tmp_path: Path) -> None:
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        copy_rows(file, ALL, Target(tmp_path / "y.parquet"), monitor=monitor)
    file.path.write_bytes(b"something else")
    with pytest.raises(FileChanged):
        copy_rows(file, ALL, Target(tmp_path / "y.parquet"))
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.parquet"]
