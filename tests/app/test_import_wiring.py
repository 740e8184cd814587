"""Imports whose file is read long after it was looked at: after others, or another day."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from tests.store.stoppable import Stoppable
from tests.ui.importing.samples import GOOD, OTHER, TYPO
from vindesk.app.import_wiring import opening_with, reopening_with, unless_changed
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import FileChanged, FileUnreadable
from vindesk.domain.import_job import Columns, ImportPlan, ImportRecord, ImportState
from vindesk.domain.monitor import Cancelled, Unwatched
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import Vin
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, open_services
from vindesk.services.inputs import stamp_of
from vindesk.services.repaired import AS_WRITTEN, AS_WRITTEN_NAME
from vindesk.store.engine import EngineLimits
from vindesk.ui.jobs_panel.jobs_controller import JobsController
from vindesk.ui.jobs_panel.jobs_panel import JobsPanel

ROWS = f"Unit;VIN\nU-1;{TYPO}\nU-2;{OTHER}\n"
TURNED = f"VIN;Unit\n{TYPO};U-1\n{OTHER};U-2\nnone;U-3\n"


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(Settings(), Paths.under(tmp_path / "home"))
    yield opened
    opened.close()


@pytest.fixture
def limits(tmp_path: Path) -> EngineLimits:
    return EngineLimits(memory_mb=256, threads=2, temporary=tmp_path / "temporary")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "fleet.csv"
    path.write_text(ROWS, "utf-8")
    return path


@pytest.fixture
def begun(services: Services, file: Path) -> ImportRecord:
    """An import with a repair; the program was ended before its file was read."""
    plan = ImportPlan(
        "fleet",
        Columns(1, own=(0, AS_WRITTEN), own_names=("Unit", AS_WRITTEN_NAME)),
        SourceChoice.EMBEDDED,
        path=str(file),
        stamp=stamp_of(file),
        has_header=True,
        repairs={TYPO: GOOD},
    )
    return services.importer.begin(plan)


@pytest.fixture
def jobs(
    services: Services, limits: EngineLimits, threaded_runner: JobRunner, qtbot: QtBot
) -> JobsController:
    panel = JobsPanel()
    qtbot.addWidget(panel)
    made = JobsController(panel, lambda: services, threaded_runner, reopening_with(lambda: limits))
    with qtbot.waitSignal(made.offered):
        made.load()
    return made


def test_what_is_read_after_a_new_start_has_its_repairs(
    begun: ImportRecord, jobs: JobsController, services: Services, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(jobs.turn_ended):
        jobs.go_on()
    assert services.importer.imports.report(begun.id).rejected == 0
    assert {vin for vin in (GOOD, OTHER) if services.vehicles.get(Vin(vin))} == {GOOD, OTHER}
    with services.database.cursor() as cursor:
        own = cursor.execute("SELECT own FROM import_item ORDER BY item").fetchall()
    assert own == [(["U-1", TYPO],), (["U-2", None],)]


def test_a_file_that_was_written_anew_is_not_read_by_the_columns_of_the_old_one(
    begun: ImportRecord, jobs: JobsController, services: Services, file: Path, qtbot: QtBot
) -> None:
    file.write_text(TURNED, "utf-8")
    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.go_on()
    assert failed.args is not None
    assert isinstance(failed.args[0], FileChanged)
    record = services.importer.imports.get(begun.id)
    assert (record.state, record.items) == (ImportState.READING, 0)


def test_columns_of_a_sheet_that_is_not_known_are_read_of_none(
    begun: ImportRecord, limits: EngineLimits, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, cells in (("Trucks", [GOOD, "U-1"]), ("Cars", ["U-2", OTHER])):
            book.add_worksheet(name).write_row(0, 0, cells)
    reopen = reopening_with(lambda: limits)
    plan = replace(begun.plan, path=str(path), stamp=stamp_of(path), has_header=False)
    with pytest.raises(FileUnreadable, match="does not know which sheet"):
        list(reopen(plan).batches([1], Unwatched()))
    (batch,) = reopen(replace(plan, sheet="Cars")).batches([1], Unwatched())
    assert batch.column(1).to_pylist() == [OTHER]


def test_a_workbook_that_is_not_wanted_any_more_is_not_opened(
    begun: ImportRecord, limits: EngineLimits, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Trucks", "Cars"):
            book.add_worksheet(name)
    monitor = Stoppable()
    monitor.cancel()
    table = reopening_with(lambda: limits)(replace(begun.plan, path=str(path), stamp=""))
    with pytest.raises(Cancelled):  # which sheet it was is asked as soon as it is open
        list(table.batches([1], monitor))


def test_the_only_sheet_of_a_workbook_needs_no_name(
    begun: ImportRecord, limits: EngineLimits, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cars").write_row(0, 0, ["U-1", GOOD])
    plan = replace(begun.plan, path=str(path), stamp=stamp_of(path), has_header=False)
    (batch,) = reopening_with(lambda: limits)(plan).batches([1], Unwatched())
    assert batch.column(1).to_pylist() == [GOOD]


def test_what_waits_for_its_turn_is_the_file_that_was_looked_at(
    begun: ImportRecord, limits: EngineLimits, file: Path
) -> None:
    stamps: dict[str, str] = {}
    looked_at = opening_with(lambda: limits, stamps).file(file, Unwatched())
    plan = replace(begun.plan, stamp=stamps[str(file)])
    opener = unless_changed(lambda _plan: looked_at.table(None, None, Unwatched()))
    assert opener(plan)
    file.write_text(TURNED, "utf-8")
    with pytest.raises(FileChanged, match="changed"):
        opener(plan)
    looked_at.close()
