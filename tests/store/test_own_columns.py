"""What the user's own columns say about a vehicle, import by import."""

import pytest
from msgspec.structs import replace

from tests.store.importing import PLAN, Desk, batch
from tests.store.samples import MORNING, Clock, vin
from vindesk.domain.import_job import Columns
from vindesk.domain.own_columns import OwnRow
from vindesk.store.own_columns import MOST_ROWS, OwnColumns

A, B = vin(0), vin(1)
UNIT_AND_DRIVER = Columns(0, own=(1, 2), own_names=("Unit", "Driver"))


class Fleet:
    """Imports with own columns, and what is read of them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.own = OwnColumns(desk.database)

    def take(
        self,
        name: str,
        *rows: tuple[str, str | None, str | None],
        columns: Columns = UNIT_AND_DRIVER,
    ) -> int:
        """An import of rows: what is written, and the two own columns."""
        number = self.desk.imports.add(replace(PLAN, name=name, columns=columns)).id
        written, units, drivers = zip(*rows, strict=True)
        own = {"own_0": units, "own_1": drivers}
        self.desk.items.stage(number, batch(written, own=own, first=2))
        return number


@pytest.fixture
def fleet(imports_desk: Desk) -> Fleet:
    return Fleet(imports_desk)


def test_each_import_says_what_stands_beside_the_vin_the_newest_first(
    fleet: Fleet, clock: Clock
) -> None:
    fleet.take("March", (A.text, "U0005", "John Doe"), (B.text, "U0006", "Ann"))
    april = clock.advance(days=30)
    fleet.take("April", (B.text, "U0006", "Jim"), (A.text.lower(), "U0005", "Jürgen"))
    assert fleet.own.beside(A) == [
        OwnRow("April", april, 3, (("Unit", "U0005"), ("Driver", "Jürgen"))),
        OwnRow("March", MORNING, 2, (("Unit", "U0005"), ("Driver", "John Doe"))),
    ]


def test_what_holds_nothing_is_left_out(fleet: Fleet) -> None:
    fleet.take("March", (A.text, "U0005", None), (B.text, " ", ""))
    (only,) = fleet.own.beside(A)
    assert only.values == (("Unit", "U0005"),)
    assert fleet.own.beside(B) == []


def test_rows_of_one_import_that_say_the_same_are_one(fleet: Fleet) -> None:
    same = (A.text, "U0005", "John")
    fleet.take("March", same, (A.text, "U0006", "Ann"), same)
    assert [(row.row, row.values[0][1]) for row in fleet.own.beside(A)] == [
        (2, "U0005"),
        (3, "U0006"),
    ]


def test_of_a_thousand_rows_the_first_are_read(fleet: Fleet) -> None:
    fleet.take("March", *((A.text, f"U{number:04d}", None) for number in range(1_000)))
    found = fleet.own.beside(A)
    assert [row.values[0][1] for row in found] == [f"U{number:04d}" for number in range(MOST_ROWS)]


def test_columns_without_a_name_and_of_one_name_are_told_apart(fleet: Fleet) -> None:
    columns = replace(UNIT_AND_DRIVER, own_names=("Unit", "unit"))
    fleet.take("March", (A.text, "1", "2"), columns=columns)
    fleet.take("April", (A.text, "1", "2"), columns=replace(columns, own_names=("", " ")))
    assert [row.values for row in fleet.own.beside(A)] == [
        (("column 1", "1"), ("column 2", "2")),
        (("Unit", "1"), ("unit_2", "2")),
    ]


def test_a_list_without_own_columns_says_nothing(fleet: Fleet) -> None:
    fleet.desk.read(A.text)
    assert fleet.own.beside(A) == ()
    fleet.take("March", (B.text, "U0005", None))
    assert fleet.own.beside(A) == []


def test_a_renamed_and_a_forgotten_import(fleet: Fleet) -> None:
    number = fleet.take("March", (A.text, "U0005", None))
    fleet.desk.imports.rename(number, "Spring")
    (only,) = fleet.own.beside(A)
    assert only.import_name == "Spring"
    fleet.desk.imports.forget(number)
    assert fleet.own.beside(A) == ()
