import pytest

from vindesk.domain.input_columns import find_header, is_meant, is_vin, suggest

VIN = "1HGCM82633A004352"
OTHER = "1XPWD40X1ED215307"
YEAR = 2026


@pytest.mark.parametrize(
    "cell", [VIN, f" {VIN.lower()} ", "1HGC-M826 33A004352", f"*{VIN}*", "1HGCM82633AOO4352"]
)
def test_a_vin_is_known_however_it_is_written(cell: str) -> None:
    assert is_vin(cell)
    assert is_meant(cell)


@pytest.mark.parametrize(
    "cell",
    [None, "", "VIN", "1HGCM82633A00435", "x" * 100, "Lamborghini Count", "Fahrgestellnummer"],
)
def test_what_is_no_vin(cell: str | None) -> None:
    assert not is_vin(cell)


def test_a_mistyped_vin_was_meant_as_one_and_a_name_was_not() -> None:
    assert is_meant("1HGCM82633A00435")
    assert not is_meant("VehicleModel20")
    assert not is_meant("12345678901")
    assert not is_meant("1HGCM82633")


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["vin", "year"], [VIN, "2003"]], 0),
        ([["id", "code"], ["1", VIN]], 0),
        ([["Fleet 2026", None], [], ["id", "VIN Number"], ["1", VIN]], 2),
        ([["Fleet 2026", None, None], [], ["a", "b", "c"], ["1", "2", VIN]], 2),
        ([["My trucks"], [VIN], [OTHER]], 0),
        ([[VIN, "2003"], [OTHER, "2014"]], None),
        ([["1HGCM82633A00435"], [VIN]], None),
        ([["VIN", "make"], [None, "Honda"], [VIN, "Honda"]], 0),
        ([["make", "weight"], ["Honda", "1,200.5"]], 0),
        ([["make", "weight"], ["Honda", "heavy"]], None),
        ([["a", "a"], ["1", "2"]], None),
        ([["1", "2"], ["3", "4"]], None),
        ([["Fahrgestell-Nr.", "Kennzeichen"], [None, "B-AB"]], 0),
        ([["Nr", "Fahrgestellnummer", "Baujahr"], ["1", VIN, "2014"]], 0),
        ([["N° de châssis"], [None]], 0),
        ([], None),
        ([[], []], None),
    ],
)
def test_the_header_is_found(rows: list[list[str | None]], place: int | None) -> None:
    assert find_header(rows) == place


@pytest.mark.parametrize(
    "name",
    [
        "VIN",
        "vin_number",
        "Vehicle Identification Number",
        "FIN",
        "Chassis No.",
        "Fahrgestellnummer",
        "Número de bastidor",
        "Trailer VIN",
    ],
)
def test_the_column_of_vins_is_found_by_its_name(name: str) -> None:
    suggestion = suggest(["id", name], [["1", "?"]], YEAR)
    assert suggestion.vin is not None
    assert suggestion.vin.column == 1
    assert suggestion.vin.reason == f"It is named {name}, and 0 of its first 1 values are VINs."


def test_the_column_of_vins_is_found_by_what_is_in_it() -> None:
    suggestion = suggest([None, None, None], [["1", VIN], ["2", OTHER, "x"], ["3", None]], YEAR)
    assert suggestion.vin is not None
    assert (suggestion.vin.column, suggestion.vin.score) == (1, 1.0)
    assert suggestion.vin.reason == "2 of its first 2 values are VINs."


def test_what_is_in_a_column_counts_more_than_its_name() -> None:
    suggestion = suggest(["vin", "code"], [["12", VIN], ["13", OTHER]], YEAR)
    assert suggestion.vin is not None
    assert suggestion.vin.column == 1


def test_the_first_of_equals_is_taken() -> None:
    suggestion = suggest(["VIN", "VIN"], [[VIN, OTHER]], YEAR)
    assert suggestion.vin is not None
    assert suggestion.vin.column == 0


@pytest.mark.parametrize("name", ["Model Year", "MY", "yr", "modelyear", "Modelljahr", "Año", None])
def test_the_column_of_years_is_found(name: str | None) -> None:
    suggestion = suggest(["vin", name], [[VIN, "2003"], [OTHER, " 2028 "]], YEAR)
    assert suggestion.year is not None
    assert suggestion.year.column == 1
    assert "2 of its first 2 values are model years." in suggestion.year.reason


@pytest.mark.parametrize("year", ["1949", "2029", "03", "2003.5", "20033", None])
def test_no_model_year_no_column_of_years(year: str | None) -> None:
    assert suggest(["vin", "year"], [[VIN, year]], YEAR).year is None


def test_a_column_that_holds_few_years_is_none() -> None:
    assert suggest(["when"], [["2003"], ["x"], ["2004"]], YEAR).year is None


def test_nothing_is_suggested_where_nothing_speaks_for_it() -> None:
    suggestion = suggest(["a", "b"], [["x", "y"]], YEAR)
    assert (suggestion.vin, suggestion.year) == (None, None)
