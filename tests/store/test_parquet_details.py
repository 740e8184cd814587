from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from tests.store.parquet_samples import every_type, write
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_details import ColumnStatistics, SchemaNode, footer, measured
from vindesk.store.parquet_pages import ParquetFile


@pytest.fixture
def file(limits: EngineLimits, tmp_path: Path) -> Iterator[ParquetFile]:
    table = {
        "n": [10, None, 9, 100],
        "tree": [{"a": [1, 2]}, None, None, None],
        "text": ["b", "a", None, "c"],
        "price": pa.array([Decimal("1.50"), None, None, None], pa.decimal128(5, 2)),
        "bytes": [b"\xff", b"\x00", b"\xff", None],
    }
    opened = ParquetFile.open(
        write(tmp_path / "x.parquet", table, row_group_size=3, compression="zstd"), limits
    )
    yield opened
    opened.close()


def test_statistics_come_from_the_footer(file: ParquetFile) -> None:
    assert footer(file).statistics == {
        0: ColumnStatistics(nulls=1, least="9", greatest="100"),
        2: ColumnStatistics(nulls=1, least="a", greatest="c"),
        3: ColumnStatistics(nulls=3, least="1.50", greatest="1.50"),
        4: ColumnStatistics(nulls=1),
    }


def test_row_groups_and_schema(file: ParquetFile) -> None:
    found = footer(file)
    assert [(group.number, group.rows, group.compression) for group in found.groups] == [
        (0, 3, "ZSTD"),
        (1, 1, "ZSTD"),
    ]
    assert all(group.packed_bytes > 0 for group in found.groups)
    assert [(node.depth, node.name) for node in found.schema] == [
        (0, "n"),
        *((0, "tree"), (1, "a"), (2, "list"), (3, "element")),
        *((0, "text"), (0, "price"), (0, "bytes")),
    ]
    assert found.schema[0] == SchemaNode(0, "n", "BIGINT, optional, INT64")


def test_a_column_is_measured_by_reading_it(file: ParquetFile) -> None:
    assert measured(file, 0) == ColumnStatistics(1, 3, "9", "100")
    assert measured(file, 1) == ColumnStatistics(3, 1, "{'a': [1, 2]}", "{'a': [1, 2]}")
    assert measured(file, 4) == ColumnStatistics(1, 2, "00", "ff")


def test_every_type_is_measured(limits: EngineLimits, tmp_path: Path) -> None:
    file = ParquetFile.open(write(tmp_path / "x.parquet", every_type()), limits)
    for place, column in enumerate(file.columns):
        nulls = measured(file, place).nulls
        assert nulls == (60 if column.name == "nothing" else 20), column
    told = footer(file).statistics
    assert told[1] == ColumnStatistics(nulls=20, least="-128", greatest="127")
    file.close()


def test_files_that_differ_tell_nothing_together(limits: EngineLimits, tmp_path: Path) -> None:
    write(tmp_path / "a.parquet", {"n": [1]})
    write(tmp_path / "b.parquet", {"m": [1]})
    file = ParquetFile.open(tmp_path, limits)
    assert not footer(file).statistics
    assert [group.file for group in footer(file).groups] == [0, 1]
    file.close()


def test_a_file_without_statistics(limits: EngineLimits, tmp_path: Path) -> None:
    path = write(tmp_path / "x.parquet", {"n": [1]}, write_statistics=False)
    file = ParquetFile.open(path, limits)
    assert footer(file).statistics == {0: ColumnStatistics()}
    file.close()
