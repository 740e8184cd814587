"""A fleet list that was never in a file."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from vindesk.domain.input_columns import Candidate, Suggestion
from vindesk.domain.monitor import Monitor
from vindesk.domain.vin_text import Reject
from vindesk.ui.importing.handed_in import Glance, Input, Opening, Table

GOOD = "1XPWD40X1ED215307"
OTHER = "ZA9CA05AXJLA12340"
WRONG = "1XPWD40X2ED215307"
TYPO = GOOD.replace("0", "O", 1)
COLUMNS = ("Unit", "VIN", "Year", "Note")
ROWS: tuple[tuple[str | None, ...], ...] = (
    ("U-1", GOOD, "2014", "<b>late</b>"),
    ("U-2", OTHER, "1988", None),
    ("U-3", TYPO, None, "gpj\N{RIGHT-TO-LEFT OVERRIDE}"),
    ("U-4", WRONG, "2014", None),
    ("U-5", "spare", None, None),
    ("U-6", GOOD, "2014", None),
)
FOUND = Suggestion(Candidate(1, 1.0, "It is named VIN."), Candidate(2, 1.0, "Years."))
GLANCE = Glance(("Fleet",), None, COLUMNS, True, FOUND, ROWS)


class FakeTable:
    rejects: Sequence[Reject] = ()
    is_text: bool = False

    def __init__(self, rows: Sequence[Sequence[str | None]], header: bool) -> None:
        unnamed = ("Column 1", "Column 2", "Column 3", "Column 4")
        self.columns: tuple[str, ...] = COLUMNS if header else unnamed
        self.has_header: bool = header
        self.suggestion: Suggestion = FOUND
        self._rows = rows
        self.gate: threading.Event | None = None

    def preview(self, rows: int = 50) -> Sequence[Sequence[str | None]]:
        return self._rows[:rows]

    def batches(self, columns: Sequence[int], monitor: Monitor) -> Iterator[Any]:
        for number, cells in enumerate(self._rows, 2):
            arrays = [pa.array([number], pa.int64())]
            arrays += [pa.array([cells[column]], pa.string()) for column in columns]
            yield pa.record_batch(arrays, names=["row", *(f"c{n}" for n in range(len(columns)))])
            if self.gate is not None:
                with monitor.stopping_with(self.gate.set):
                    self.gate.wait()


class FakeInput:
    """A workbook; what is asked of it is remembered."""

    def __init__(self, sheets: Sequence[str] = ("Fleet",)) -> None:
        self.sheets: tuple[str, ...] = tuple(sheets)
        self.asked: list[tuple[str | None, bool | None]] = []
        self.opened = self.closed = 0
        self.trouble: Exception | None = None
        self.gate: threading.Event | None = None
        self.opening_gate: threading.Event | None = None
        """Where there is one, no sheet is opened before it is."""

        self.close: Callable[[], None] = self._close

    def _close(self) -> None:
        self.closed += 1

    def main_sheet(self, monitor: Monitor) -> str:
        return self.sheets[0]

    def table(self, sheet: str | None, header: bool | None, monitor: Monitor) -> Table:
        self.asked.append((sheet, header))
        if self.opening_gate is not None:
            with monitor.stopping_with(self.opening_gate.set):
                self.opening_gate.wait()
        if self.trouble is not None:
            raise self.trouble
        table = FakeTable(ROWS if sheet != "Old" else ROWS[:1], header is not False)
        table.gate = self.gate
        return table

    @property
    def opening(self) -> Opening:
        def file(_path: Path, _monitor: Monitor) -> Input:
            self.opened += 1
            return self

        return Opening(file, lambda _text: self)
