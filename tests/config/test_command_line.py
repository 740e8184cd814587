from pathlib import Path

import pytest

from tests.pseudo import PSEUDO, spoken_so
from vindesk.config.command_line import COMMANDS, parse
from vindesk.config.settings import SETTINGS
from vindesk.domain.export_plan import Compression, ExportFormat, Partition
from vindesk.domain.words import speak


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


@pytest.mark.parametrize(
    ("argv", "command", "inputs"),
    [
        (["--data-dir", "backup", "export", "out.parquet"], "export", ("out.parquet",)),
        (["--data-dir", "export", "export", "export"], "export", ("export",)),
        (["--column", "clean", "import", "list.csv"], "import", ("list.csv",)),
        (["--data-dir", "remove", "1XPWD40X1ED215307"], "", ("1XPWD40X1ED215307",)),
        (["--screenshot", "lookup"], "", ()),
        (["--data-dir=x", "lookup", "A"], "lookup", ("A",)),
        (["--json", "lookup", "restore"], "lookup", ("restore",)),
        (["--dry-run", "clean"], "clean", ()),
    ],
)
def test_the_value_of_an_option_is_no_sub_command(
    argv: list[str], command: str, inputs: tuple[str, ...]
) -> None:
    options = parse(argv)
    assert (options.command, options.inputs) == (command, inputs)


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


@pytest.mark.parametrize("text", ["-make:kenworth", "-model:empty", "-hp:>400 year:2005-"])
def test_a_filter_may_begin_with_a_minus(text: str) -> None:
    for argv in (["export", "out", "--filter", text], ["--filter", text, "export", "out"]):
        options = parse(argv)
        assert (options.command, options.inputs, options.filter) == ("export", ("out",), text)


@pytest.mark.parametrize("option", ["--json", "--fitler", "--"])
def test_an_option_is_no_filter(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["export", "out", "--filter", option])
    assert "argument --filter: expected one argument" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["--filter", "colour:red"], "no field"),
        (["--filter", "-colour:red"], "no field"),
        (["--columns", "make,maek"], "did you mean"),
        (["--columns", "import"], "the user's own columns are added with --import NAME"),
        (["--columns", "make,OWN"], "the user's own columns are added with --import NAME"),
        (["--columns", "§"], "no column"),
        (["--format", "ods"], "--format: it is one of parquet, csv, xlsx"),
        (["--compression", "lzo"], "zstd, snappy or none"),
        (["--row-group-size", "12"], "2,048 to 1,048,576"),
        (["--row-group-size", "x"], "2,048 to 1,048,576"),
        (["--partition-by", "model"], "--partition-by: it is one of make, model_year"),
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


@pytest.mark.parametrize("year", ["14", "99999999999", "-2014", "\uff12\uff10\uff11\uff14", "x"])
def test_what_is_no_year_is_wrong_use(year: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(["lookup", "1XPWD40X1ED215307", f"--year={year}"])
    assert caught.value.code == 2
    assert "a year of four digits" in capsys.readouterr().err
    assert parse(["lookup", "1XPWD40X1ED215307", "--year", "2014"]).year == 2014


@pytest.mark.parametrize("name", ["ow", "impor", "importt"])
def test_what_is_no_column_is_not_offered_as_one(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(["export", "out", "--columns", name])
    assert f"there is no column '{name}'\n" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--compression", "zstd"], ["--row-group-size", "4096"]])
def test_an_option_of_parquet_is_refused_where_the_ending_says_another_form(
    option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(["export", "out.csv", *option])
    assert f"error: {option[0]} is for Parquet" in capsys.readouterr().err
    for meant in (["out.parquet"], ["out"], ["out.csv", "--format", "parquet"]):
        assert parse(["export", *meant, *option]).inputs == (meant[0],)
    assert parse(["export", "folder.csv", "--partition-by", "make", *option]).partition_by


@pytest.mark.parametrize("ending", [".xls", ".ODS", ".tsv", ".txt"])
def test_an_ending_of_what_cannot_be_written_is_refused_unless_a_form_is_given(
    ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(["export", f"cars{ending}"])
    assert caught.value.code == 2
    told = f"cars{ending} would be neither Parquet nor CSV nor a workbook. Choose a name that ends"
    assert f"error: {told} with .parquet, .csv or .xlsx." in capsys.readouterr().err
    for meant in (["--format", "csv"], ["--partition-by", "make"]):
        assert parse(["export", f"cars{ending}", *meant]).inputs == (f"cars{ending}",)
    for other in ("cars.pq", "cars.2026", "cars", "cars.CSV"):
        assert parse(["export", other]).inputs == (other,)


def test_help_has_all_options_under_one_heading(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["import", "--help"])
    shown = capsys.readouterr().out
    assert shown.count("options:") == 1
    assert "  --keep COLUMN" in shown.partition("options:")[2]
    assert "[--keep COLUMN [COLUMN ...] | --keep-none]" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (["--format", "ods"], "it is one of {choices}"),
        (["--format", "csv", "--compression", "zstd"], "{option} is for Parquet"),
    ],
)
def test_what_is_wrong_with_an_export_is_said_in_the_language_of_the_program(
    wrong: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    speak(PSEUDO)
    with pytest.raises(SystemExit):
        parse(["export", "out", *wrong])
    fields = {"choices": "parquet, csv, xlsx", "option": "--compression"}
    assert spoken_so(told).format_map(fields) in capsys.readouterr().err
