from pathlib import PurePath

import pytest

from vindesk.domain.endings import is_workbook, without_ending


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("march fleet.csv", "march fleet"),
        ("Fleet.XLSX", "Fleet"),
        ("fleet.parquet", "fleet"),
        ("fleet 1.2", "fleet 1.2"),
        ("Pasted text", "Pasted text"),
        (".csv", ".csv"),
    ],
)
def test_a_name_without_the_ending_of_a_list(name: str, bare: str) -> None:
    assert without_ending(name) == bare


def test_a_workbook_is_known_by_its_ending() -> None:
    names = ("a.xlsx", "A.XLS", "b.ods", "c.csv", "xlsx", "")
    assert [name for name in names if is_workbook(PurePath(name))] == ["a.xlsx", "A.XLS", "b.ods"]
