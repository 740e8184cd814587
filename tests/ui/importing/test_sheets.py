"""The sheet the dialog begins with."""

from pathlib import Path

import xlsxwriter

from tests.ui.importing.samples import GOOD
from vindesk.domain.monitor import Unwatched
from vindesk.services.inputs import open_input
from vindesk.store.engine import EngineLimits
from vindesk.ui.importing.handed_in import HandedIn, Reading


def test_an_empty_first_sheet_is_not_in_the_way_of_the_others(tmp_path: Path) -> None:
    limits = EngineLimits(memory_mb=256, threads=2, temporary=tmp_path / "temporary")
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, cells in (("Empty", []), ("Trucks", ["VIN", GOOD])):
            book.add_worksheet(name).write_column(0, 0, cells)
    reading = Reading(HandedIn(path.name, lambda monitor: open_input(path, limits, monitor)))
    seen = reading.glance(None, None, Unwatched())
    assert (seen.sheets, seen.sheet) == (("Empty", "Trucks"), "Trucks")
    assert GOOD in str(seen.rows)
    reading.close()
