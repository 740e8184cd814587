"""Imports for the tests of the store: a cache, lists in it, and answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
from msgspec.structs import replace

from tests.store.samples import Clock
from vindesk.domain.import_job import Cached, Columns, ImportPlan, ImportReport
from vindesk.domain.vehicle import SourceChoice, SourceName
from vindesk.domain.vin import Vin
from vindesk.store.bulk_answers import BulkAnswers, Origin
from vindesk.store.database import Database
from vindesk.store.import_items import ImportItems, Window
from vindesk.store.imports import Imports
from vindesk.store.vehicles import Vehicles

EMBEDDED = Origin(
    SourceName.EMBEDDED,
    "2026-10",
    frozenset({"ncsa_make", "ncsa_note"}),
    {"make_id": "make", "model_id": "model"},
)
PLAN = ImportPlan("Fleet", Columns(0), SourceChoice.EMBEDDED)

Rows = Sequence[str | None] | Sequence[tuple[str | None, str | None]]


class Desk:
    """The tables of imports, and what is read from them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.imports = Imports(database, clock)
        self.items = ImportItems(database, clock, no_data_life=timedelta(days=7))
        self.answers = BulkAnswers(database, clock)
        self.vehicles = Vehicles(database, clock)

    def read(
        self, *written: str | None, plan: ImportPlan = PLAN, years: Sequence[str | None] = ()
    ) -> int:
        """The number of an import of these rows, read to its end."""
        number = self.imports.add(plan).id
        if written:
            self.items.stage(number, batch(written, years))
        self.items.seal(number)
        return number

    def next(self, number: int, size: int = 100) -> Window:
        window = self.items.window(number, size)
        assert window is not None
        return window

    def needed(self, number: int, size: int = 100) -> list[tuple[str, int | None]]:
        """What the next window asks for."""
        return [(row["vin"], row["year"]) for row in self.next(number, size).needed.to_pylist()]

    def save(self, number: int, origin: Origin = EMBEDDED, **values: object) -> None:
        """Answer the next window; each VIN has ``values``."""
        window = self.next(number)
        self.answers.save(window, answers(window, **values), origin)

    def report(self, number: int) -> ImportReport:
        return self.imports.report(number)

    def stored(self, number: int) -> list[tuple[Any, ...]]:
        """The rows of an import, in their order."""
        with self.database.cursor() as cursor:
            query = """SELECT item, "row", written, vin, year, problem, own FROM import_item
                WHERE job = ? ORDER BY item"""
            return cursor.execute(query, [number]).fetchall()


def batch(
    written: Sequence[str | None],
    years: Sequence[str | None] = (),
    own: Mapping[str, Sequence[str | None]] | None = None,
    first: int = 1,
) -> Any:
    """Rows as a reader hands them over."""
    columns: dict[str, Any] = {
        "row": pa.array(range(first, first + len(written)), pa.int64()),
        "written": pa.array(written, pa.string()),
    }
    if years:
        columns["year"] = pa.array(years, pa.string())
    for name, cells in (own or {}).items():
        columns[name] = pa.array(cells, pa.string())
    return pa.record_batch(columns)


def answers(window: Window, **values: object) -> Any:
    """The same answer about each VIN of a window; None is no data."""
    table = pa.table({"vin": window.needed["vin"]})
    for name, value in values.items():
        kind = pa.map_(pa.string(), pa.string()) if name == "extra" else None
        table = table.append_column(name, pa.array([value] * window.size, kind))
    return table


def refreshing(cached: Cached, older_than: datetime | None = None) -> ImportPlan:
    return replace(PLAN, cached=cached, older_than=older_than)


def texts(*vins: Vin) -> list[str]:
    return [vin.text for vin in vins]
