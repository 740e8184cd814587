"""What stands between a table and its import: repairs taken, lines searched."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pytest

from vindesk.domain.monitor import Monitor, Unwatched
from vindesk.domain.vin_text import Reject
from vindesk.services.repaired import AS_WRITTEN, Repaired
from vindesk.services.searched import Searched, rows_of

GOOD = "1XPWD40X1ED215307"
OTHER = "ZA9CA05AXJLA12340"
TYPO = GOOD.replace("0", "O", 1)


class Rows:
    rejects: Sequence[Reject] = ()

    def __init__(self, *rows: Sequence[str | None]) -> None:
        self.rows = rows

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        for number, cells in enumerate(self.rows, 1):
            arrays = [pa.array([number], pa.int64())]
            arrays += [pa.array([cells[column]], pa.string()) for column in columns]
            yield pa.record_batch(arrays, names=["row", *(f"c{n}" for n in range(len(columns)))])


def read(table: Any, *columns: int) -> list[list[Any]]:
    batches = table.batches(list(columns), Unwatched())
    return [list(row.values()) for batch in batches for row in batch.to_pylist()]


def test_a_repair_takes_the_place_of_what_was_written_which_is_kept() -> None:
    table = Repaired(Rows((TYPO, "7"), (OTHER, "8"), (None, "9")), {TYPO: GOOD})
    assert read(table, 0, 1, AS_WRITTEN) == [
        [1, GOOD, "7", TYPO],
        [2, OTHER, "8", None],
        [3, None, "9", None],
    ]


def test_a_repaired_table_can_be_read_without_what_was_written() -> None:
    assert read(Repaired(Rows((TYPO, "7")), {TYPO: GOOD}), 0) == [[1, GOOD]]
    assert read(Repaired(Rows((TYPO, "7")), {}), 0, AS_WRITTEN, 1) == [[1, TYPO, None, "7"]]


def test_a_line_gives_a_row_for_each_vin_in_it() -> None:
    lines = Rows((f"sold {GOOD}, and {OTHER}",), ("hello",), (None,), (f"VIN: {TYPO}",))
    assert read(Searched(lines), 0) == [[1, GOOD], [1, OTHER], [4, TYPO]]


@pytest.mark.parametrize("is_text", [True, False])
def test_only_running_text_is_searched(is_text: bool) -> None:
    table = Lines(is_text)
    rows = rows_of(table)
    assert isinstance(rows, Searched) if is_text else rows is table


class Lines:
    rejects: Sequence[Reject] = ()

    def __init__(self, is_text: bool) -> None:
        self.is_text = is_text

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        raise NotImplementedError
