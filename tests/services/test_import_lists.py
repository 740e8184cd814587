"""Lists of imports as workbooks; what Parquet and CSV hold is told in tests of the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import python_calamine
from typing_extensions import override

from tests.store.samples import Clock, vehicle, vin
from tests.store.stoppable import Stoppable
from vindesk.domain.errors import ExportFailed
from vindesk.domain.import_job import NO_VIN, Columns, ImportPlan
from vindesk.domain.monitor import Cancelled, Progress, Unwatched
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.words import say
from vindesk.services.import_lists import ImportLists
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.export_place import Target
from vindesk.store.import_export import Part
from vindesk.store.imports import Imports
from vindesk.store.vehicles import Vehicles


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path, clock: Clock) -> Iterator[Database]:
    limits = EngineLimits(memory_mb=256, threads=2, temporary=tmp_path / "temporary")
    opened = Database.open(tmp_path / "c.duckdb", limits, backups=tmp_path / "b", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder / "fleet.xlsx"


@pytest.fixture
def lists(database: Database) -> ImportLists:
    return ImportLists(database)


@pytest.fixture
def job(database: Database, clock: Clock) -> int:
    """Four rows: two vehicles, of which one is known, a text that is no VIN, and none at all."""
    plan = ImportPlan("fleet", Columns(0, own_names=("Unit", "=Cost")), SourceChoice.AUTO)
    number = Imports(database, clock).add(plan).id
    Vehicles(database, clock).save([vehicle(1, make="=HONDA", model_year=2003)])
    with database.transaction() as cursor:
        for item, (written, known, problem, own) in enumerate(
            (
                (f" {vin(1)}", vin(1).text, None, ["0007", "=1+1"]),
                ("nonsense", None, "A VIN has 17 characters.", ["U-8", None]),
                (vin(2).text, vin(2).text, None, None),
                ("", None, say(NO_VIN), ["U-9", ""]),
            ),
            start=1,
        ):
            cursor.execute(
                "INSERT INTO import_item VALUES (?, ?, ?, ?, ?, NULL, ?, ?)",
                [number, item, item + 1, written, known, problem, own],
            )
    return number


def sheet(path: Path) -> tuple[list[str], list[list[object]]]:
    """The names of the sheets, and the cells of the first."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return book.sheet_names, [list(row) for row in book.get_sheet_by_index(0).to_python()]


def test_rejects_go_back_to_the_spreadsheet_that_they_came_from(
    lists: ImportLists, job: int, target: Path
) -> None:
    done = lists.write(job, Part.REJECTS, Target(target), Unwatched())
    assert (done.path, done.rows, done.bytes) == (target, 2, target.stat().st_size)
    assert (done.sheets, done.cut) == (1, 0)
    names, cells = sheet(target)
    assert names == ["Rejects"]
    assert cells == [
        ["row", "written", "Unit", "=Cost", "problem"],
        [3.0, "nonsense", "U-8", "", "A VIN has 17 characters."],
        [5.0, "", "U-9", "", say(NO_VIN)],
    ]
    assert list(target.parent.iterdir()) == [target]


def test_the_whole_list_has_its_answers_beside_it_and_texts_stay_texts(
    lists: ImportLists, job: int, target: Path
) -> None:
    assert lists.write(job, Part.ANSWERS, Target(target), Unwatched()).rows == 4
    names, (head, *rows) = sheet(target)
    assert names == ["Answers"]
    places = [head.index(name) for name in ("written", "Unit", "=Cost", "make", "model_year")]
    assert [[row[place] for place in places] for row in rows] == [
        [f" {vin(1)}", "0007", "=1+1", "=HONDA", 2003.0],
        ["nonsense", "U-8", "", "", ""],
        [vin(2).text, "", "", "", ""],
        ["", "U-9", "", "", ""],
    ]


def test_a_text_that_is_too_long_for_a_cell_is_told(
    lists: ImportLists, job: int, database: Database, target: Path
) -> None:
    with database.transaction() as cursor:
        cursor.execute("UPDATE import_item SET own = [?] WHERE item = 2", ["x" * 40_000])
    assert lists.write(job, Part.REJECTS, Target(target), Unwatched()).cut == 1


def test_who_cancels_gets_nothing_and_loses_nothing(
    lists: ImportLists, job: int, target: Path
) -> None:
    target.write_text("old")
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        lists.write(job, Part.REJECTS, Target(target), monitor)
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


def test_the_list_that_was_imported_is_never_replaced(
    lists: ImportLists, job: int, database: Database, clock: Clock, target: Path
) -> None:
    target.write_text("all that there is")
    plan = ImportPlan("fleet", Columns(0), SourceChoice.AUTO, path=str(target))
    Imports(database, clock).add(plan)
    with pytest.raises(ExportFailed, match="the list that was imported"):
        lists.write(job, Part.REJECTS, Target(target), Unwatched())
    assert target.read_text() == "all that there is"


def test_what_is_open_in_the_viewer_stays(lists: ImportLists, job: int, target: Path) -> None:
    target.write_text("old")
    guarded = Target(target, in_use=[target])
    with pytest.raises(ExportFailed, match="is open in the viewer"):
        lists.write(job, Part.REJECTS, guarded, Unwatched())
    assert target.read_text() == "old"


@pytest.mark.parametrize("name", ["x.xlsx", "x.csv"])
def test_a_list_that_was_forgotten_meanwhile_is_said(
    lists: ImportLists, target: Path, name: str
) -> None:
    with pytest.raises(ExportFailed, match="no longer exists"):
        lists.write(99, Part.REJECTS, Target(target.with_name(name)), Unwatched())


def test_how_far_it_is_is_told(lists: ImportLists, job: int, target: Path) -> None:
    class Ear(Unwatched):
        def __init__(self) -> None:
            self.heard: list[Progress] = []

        @override
        def report(self, progress: Progress) -> None:
            self.heard.append(progress)

    ear = Ear()
    lists.write(job, Part.ANSWERS, Target(target), ear)
    assert ear.heard[-1].done == ear.heard[-1].total == 4
