"""Exports as the window and the command line ask for them."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import python_calamine
from typing_extensions import override

from tests.store.full_disk import files_up_to
from tests.store.samples import MORNING, Clock, vehicle, vin
from tests.store.stoppable import Stoppable
from vindesk.domain.errors import ExportFailed
from vindesk.domain.export_plan import ExportFormat, ExportPlan, Selection
from vindesk.domain.filter import Condition, Filter, Is
from vindesk.domain.monitor import Cancelled, Progress, Unwatched
from vindesk.services.export import Exporter
from vindesk.store.copy_gauge import Gauge
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.export_place import Target
from vindesk.store.vehicles import Vehicles

XLSX = ExportPlan(columns=("doors", "fetched_at"), form=ExportFormat.XLSX)
HONDAS = Filter((Condition("make", (Is("HONDA"),)),))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder / "out"


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    limits = EngineLimits(memory_mb=256, threads=2, temporary=tmp_path / "temporary")
    opened = Database.open(tmp_path / "c.duckdb", limits, backups=tmp_path / "b", clock=clock)
    made = [vehicle(n, make="=HONDA" if n % 2 else "HONDA", doors=n) for n in range(25)]
    Vehicles(opened, clock).save(made)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def sheets(path: Path) -> dict[str, list[list[object]]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def test_a_workbook_has_the_vehicles_and_says_how_many_sheets(
    database: Database, clock: Clock, target: Path
) -> None:
    exporter = Exporter(database, clock, most_rows_of_a_sheet=11)
    report = exporter.export(XLSX, Target(target), Unwatched())
    assert (report.path, report.rows, report.sheets, report.cut) == (target, 25, 3, 0)
    assert report.bytes == target.stat().st_size
    found = sheets(target)
    assert [len(rows) - 1 for rows in found.values()] == [10, 10, 5]
    moment = MORNING.replace(tzinfo=None)
    assert found["Vehicles"][2] == [vin(1).text, "=HONDA", "", "", "", 1.0, moment]
    assert list(target.parent.iterdir()) == [target]


def test_the_file_says_what_was_asked_for(database: Database, clock: Clock, target: Path) -> None:
    exporter = Exporter(database, clock)
    scopes = {
        ExportPlan(): (b"everything", None),
        ExportPlan(HONDAS): (b"filter", b"make:=HONDA"),
        ExportPlan(HONDAS, said="make:=honda"): (b"filter", b"make:=honda"),
        ExportPlan(Selection((1, 2))): (b"selection", None),
    }
    for plan, (scope, said) in scopes.items():
        assert exporter.export(plan, Target(target), Unwatched()).rows == exporter.count(
            plan, Unwatched()
        )
        metadata = pq.read_metadata(target).metadata
        assert metadata is not None
        assert metadata[b"vindesk.program"] == b"vindesk"
        assert metadata[b"vindesk.exported_at"] == b"2026-11-12T08:00:00+00:00"
        assert metadata[b"vindesk.source_months"] == b"vpic-web 2026-11"
        assert (metadata[b"vindesk.scope"], metadata.get(b"vindesk.filter")) == (scope, said)


def test_a_workbook_on_a_full_disk_leaves_nothing(
    database: Database, clock: Clock, target: Path
) -> None:
    target.write_text("old")
    for room in (0, 3_000):
        with files_up_to(room), pytest.raises(ExportFailed, match="no room"):
            Exporter(database, clock).export(XLSX, Target(target), Unwatched())
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


class CancelledWhile(Stoppable):
    """Cancelled at the report with this note."""

    def __init__(self, note: str) -> None:
        super().__init__()
        self._note = note

    @override
    def report(self, progress: Progress) -> None:
        if progress.note == self._note:
            self.cancel()


@pytest.mark.parametrize("note", ["Writing the file", "Finishing the file"])
def test_who_cancels_a_workbook_gets_nothing(
    database: Database, clock: Clock, target: Path, note: str
) -> None:
    gauge = Gauge()
    with pytest.raises(Cancelled):
        Exporter(database, clock).export(XLSX, Target(target), CancelledWhile(note), gauge)
    assert not list(target.parent.iterdir())
    gauge.follow(Unwatched())


def test_an_export_whose_folder_vanished_is_told(
    database: Database, clock: Clock, target: Path
) -> None:
    for plan in (XLSX, ExportPlan(), ExportPlan(form=ExportFormat.CSV)):
        with pytest.raises(ExportFailed, match="does not exist"):
            Exporter(database, clock).export(plan, Target(target / "gone"), Unwatched())
