"""Copying rows of any size: of those that are large from the start few are read."""

from collections.abc import Sequence

import pytest
from PySide6.QtGui import QGuiApplication

from tests.ui.parquet.conftest import Open
from vindesk.domain.monitor import Monitor
from vindesk.ui.parquet.parquet_snapshot import ParquetSnapshot
from vindesk.ui.parquet.row_copying import RowCopying

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LARGE = "x" * 1_000_000


class Reading:
    """In place of what reads whole rows; it remembers how many were read each time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, large: range) -> None:
        self.sizes: list[int] = []

        def read(
            _snapshot: ParquetSnapshot,
            start: int,
            size: int,
            _columns: Sequence[int],
            _monitor: Monitor,
        ) -> Sequence[Sequence[str]]:
            self.sizes.append(size)
            return [[LARGE if row in large else "x"] for row in range(start, start + size)]

        monkeypatch.setattr(ParquetSnapshot, "whole_rows", read)


def test_of_large_rows_few_are_read_before_the_copy_is_refused(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table({"n": list(range(10_000))})
    reading = Reading(monkeypatch, range(10_000))
    QGuiApplication.clipboard().setText("as it was")
    reader.trigger("select_all_rows")
    reader.trigger("copy_rows")
    assert "10,000 rows are too much to copy" in reader.message
    assert QGuiApplication.clipboard().text() == "as it was"
    assert sum(reading.sizes) < 300


def test_small_rows_are_read_many_at_a_time_and_large_ones_few_again(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table({"n": list(range(70_000))})
    reading = Reading(monkeypatch, range(45_000, 45_020))
    reader.trigger("select_all_rows")
    reader.trigger("copy_rows")
    assert reader.message == "Copied 70,000 rows."
    text = QGuiApplication.clipboard().text()
    assert text.count("\n") == 69_999
    assert text.count(LARGE) == 20
    *begun, large, after = reading.sizes[: reading.sizes.index(2_500) + 1]
    assert begun == [32, 128, 512, 2_048, 8_192, 10_000, 10_000, 10_000]
    assert (large, after) == (10_000, 2_500)


def test_rows_alone_say_little_of_those_that_follow(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table({"n": list(range(1_000))})
    reading = Reading(monkeypatch, range(0))
    alone = [range(row, row + 1) for row in range(0, 20, 2)]
    reader.view.select_ranges([*alone, range(500, 1_000)], None)
    reader.trigger("copy_rows")
    first = RowCopying.pieces.first
    assert reading.sizes[:12] == [1] * 10 + [first, first * 4]
    assert sum(reading.sizes) == 510


def test_one_row_that_is_too_much_is_spoken_of_as_one(
    open_table: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = open_table({"n": [1]})
    Reading(monkeypatch, range(1))
    monkeypatch.setattr(reader.window.copying, "_most_bytes", 1_000)
    reader.trigger("select_all_rows")
    reader.trigger("copy_rows")
    assert reader.message.startswith("1 row is too much to copy: ")
    assert reader.message.endswith("copy its cells one by one, or export it.")
