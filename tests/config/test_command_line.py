from pathlib import Path

import pytest

from vindesk.config.command_line import COMMANDS, parse
from vindesk.config.settings import SETTINGS
from vindesk.domain.export_plan import Compression, ExportFormat, Partition


def test_with_no_sub_command_it_is_the_window() -> None:
    options = parse(["a.parquet", "1XPWD40X1ED215307", "--screenshot", "out.png"])
    assert options.command == ""
    assert options.inputs == ("a.parquet", "1XPWD40X1ED215307")
    assert options.screenshot == Path("out.png")


@pytest.mark.parametrize(
    "argv",
    [
        ["lookup", "A", "B", "--json", "--source", "web", "--data-dir", "d"],
        ["--json", "--source", "web", "--data-dir", "d", "lookup", "A", "B"],
        ["--data-dir", "d", "lookup", "A", "--json", "B", "--source=web"],
    ],
)
def test_options_may_stand_before_or_after_the_sub_command(argv: list[str]) -> None:
    options = parse(argv)
    assert options.command == "lookup"
    assert options.inputs == ("A", "B")
    assert options.json
    assert options.settings == {"source": "web"}
    assert options.data_dir == Path("d")


def test_import_takes_a_column_and_an_export() -> None:
    options = parse(["import", "list.csv", "--column", "VIN", "--export", "out.parquet"])
    assert (options.inputs, options.column, options.export) == (
        ("list.csv",),
        "VIN",
        Path("out.parquet"),
    )


def test_import_takes_a_column_of_years_a_sheet_and_a_name() -> None:
    options = parse(
        ["import", "a.xlsx", "--year-column", "MY", "--sheet", "Two", "--name", "Fleet"]
    )
    assert (options.year_column, options.sheet, options.name) == ("MY", "Two", "Fleet")


@pytest.mark.parametrize(
    "argv", [["lookup"], ["export"], ["import"], ["remove"], ["--source", "x"]]
)
def test_wrong_use_ends_with_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(argv)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_explains_every_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse([*filter(None, [command]), "--help"])
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert "--data-dir" in shown
    if not command:
        assert all(name in shown for name in COMMANDS)
        for setting in SETTINGS.values():
            assert f"{setting.environment} " in shown
            assert f"{setting.title}: {setting.limits}" in shown


def test_export_takes_vehicles_columns_and_a_form() -> None:
    plain = parse(["export", "out.csv"])
    assert (plain.inputs, plain.filter, plain.columns, plain.format) == (
        ("out.csv",),
        "",
        None,
        None,
    )
    options = parse(
        [
            *("export", "folder", "--filter", "make:kenworth year:2005-", "--columns", "year, VIN"),
            *("--import", "Fleet", "--compression", "none", "--row-group-size", "4096"),
            *("--partition-by", "model_year", "--format", "parquet", "--replace"),
        ]
    )
    assert options.filter == "make:kenworth year:2005-"
    assert options.columns == ("model_year", "vin")
    assert (options.import_name, options.replace) == ("Fleet", True)
    assert options.compression is Compression.NONE
    assert (options.row_group_size, options.partition_by) == (4_096, Partition.MODEL_YEAR)
    assert options.format is ExportFormat.PARQUET
    assert parse(["export", "x", "--columns", "five"]).columns == ()
    assert parse(["export", "x", "--compression", "snappy"]).compression is Compression.SNAPPY


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--filter", "colour:red"], "no field"),
        (["--columns", "make,maek"], "did you mean"),
        (["--columns", "import"], "no column 'import'"),
        (["--columns", "§"], "no column"),
        (["--format", "ods"], "invalid"),
        (["--compression", "lzo"], "zstd, snappy or none"),
        (["--row-group-size", "12"], "2,048 to 1,048,576"),
        (["--row-group-size", "x"], "2,048 to 1,048,576"),
        (["--partition-by", "model"], "invalid"),
        (["--partition-by", "make", "--format", "csv"], "--partition-by is for Parquet"),
    ],
)
def test_an_export_that_cannot_be_meant_is_wrong_use(
    argv: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(["export", "out", *argv])
    assert caught.value.code == 2
    assert words in capsys.readouterr().err
