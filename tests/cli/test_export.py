"""``vindesk export`` as a person runs it."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
import python_calamine

from tests.cli.test_commands import NOBODY, Shell

FLEET = "Unit,VIN\nA,1XPWD40X1ED215307\nU-2,1XKWDB0X57J211825\n,ZA9CA05AXJLA12340\n"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A cache of three vehicles, one import, with a column of its own."""
    shell = Shell(tmp_path / "data", NOBODY)
    (tmp_path / "fleet.csv").write_text(FLEET)
    shell.run("import", str(tmp_path / "fleet.csv"), "--name", "Fleet", "--source", "embedded")
    with duckdb.connect(str(tmp_path / "data" / "vehicles.duckdb")) as cache:
        cache.execute("UPDATE import_job SET own_names = ['Unit']")
        cache.execute("UPDATE import_item SET own = ['=' || item]")
    return shell


def test_vehicles_columns_and_own_columns_are_those_that_were_asked_for(
    shell: Shell, tmp_path: Path
) -> None:
    target = tmp_path / "out.parquet"
    chosen = ("--filter", "year:2000-", "--columns", "quality", "--import", "fleet")
    (said,) = shell.json("export", str(target), *chosen)
    assert said == {"path": str(target), "rows": 2, "bytes": target.stat().st_size}
    table = pq.read_table(target)
    names = ["vin", "make", "model", "model_year", "body_class", "quality", "Unit"]
    assert table.column_names == names
    assert table["Unit"].to_pylist() == ["=1", "=2"]
    metadata = pq.read_metadata(target).metadata
    assert metadata is not None
    assert metadata[b"vindesk.filter"] == b"year:2000-"
    assert metadata[b"vindesk.program"] == b"vindesk"


def test_the_ending_says_what_it_is_and_a_file_is_replaced_only_if_that_is_said(
    shell: Shell, tmp_path: Path
) -> None:
    sheet, text = tmp_path / "out.xlsx", tmp_path / "out.csv"
    shell.run("export", str(sheet), "--columns", "five")
    book = python_calamine.CalamineWorkbook.from_path(str(sheet))
    assert len(book.get_sheet_by_name("Vehicles").to_python()) == 4
    shell.run("export", str(text))
    before = text.read_bytes()
    assert before.startswith(b"vin,make,model,model_year,body_class,")
    shell.run("export", str(text), "--columns", "five", code=3)
    assert "already" in shell.errors
    assert text.read_bytes() == before
    shell.run("export", str(text), "--columns", "five", "--replace")
    assert text.read_bytes().splitlines()[0] == b"vin,make,model,model_year,body_class"


def test_a_folder_is_divided(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "by.year"
    shell.run("export", str(folder), "--partition-by", "model_year", "--compression", "snappy")
    assert pq.read_table(folder).num_rows == 3
    names = {path.name for path in folder.iterdir()}
    assert names == {"by_model_year=1988", "by_model_year=2007", "by_model_year=2014"}
    shell.run("export", str(folder), "--partition-by", "make", "--replace", code=3)
    assert "not empty" in shell.errors


def test_a_list_that_was_imported_is_never_replaced(shell: Shell, tmp_path: Path) -> None:
    file, link = tmp_path / "fleet.csv", tmp_path / "link.csv"
    link.symlink_to(file)
    for target in (file, link):
        for more in (
            (),
            ("--import", "fleet"),
            ("--format", "xlsx"),
            ("--filter", "make:kenworth"),
        ):
            shell.run("export", str(target), *more, "--replace", code=3)
            assert f"{target} is the list that was imported." in shell.errors
    assert file.read_text() == FLEET
    file.unlink()
    shell.run("export", str(file))
    assert file.read_text().startswith("vin,make,")


def test_an_import_that_there_is_not_is_named(shell: Shell, tmp_path: Path) -> None:
    shell.run("export", str(tmp_path / "x"), "--import", "March", code=3)
    assert "no import 'March'" in shell.errors
    assert not (tmp_path / "x").exists()
