"""``vindesk import``: files of all kinds, stopped and gone on with."""

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import python_calamine
import ultravin
import xlsxwriter

from tests.cli.test_commands import Shell
from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_server import VpicServer
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.import_job import Columns, ImportPlan
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import find_fault
from vindesk.services.assembly import open_services
from vindesk.services.inputs import stamp_of

PETERBILT, KENWORTH, HONDA = "1XPWD40X1ED215307", "1XKWDB0X57J211825", "1HGCM82633A004352"
MANY = [vin for vin in ultravin.generate(140, seed=9) if find_fault(vin) is None]


@pytest.fixture
def shell(tmp_path: Path, vpic_server: VpicServer) -> Shell:
    return Shell(tmp_path / "data", vpic_server.url)


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    file = tmp_path / "fleet.csv"
    file.write_text("".join(f"{vin}\n" for vin in ["VIN", *MANY]))
    return file


def test_the_column_of_vins_is_found(shell: Shell, tmp_path: Path, vpic_server: VpicServer) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text(f"Unit,Chassis no.,MY\nT1,{PETERBILT},2014\nT2,,\nT3,{HONDA},1995\n")
    reject, counts = shell.json("import", str(file), code=1)
    assert (counts["vins"], counts["fetched"], counts["import"]) == (2, 2, "fleet.csv")
    assert (reject["vin"], reject["row"], counts["rejected"]) == ("", 3, 1)
    assert reject["error"] == "There is no VIN."
    assert vpic_server.request_count == 1, "few VINs are for vPIC"
    (found,) = shell.json("lookup", HONDA)
    assert (found["model_year"], found["cached_result"]) == (1995, True), "as its column says"


