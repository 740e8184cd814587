"""How far counting is, and how often it reads."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pytest

from vindesk.domain.input_counts import Findings
from vindesk.domain.monitor import Monitor, Progress
from vindesk.domain.vin_text import Reject
from vindesk.jobs.runner import JobRunner
from vindesk.ui.importing.counting import Counting

VINS = ["1XPWD40X1ED215307", None]


class Rows:
    """Two rows, one of them without a VIN."""

    rejects: Sequence[Reject] = ()

    def __init__(self) -> None:
        self.read: list[list[int]] = []

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        self.read.append(columns)
        cells = [pa.array(VINS, pa.string()), pa.array(["T1", "T2"])]
        yield pa.record_batch(
            [pa.array([1, 2], pa.int64()), *(cells[place] for place in columns)],
            ["row", *(f"c{place}" for place in columns)],
        )
        monitor.report(Progress(2, 2))


@pytest.mark.parametrize(
    ("others", "read", "told", "no_vins"),
    [((), [[0]], [(2, 2)], 0), ((1,), [[0], [0, 1]], [(2, 2), (2, 0)], 1)],
    ids=["alone", "with others"],
)
def test_rows_are_read_again_only_for_other_cells_and_nothing_begins_anew(
    inline_runner: JobRunner,
    others: Sequence[int],
    read: list[list[int]],
    told: list[tuple[int, int]],
    no_vins: int,
) -> None:
    rows, heard, counted = Rows(), list[Progress](), list[Findings]()
    counting = Counting(lambda vins, monitor: 0, inline_runner)
    counting.progressed.connect(heard.append)
    counting.counted.connect(counted.append)
    counting.start(lambda monitor: rows, (0, others))
    assert rows.read == read
    assert [(progress.done, progress.total) for progress in heard] == told
    assert [findings.counts.no_vins for findings in counted] == [no_vins]
