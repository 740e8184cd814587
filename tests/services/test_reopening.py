"""A file that is read from its start again: it is open only while it is read."""

from pathlib import Path

import pytest

from tests.store.stoppable import Stoppable
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.import_job import Columns, ImportPlan
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import SourceChoice
from vindesk.services.input import Input
from vindesk.services.input_table import InputTable
from vindesk.services.inputs import open_text
from vindesk.services.reopening import Reopened
from vindesk.store.engine import EngineLimits

VIN = "1XPWD40X1ED215307"
PLAN = ImportPlan("fleet", Columns(0), SourceChoice.EMBEDDED, path="fleet.xlsx")


class Book:
    """A workbook with the same text in each sheet; who opened it and whether it is open."""

    def __init__(self, folder: Path, *sheets: str) -> None:
        self.is_open = False
        self.trouble: Exception | None = None
        self.text = f"VIN\tUnit\n{VIN}\tU-1\n"
        self.monitors: list[Monitor] = []
        self._limits = EngineLimits(memory_mb=256, threads=2, temporary=folder)
        self._sheets = sheets

    def open(self, monitor: Monitor) -> Input:
        self.is_open = True
        self.monitors.append(monitor)
        return Input(Path(PLAN.path), self._sheets, self._table, self._close)

    def _table(self, _sheet: str, header: bool | None, monitor: Monitor) -> InputTable:
        self.monitors.append(monitor)
        if self.trouble is not None:
            raise self.trouble
        return open_text(self.text, self._limits).table(None, header, monitor)

    def _close(self) -> None:
        self.is_open = False


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path, "Cars")


def test_it_is_opened_by_who_reads_it_who_may_cancel(book: Book) -> None:
    monitor = Stoppable()
    table = Reopened(PLAN, book.open)
    assert (list(table.rejects), book.monitors) == ([], [])
    (batch,) = table.batches([0], monitor)
    assert batch.column(1).to_pylist() == [VIN]
    assert book.monitors == [monitor, monitor]


def test_it_is_closed_when_it_has_been_read(book: Book) -> None:
    batches = Reopened(PLAN, book.open).batches([0], Stoppable())
    next(batches)
    assert book.is_open
    assert list(batches) == []
    assert not book.is_open


def test_it_is_closed_when_it_is_read_no_further(book: Book) -> None:
    batches = Reopened(PLAN, book.open).batches([0], Stoppable())
    next(batches)
    del batches
    assert not book.is_open


def test_it_is_closed_when_it_cannot_be_read(book: Book) -> None:
    book.trouble = FileUnreadable("Cars is damaged.")
    with pytest.raises(FileUnreadable, match="damaged"):
        list(Reopened(PLAN, book.open).batches([0], Stoppable()))
    assert len(book.monitors) == 2
    assert not book.is_open


def test_it_is_closed_when_nobody_knows_which_sheet_it_was(tmp_path: Path) -> None:
    book = Book(tmp_path, "Trucks", "Cars")
    with pytest.raises(FileUnreadable, match="does not know which sheet"):
        list(Reopened(PLAN, book.open).batches([0], Stoppable()))
    assert len(book.monitors) == 1
    assert not book.is_open


def test_lines_that_were_left_out_are_known_when_it_is_closed(book: Book) -> None:
    book.text += f"{'z' * (13 << 20)}\n"
    table = Reopened(PLAN, book.open)
    list(table.batches([0], Stoppable()))
    assert [reject.line for reject in table.rejects] == [3]
