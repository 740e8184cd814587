"""Decimals of more digits than DuckDB has are never shown as if they were exact."""

from collections.abc import Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from tests.store.parquet_samples import write
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.parquet.parquet_snapshot import columns_of

ONE = Decimal(1)
TABLE = {
    "exact": pa.array([ONE], pa.decimal128(38, 2)),
    "long": pa.array([ONE], pa.decimal256(39, 0)),
    "tree": pa.array([{"a": [ONE]}], pa.struct([("a", pa.list_(pa.decimal256(60, 3)))])),
    "number": pa.array([1.5]),
}


def approximate(path: Path, limits: EngineLimits) -> Sequence[str]:
    with closing(ParquetFile.open(path, limits)) as file:
        return [column.name for column in file.columns if column.approximate]


def test_columns_of_long_decimals_are_approximate(limits: EngineLimits, tmp_path: Path) -> None:
    path = write(tmp_path / "x.parquet", TABLE)
    assert approximate(path, limits) == ["long", "tree"]
    with closing(ParquetFile.open(path, limits)) as file:
        titles = [column.title for column in columns_of(file)]
        assert titles == ["exact", "long (approximate)", "tree (approximate)", "number"]
        assert file.columns[1].told_type == "DOUBLE, approximate"


@pytest.mark.parametrize("others", [{}, {"other": [1]}])
def test_one_file_of_many_makes_its_column_approximate(
    limits: EngineLimits, tmp_path: Path, others: dict[str, list[int]]
) -> None:
    write(tmp_path / "a.parquet", {"n": [1.5]})
    write(tmp_path / "b [x].parquet", {"n": TABLE["long"], **others})
    assert approximate(tmp_path, limits) == ["n"]
