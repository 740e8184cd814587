"""An import as a file: in its order, with names and cells of any kind."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.store.samples import Clock, vehicle, vin
from tests.store.stoppable import CancelledInside, Stoppable
from vindesk.domain.errors import ExportFailed
from vindesk.domain.import_job import Columns, ImportPlan
from vindesk.domain.monitor import Cancelled
from vindesk.domain.vehicle import SourceChoice
from vindesk.store.database import Database
from vindesk.store.export_place import Target
from vindesk.store.export_query import EXPORTED
from vindesk.store.import_export import ImportFiles, Part, form_of
from vindesk.store.imports import Imports
from vindesk.store.vehicles import Vehicles

NASTY = ['a"b', "c,d\ne", "=x", "Make", "make", "row", "", "  ", "x'); DROP TABLE vehicle; --"]
Row = tuple[str, str | None, str | None]
"""As written, its VIN, its problem."""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder / "list.parquet"


@pytest.fixture
def files(database: Database) -> ImportFiles:
    return ImportFiles(database, {"vindesk.version": "0.1"})


Begin = Callable[..., int]


@pytest.fixture
def begin(database: Database, clock: Clock) -> Begin:
    """An import with these rows, put in backwards."""

    def begin(
        rows: Sequence[Row], names: Sequence[str] = (), own: Sequence[str | None] = ()
    ) -> int:
        plan = ImportPlan("list", Columns(0, own_names=tuple(names)), SourceChoice.AUTO)
        job = Imports(database, clock).add(plan).id
        with database.transaction() as cursor:
            for item, (written, known, problem) in reversed(list(enumerate(rows, start=1))):
                cursor.execute(
                    "INSERT INTO import_item VALUES (?, ?, ?, ?, ?, NULL, ?, ?)",
                    [job, item, item + 1, written, known, problem, list(own) or None],
                )
        return job

    return begin


THREE: Sequence[Row] = (
    (f" {vin(2)} ", vin(2).text, None),
    ("nonsense", None, "A VIN has 17 characters."),
    (vin(1).text, vin(1).text, None),
)


def lines(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_the_format_is_that_of_the_name() -> None:
    names = {
        "a.csv": "csv",
        "a.CSV": "csv",
        "a.parquet": "parquet",
        "a": "parquet",
        "a.xlsx": "xlsx",
    }
    assert {name: form_of(Path(name)).value for name in names} == names


def test_a_name_that_says_another_format_is_refused(
    begin: Begin, files: ImportFiles, target: Path
) -> None:
    with pytest.raises(
        ExportFailed, match=r"list\.ods would be neither Parquet nor CSV nor a workbook"
    ) as caught:
        files.copy(begin(THREE), Part.ANSWERS, Target(target.with_suffix(".ods")))
    assert "ends with .parquet, .csv or .xlsx" in caught.value.sentence
    assert list(target.parent.iterdir()) == []


def test_the_whole_input_comes_in_its_order_with_the_answers_beside_it(
    begin: Begin, vehicles: Vehicles, files: ImportFiles, target: Path
) -> None:
    vehicles.save([vehicle(2, make="HONDA", model_year=2003)])
    done = files.copy(begin(THREE, ["Unit"], ["U-7"]), Part.ANSWERS, Target(target))
    assert (done.path, done.rows, done.bytes) == (target, 3, target.stat().st_size)
    names = pq.read_schema(target).names
    assert names[:8] == [
        "row",
        "written",
        "Unit",
        "vin",
        "make",
        "model",
        "model_year",
        "body_class",
    ]
    assert names[3:] == [*(column.name for column in EXPORTED), "problem"]
    rows = pq.read_table(target).to_pylist()
    assert [(row["row"], row["vin"], row["make"], row["problem"]) for row in rows] == [
        (2, vin(2).text, "HONDA", None),
        (3, None, None, "A VIN has 17 characters."),
        (4, vin(1).text, None, None),
    ]
    assert rows[0]["written"] == f" {vin(2)} "
    assert {row["Unit"] for row in rows} == {"U-7"}
    assert pq.read_metadata(target).metadata[b"vindesk.version"] == b"0.1"


def test_why_a_vin_got_no_answer_stands_beside_it(
    begin: Begin, database: Database, files: ImportFiles, target: Path
) -> None:
    job = begin(THREE)
    with database.transaction() as cursor:
        cursor.execute("INSERT INTO import_failure VALUES (?, ?, 'Away.')", [job, vin(1).text])
        cursor.execute("INSERT INTO import_failure VALUES (?, ?, 'Other')", [job + 1, vin(2).text])
    files.copy(job, Part.ANSWERS, Target(target))
    assert pq.read_table(target)["problem"].to_pylist() == [None, THREE[1][2], "Away."]


def test_rejects_come_with_their_rows_and_reasons(
    begin: Begin, files: ImportFiles, target: Path
) -> None:
    job = begin(THREE)
    assert files.copy(job, Part.REJECTS, Target(target)).rows == 1
    row = {"row": 3, "written": "nonsense", "problem": "A VIN has 17 characters."}
    assert pq.read_table(target).to_pylist() == [row]
    sheet = target.with_suffix(".csv")
    files.copy(job, Part.REJECTS, Target(sheet))
    assert lines(sheet) == [["row", "written", "problem"], ["3", "nonsense", str(THREE[1][2])]]


def test_rejects_come_with_the_users_own_columns(
    begin: Begin, files: ImportFiles, target: Path
) -> None:
    files.copy(
        begin(THREE, ["Unit", "Make", "row"], ["U0011", "x", None]), Part.REJECTS, Target(target)
    )
    assert pq.read_table(target).to_pylist() == [
        {
            "row": 3,
            "written": "nonsense",
            "Unit": "U0011",
            "Make": "x",
            "row_2": None,
            "problem": "A VIN has 17 characters.",
        }
    ]


def test_names_of_any_kind_are_names_and_differ(
    begin: Begin, files: ImportFiles, target: Path
) -> None:
    job = begin(THREE, NASTY, [str(place) for place in range(len(NASTY))])
    told_apart = [
        *('a"b', "c,d\ne", "=x", "Make_2", "make_3", "row_2", "column 7", "column 8"),
        NASTY[-1],
    ]
    files.copy(job, Part.ANSWERS, Target(target))
    assert pq.read_schema(target).names[2 : 2 + len(NASTY)] == told_apart
    sheet = target.with_suffix(".csv")
    files.copy(job, Part.ANSWERS, Target(sheet))
    told_apart[2] = "'=x"
    head, first, *_ = lines(sheet)
    assert head[2 : 2 + len(NASTY)] == told_apart
    assert first[2 : 2 + len(NASTY)] == [str(place) for place in range(len(NASTY))]


def test_a_zero_character_does_not_end_a_name(
    begin: Begin, files: ImportFiles, target: Path
) -> None:
    files.copy(begin(THREE, ["a\0b", "\0"]), Part.ANSWERS, Target(target))
    assert pq.read_schema(target).names[2:4] == ["a b", "column 2"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),  # noqa: RUF001 - a spreadsheet takes it for the other
        ("-12.5", "-12.5"),
        ("+1e9", "+1e9"),
        ("-1,234.50", "-1,234.50"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("a=b", "a=b"),
        ('say "x"', 'say "x"'),
        (None, ""),
    ],
)
def test_a_spreadsheet_calculates_nothing(
    begin: Begin, files: ImportFiles, target: Path, written: str | None, kept: str
) -> None:
    sheet = target.with_suffix(".csv")
    job = begin([("nonsense", None, "why")], ["own", "full"], [written, "x"])
    files.copy(job, Part.ANSWERS, Target(sheet))
    assert lines(sheet)[1][2:4] == [kept, "x"]
    files.copy(job, Part.ANSWERS, Target(target))
    assert pq.read_table(target)["own"].to_pylist() == [written]


def test_what_vpic_says_is_made_harmless_too_and_numbers_stay_numbers(
    begin: Begin, vehicles: Vehicles, files: ImportFiles, target: Path
) -> None:
    vehicles.save([vehicle(2, make="=HONDA", displacement_l=-1.5)])
    sheet = target.with_suffix(".csv")
    files.copy(begin(THREE), Part.ANSWERS, Target(sheet))
    head, first, *_ = lines(sheet)
    found = dict(zip(head, first, strict=True))
    assert (found["make"], found["displacement_l"]) == ("'=HONDA", "-1.5")
    assert found["fetched_at"] == "2026-11-12 08:00:00+00"


def test_a_list_without_rows_is_a_file_without_rows(
    begin: Begin, files: ImportFiles, target: Path
) -> None:
    assert files.copy(begin([]), Part.ANSWERS, Target(target)).rows == 0
    assert files.copy(begin([]), Part.REJECTS, Target(target.with_suffix(".csv"))).rows == 0
    assert lines(target.with_suffix(".csv")) == [["row", "written", "problem"]]


def test_who_cancels_gets_nothing(begin: Begin, files: ImportFiles, target: Path) -> None:
    target.write_text("old")
    job = begin(THREE)
    monitor = Stoppable()
    monitor.cancel()
    for each in (monitor, CancelledInside()):
        with pytest.raises(Cancelled):
            files.copy(job, Part.ANSWERS, Target(target), each)
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


def test_the_list_that_was_imported_is_never_replaced(
    begin: Begin, database: Database, clock: Clock, files: ImportFiles, target: Path
) -> None:
    source, link = target.with_suffix(".csv"), target.with_name("link.csv")
    source.write_text("VIN\n")
    link.symlink_to(source)
    plan = ImportPlan("list", Columns(0), SourceChoice.AUTO, path=str(source))
    job = Imports(database, clock).add(plan).id
    for place in (source, link):
        for part in Part:
            with pytest.raises(ExportFailed, match="the list that was imported"):
                files.copy(job, part, Target(place))
    assert source.read_text() == "VIN\n"
    with pytest.raises(ExportFailed, match="the list that was imported"):
        files.copy(begin(THREE), Part.REJECTS, Target(source))
    source.unlink()
    assert files.copy(job, Part.REJECTS, Target(source)).rows == 0


def test_a_place_that_cannot_be_is_named(begin: Begin, files: ImportFiles, target: Path) -> None:
    with pytest.raises(ExportFailed, match="is a folder"):
        files.copy(begin(THREE), Part.REJECTS, Target(target.parent))