def test_a_row_without_a_vin_is_told_unless_nothing_of_it_is_kept(
    shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text(f"Unit,VIN\nT1,{PETERBILT}\nT2,\n,\n")
    (said,) = shell.run("import", str(file), "--source", "embedded", code=1)
    assert "1 rejected" in said
    assert "line 3: There is no VIN." in shell.errors
    (said,) = shell.run("import", str(file), "--keep-none", "--name", "bare")
    assert "0 rejected" in said


def test_a_line_that_cannot_be_read_is_a_reject(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text(f"Unit,VIN\nT1,{PETERBILT}\nT2,{'A' * 9_000_000}\nT3,{HONDA}\n")
    (said,) = shell.run("import", str(file), "--source", "embedded", code=1)
    assert said.startswith("2 vins, ")
    assert "1 rejected" in said
    (told,) = shell.errors.strip().splitlines()
    assert told == "line 3: The line is longer than 4 MB and was left out."


def test_of_what_is_no_vin_people_get_the_beginning_and_the_reason(
    shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text(f"Unit,VIN\nT1,{PETERBILT}\nT2,{'A1' * 500_000}\n")
    shell.run("import", str(file), "--source", "embedded", code=1)
    (told,) = shell.errors.strip().splitlines()
    assert told.startswith(f"line 3: {'A1' * 99}A…: That is not a VIN: ")
    assert "17" in told[200:]


@pytest.mark.parametrize(
    ("head", "options", "year"),
    [
        ("Of", ("--year-column", "of"), 1995),
        ("MY", (), 1995),
        ("MY", ("--no-year-column",), 2003),
    ],
)
def test_years_are_taken_from_the_column_that_is_named_or_found(
    shell: Shell, tmp_path: Path, head: str, options: tuple[str, ...], year: int
) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text(f"VIN,{head}\n{HONDA},1995\n")
    shell.run("import", str(file), *options)
    assert ("Model years come from the column MY" in shell.errors) is (not options)
    (found,) = shell.json("lookup", HONDA)
    assert found["model_year"] == year


def test_a_column_of_years_that_is_not_there(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text(f"VIN,MY\n{HONDA},1995\n")
    shell.run("import", str(file), "--year-column", "year", code=3)
    assert "Its columns are: VIN, MY." in shell.errors


OWN = f"Unit,VIN,Driver,MY\nT1,{PETERBILT},Ann,2014\nT2,{HONDA},,2003\n"
UNITS = {"Unit": ["T2", "T1"]}
DRIVERS = {"Driver": [None, "Ann"], "MY": ["2003", "2014"]}


@pytest.mark.parametrize(
    ("options", "own"),
    [
        ((), UNITS | DRIVERS),
        (("--keep", "my", "DRIVER"), DRIVERS),
        (("--keep", "unit", "vin"), UNITS),
        (("--year-column", "MY", "--keep", "MY", "Unit"), UNITS),
        (("--keep-none",), {}),
    ],
)
def test_the_users_own_columns_come_back_in_the_export(
    shell: Shell, tmp_path: Path, options: tuple[str, ...], own: dict[str, list[str | None]]
) -> None:
    file, target = tmp_path / "fleet.csv", tmp_path / "out.parquet"
    file.write_text(OWN)
    shell.run("import", str(file), *options, "--export", str(target))
    table = pq.read_table(target).sort_by("vin").to_pydict()
    assert {name: table[name] for name in table if name in UNITS | DRIVERS} == own
    if own:
        again = tmp_path / "again.parquet"
        shell.run("export", str(again), "--columns", "five", "--import", "fleet.csv")
        found = pq.read_table(again).sort_by("vin").to_pydict()
        assert {name: found[name] for name in own} == own


def test_the_ending_says_what_the_export_of_an_import_is(shell: Shell, tmp_path: Path) -> None:
    file, sheet, text = (tmp_path / name for name in ("fleet.csv", "out.xlsx", "out.csv"))
    file.write_text(OWN)
    shell.run("import", str(file), "--export", str(sheet))
    book = python_calamine.CalamineWorkbook.from_path(str(sheet))
    assert len(book.get_sheet_by_name("Answers").to_python()) == 3
    shell.run("import", str(file), "--export", str(text))
    assert text.read_text().startswith("row,written,Unit,Driver,MY,vin,make,model,model_year,")


def test_an_ending_that_says_no_form_is_refused_before_there_is_any_work(
    shell: Shell, tmp_path: Path, vpic_server: VpicServer
) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text(OWN)
    shell.run("import", str(file), "--export", str(tmp_path / "out.ods"), code=3)
    assert "out.ods would be neither Parquet nor CSV nor a workbook." in shell.errors
    assert vpic_server.request_count == 0
    assert {path.name for path in tmp_path.iterdir()} == {"data", "fleet.csv"}


def test_the_list_is_written_in_its_order_and_nothing_else_of_the_cache(
    shell: Shell, tmp_path: Path
) -> None:
    file, target = tmp_path / "fleet.csv", tmp_path / "out.parquet"
    shell.run("lookup", KENWORTH)
    file.write_text(f"Unit,VIN\nT1,{PETERBILT}\nT2,no VIN at all\nT3,{HONDA}\nT4,{PETERBILT}\n")
    told = shell.run("import", str(file), "--export", str(target), code=1)
    assert f"Exported 4 rows to {target}." in told
    table = pq.read_table(target).to_pydict()
    assert table["Unit"] == ["T1", "T2", "T3", "T4"]
    assert table["vin"] == [PETERBILT, None, HONDA, PETERBILT]
    assert table["make"] == ["PETERBILT", None, "HONDA", "PETERBILT"]
    assert "17" in table["problem"][1]


def test_a_file_is_replaced_only_if_that_is_said(
    shell: Shell, tmp_path: Path, vpic_server: VpicServer
) -> None:
    file, target = tmp_path / "fleet.csv", tmp_path / "out.csv"
    file.write_text(OWN)
    target.write_text("old")
    shell.run("import", str(file), "--export", str(target), code=3)
    assert "already" in shell.errors
    shell.run("import", str(file), "--export", str(tmp_path / "no" / "out.csv"), code=3)
    assert "/no does not exist" in shell.errors
    assert vpic_server.request_count == 0, "it is told before there is any work"
    assert target.read_text() == "old"
    shell.run("import", str(file), "--export", str(target), "--replace")
    assert target.read_text().startswith("row,written,Unit,Driver,MY,vin,make,model,model_year,")
    assert {path.name for path in tmp_path.iterdir()} == {"data", "fleet.csv", "out.csv"}


def test_the_list_itself_is_never_replaced(shell: Shell, tmp_path: Path) -> None:
    file, link = tmp_path / "fleet.csv", tmp_path / "link.csv"
    file.write_text(OWN)
    link.symlink_to(file)
    for target in (file, link):
        shell.run("import", str(file), "--export", str(target), "--replace", code=3)
        assert f"{target} is the list that was imported." in shell.errors
    assert file.read_text() == OWN


def test_a_column_to_keep_that_is_not_there(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text(OWN)
    shell.run("import", str(file), "--keep", "Depot", code=3)
    assert "has no column 'Depot'." in shell.errors
    shell.run("import", str(file), "--keep", "Unit", "--keep-none", code=2)


def test_a_file_without_a_column_of_vins(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fleet.csv"
    file.write_text("Unit,Depot\nT1,7\nT2,9\n")
    shell.run("import", str(file), code=3)
    assert "has no column that holds VINs. Name one with --column: Unit, Depot." in shell.errors


def test_a_sheet_is_named(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fleet.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, vin in (("Cars", HONDA), ("Trucks", PETERBILT)):
            book.add_worksheet(name).write_column(0, 0, ["VIN", vin])
    counts = shell.json("import", str(file), "--sheet", "Trucks", "--name", "Our trucks")[-1]
    assert (counts["import"], counts["fetched"]) == ("Our trucks", 1)
    (found,) = shell.json("lookup", PETERBILT)
    assert found["cached_result"] is True
    shell.run("import", str(file), "--sheet", "Buses", code=3)
    assert "It has: Cars, Trucks." in shell.errors


@pytest.fixture
def two_sheets(tmp_path: Path) -> Path:
    file = tmp_path / "col.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, rows in (
            ("Fleet", [("Kennung", "Unit"), ("K1", 7), ("K2", 8)]),
            ("Other", [("VIN", "MY"), (HONDA, 1995)]),
        ):
            sheet = book.add_worksheet(name)
            for place, cells in enumerate(rows):
                sheet.write_row(place, 0, cells)
    return file


def test_the_sheet_is_the_one_with_the_columns_that_are_named(
    shell: Shell, two_sheets: Path
) -> None:
    counts = shell.json("import", str(two_sheets), "--column", "kennung", code=1)[-1]
    assert (counts["vins"], counts["rejected"]) == (0, 2)
    shell.run("import", str(two_sheets), "--year-column", "MY")
    (found,) = shell.json("lookup", HONDA)
    assert found["model_year"] == 1995
    shell.run("import", str(two_sheets), "--year-column", "Unit", code=3)
    told = f"The sheet Fleet of {two_sheets} has no column that holds VINs. "
    assert told + "Name one with --column: Kennung, Unit. Its other sheets are: Other." in (
        shell.errors
    )
    shell.run("import", str(two_sheets), "--column", "Driver", code=3)
    told = f"The sheet Other of {two_sheets} has no column 'Driver'. "
    assert told + "Its columns are: VIN, MY. Its other sheets are: Fleet." in shell.errors


def test_a_sheet_without_vins_is_no_success(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "fleet.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name, vins in (("Cars", []), ("Cover", []), ("Trucks", [PETERBILT])):
            book.add_worksheet(name).write_column(0, 0, ["VIN", *vins])
    shell.run("import", str(file), "--sheet", "Cars", code=1)
    told = f"No VIN was found in {file}. Its other sheets are: Cover, Trucks."
    assert told in shell.errors


def states_after(shell: Shell, file: Path, recorded: str | None, *options: str) -> list[str]:
    """Of all imports, the newest first, when one of the sheet ``recorded`` was unfinished."""
    plan = ImportPlan(
        file.name,
        Columns(0),
        SourceChoice.EMBEDDED,
        path=str(file),
        stamp=stamp_of(file),
        sheet=recorded,
        has_header=True,
    )
    places = Paths.under(file.parent / "data")
    with closing(open_services(Settings(), places)) as services:
        services.importer.begin(plan)
    shell.run("import", str(file), "--source", "embedded", *options)
    with closing(open_services(Settings(), places)) as services:
        return [record.state.value for record in services.importer.imports.all()]


def book_of(file: Path, *sheets: str) -> Path:
    with xlsxwriter.Workbook(file) as book:
        for name in sheets:
            book.add_worksheet(name).write_column(0, 0, ["VIN", HONDA, PETERBILT])
    return file


@pytest.mark.parametrize("sheets", [["Cars"], ["Cars", "Trucks"]])
@pytest.mark.parametrize(
    ("recorded", "options"), [(None, ()), ("Cars", ()), ("Cars", ("--sheet", "Cars"))]
)
def test_an_import_goes_on_whether_its_plan_names_the_sheet_or_not(
    shell: Shell, tmp_path: Path, sheets: list[str], recorded: str | None, options: tuple[str, ...]
) -> None:
    file = book_of(tmp_path / "fleet.xlsx", *sheets)
    assert states_after(shell, file, recorded, *options) == ["done"]
    assert "Resuming fleet.xlsx" in shell.errors


def test_the_only_sheet_may_be_named_when_an_import_goes_on(shell: Shell, tmp_path: Path) -> None:
    file = book_of(tmp_path / "fleet.xlsx", "Cars")
    assert states_after(shell, file, None, "--sheet", "Cars") == ["done"]


@pytest.mark.parametrize(("recorded", "options"), [(None, ("--sheet", "Trucks")), ("Trucks", ())])
def test_an_import_of_another_sheet_is_begun_anew(
    shell: Shell, tmp_path: Path, recorded: str | None, options: tuple[str, ...]
) -> None:
    file = book_of(tmp_path / "fleet.xlsx", "Cars", "Trucks")
    assert states_after(shell, file, recorded, *options) == ["done", "reading"]


def test_failures_are_told_with_their_reasons(
    shell: Shell, fleet: Path, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.NOT_FOUND, vins=[MANY[3]])
    failed, counts = shell.json("import", str(fleet), "--source", "web", code=1)
    assert failed["vin"] == MANY[3]
    assert str(failed["error"]).startswith("vPIC refused the request: ")
    assert (counts["failed"], counts["fetched"]) == (1, len(MANY) - 1)


def test_an_import_that_is_done_is_begun_anew(shell: Shell, fleet: Path) -> None:
    assert shell.json("import", str(fleet))[-1]["fetched"] == len(MANY)
    again = shell.json("import", str(fleet))[-1]
    assert (again["fetched"], again["from_cache"]) == (0, len(MANY))
    assert shell.errors == ""


def start(shell: Shell, *argv: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "vindesk", *shell._common, *argv]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def stop_in_the_middle(shell: Shell, server: VpicServer, *argv: str) -> str:
    """Press Ctrl+C when one request was answered and the next hangs; what is said then."""
    server.script([None, FaultKind.HANG])
    with start(shell, *argv) as running:
        server.wait_for_requests(2, timeout=30)
        running.send_signal(signal.SIGINT)
        out, errors = running.communicate(timeout=30)
    assert (running.returncode, out) == (1, "")
    server.clear_requests()
    return errors


def test_after_ctrl_c_the_same_command_goes_on(
    shell: Shell, fleet: Path, vpic_server: VpicServer
) -> None:
    command = ["import", str(fleet), "--source", "web"]
    said = stop_in_the_middle(shell, vpic_server, *command)
    assert said.endswith("Answers so far are kept; the same command resumes.\n")
    counts = shell.json(*command)[-1]
    assert "Resuming fleet.csv, started " in shell.errors
    assert f" at least 50 of {len(MANY)} rows are done." in shell.errors
    assert (counts["fetched"], counts["from_cache"], counts["failed"]) == (len(MANY), 0, 0)
    asked = [vin for request in vpic_server.requests for vin in request.vins]
    assert sorted(asked) == sorted(MANY[50:])
    assert shell.json(*command)[-1]["fetched"] == 0
    assert "Resuming" not in shell.errors


@pytest.mark.parametrize("change", ["the file", "the name", "the source"])
def test_what_is_not_the_same_command_begins_anew(
    shell: Shell, fleet: Path, vpic_server: VpicServer, change: str
) -> None:
    stop_in_the_middle(shell, vpic_server, "import", str(fleet), "--source", "web")
    if change == "the file":
        fleet.write_text(fleet.read_text() + f"{HONDA}\n")
    source = "embedded" if change == "the source" else "web"
    name = ["--name", "Another"] if change == "the name" else []
    counts = shell.json("import", str(fleet), "--source", source, *name)[-1]
    assert "Resuming" not in shell.errors
    assert counts["from_cache"] == 50
