from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.store.stoppable import CancelledInside, Stoppable
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import Cancelled
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_input import ParquetInput

VIN = "1HGCM82633A004352"
Opener = Callable[[dict[str, Any]], ParquetInput]


@pytest.fixture
def opened(tmp_path: Path, limits: EngineLimits) -> Iterator[Opener]:
    with ExitStack() as stack:

        def write(columns: dict[str, Any]) -> ParquetInput:
            pq.write_table(pa.table(columns), tmp_path / "in.parquet", row_group_size=50_000)
            file = ParquetInput.open(tmp_path / "in.parquet", limits)
            stack.callback(file.close)
            return file

        yield write


def test_vins_may_be_of_any_type_of_text(opened: Opener) -> None:
    texts = pa.array([VIN, None, ""])
    file = opened(
        {
            "text": texts,
            "large": texts.cast(pa.large_string()),
            "bytes": texts.cast(pa.binary()),
            "words": texts.dictionary_encode(),
            "view": texts.cast(pa.string_view()),
        }
    )
    assert (file.width, file.row_count, file.rejects) == (5, 3, ())
    assert file.head(2) == [(1, [VIN] * 5), (2, [None] * 5)]
    assert file.head(9)[2] == (3, [None] * 5)


def test_any_number_of_columns_is_shown_and_can_be_given_up(opened: Opener) -> None:
    file = opened({f"c{place}": [place, None] for place in range(900)})
    numbers = [str(place) for place in range(900)]
    assert file.head(5) == [(1, numbers), (2, [None] * 900)]
    monitor = CancelledInside()
    with pytest.raises(Cancelled):
        file.head(5, monitor)


def test_numbers_and_moments_are_texts(opened: Opener) -> None:
    file = opened({"y": [2003.0, 1.5, None], "n": [1, 2, 3], "list": [["a"], None, []]})
    assert [cells for _, cells in file.head(3)] == [
        ["2003", "1", "[a]"],
        ["1.5", "2", None],
        [None, "3", "[]"],
    ]


def test_rows_come_in_the_order_of_the_file(opened: Opener) -> None:
    file = opened({"n": list(range(200_000)), "x": ["x"] * 200_000})
    monitor = Stoppable()
    found = pa.Table.from_batches(list(file.batches([1, 0], 0, monitor)))
    assert found.column_names == ["row", "c0", "c1"]
    assert found.column("row").to_pylist() == list(range(1, 200_001))
    assert found.column("c1").to_pylist() == [str(n) for n in range(200_000)]
    assert monitor.reports[-1].done == 200_000
    assert sum(batch.num_rows for batch in file.batches([0], 199_990)) == 10


def test_a_file_without_rows(opened: Opener) -> None:
    file = opened({"vin": pa.array([], pa.string())})
    assert (file.head(5), list(file.batches([0], 0))) == ([], [])


def test_reading_can_be_cancelled(opened: Opener) -> None:
    with pytest.raises(Cancelled):
        next(opened({"n": [1]}).batches([0], 0, CancelledInside()))


def test_damage_is_told(opened: Opener, tmp_path: Path) -> None:
    file = opened({"n": list(range(10_000))})
    whole = bytearray((tmp_path / "in.parquet").read_bytes())
    whole[4:200] = b"\xff" * 196
    (tmp_path / "in.parquet").write_bytes(whole)
    with pytest.raises(FileUnreadable, match="replaced or deleted"):
        file.head(1)
    damaged = ParquetInput.open(tmp_path / "in.parquet", file_limits(tmp_path))
    with pytest.raises(FileUnreadable, match="damaged"):
        damaged.head(1)
    damaged.close()


def file_limits(folder: Path) -> EngineLimits:
    return EngineLimits(memory_mb=256, threads=2, temporary=folder / "other")
