"""Imports through the services: a cache, lists of VINs, and who answers them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pyarrow as pa
from msgspec import Struct, field
from msgspec.structs import replace

from tests.store.samples import Clock
from vindesk.domain.fields import BY_KEY
from vindesk.domain.import_job import Columns, ImportPlan, ImportReport
from vindesk.domain.monitor import Monitor, Unwatched
from vindesk.domain.vehicle import SourceChoice, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.domain.vin_text import Reject
from vindesk.services.bulk_source import (
    ALONE,
    BulkSource,
    Decode,
    EmbeddedBulk,
    Hands,
    Stock,
    WebBulk,
)
from vindesk.services.few_bulk import FewBulk
from vindesk.services.importing import Importer
from vindesk.store.bulk_answers import BulkAnswers, Origin
from vindesk.store.database import Database
from vindesk.store.import_items import ImportItems
from vindesk.store.imports import Imports
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.embedded import UNKNOWABLE, Embedded
from vindesk.vpic.embedded_stream import NUMBERS, decode_table
from vindesk.vpic.source import Source

NO_DATA_LIFE = timedelta(days=7)
PLAN = ImportPlan("Fleet", Columns(0), SourceChoice.EMBEDDED)
WEB_PLAN = replace(PLAN, source=SourceChoice.WEB)
AUTO_PLAN = replace(PLAN, source=SourceChoice.AUTO)

Row = tuple[object, ...]


class Listed(Struct):
    """A table of the input, with one batch of rows after the other."""

    columns: Sequence[Sequence[str | None]]
    batch: int = 1_000
    before_each: Callable[[], object] = lambda: None
    asked: list[Sequence[int]] = field(default_factory=list[Sequence[int]])
    rejects: Sequence[Reject] = ()

    def batches(self, columns: Sequence[int], monitor: Monitor) -> Iterator[Any]:
        self.asked.append(columns)
        count = len(self.columns[0])
        rows = pa.array(range(1, count + 1), pa.int64())
        cells = [pa.array(self.columns[place], pa.string()) for place in columns]
        table = pa.table([rows, *cells], ["row", *(f"c{n}" for n in range(len(cells)))])
        for batch in table.to_batches(max_chunksize=self.batch):
            self.before_each()
            yield batch


class Bench:
    """Runs imports, with an embedded copy whose clock stands still, or with a web."""

    def __init__(  # noqa: PLR0913 - each is what a test may replace
        self,
        database: Database,
        clock: Clock,
        *,
        web: Source | None = None,
        automatic: Source | None = None,
        decode: Decode = decode_table,
        one_by_one: Source | None = None,
        window: int | None = None,
        hands: Hands = ALONE,
        waits_s: Sequence[float] = (0.001,),
    ) -> None:
        self.database = database
        self.vehicles = Vehicles(database, clock)
        self.imports = Imports(database, clock)
        items = ImportItems(database, clock, NO_DATA_LIFE)
        stock = Stock(items, BulkAnswers(database, clock))
        embedded = Embedded(clock)
        origin = Origin(
            SourceName.EMBEDDED,
            embedded.data_month(),
            frozenset(BY_KEY[key].column for key in UNKNOWABLE),
            NUMBERS,
        )

        def source(choice: SourceChoice) -> BulkSource:
            made: BulkSource
            if choice is SourceChoice.WEB:
                assert web is not None
                made = WebBulk(stock, web, hands, waits_s)
            else:
                made = EmbeddedBulk(stock, decode, origin, one_by_one or embedded, clock, hands)
            if window is not None:
                made.window = made.look = window
            return made

        def few() -> BulkSource:
            assert automatic is not None
            return FewBulk(stock, automatic, origin)

        self.importer = Importer(self.imports, items, source, few)

    def read(
        self,
        vins: Sequence[str | None],
        plan: ImportPlan = PLAN,
        years: Sequence[str | None] | None = None,
    ) -> int:
        """The number of an import of ``vins``, read to its end."""
        if years is not None:
            plan = replace(plan, columns=Columns(0, 1))
        table = Listed([vins] if years is None else [vins, years])
        record = self.importer.begin(plan)
        self.importer.read(record, table, Unwatched())
        return record.id

    def run(self, number: int, monitor: Monitor | None = None) -> ImportReport:
        return self.importer.run(number, monitor or Unwatched())

    def take(
        self,
        vins: Sequence[str | None],
        plan: ImportPlan = PLAN,
        years: Sequence[str | None] | None = None,
    ) -> ImportReport:
        """Read and run an import."""
        return self.run(self.read(vins, plan, years))

    def get(self, vin: Vin | str) -> Vehicle:
        found = self.vehicles.get(Vin(str(vin)))
        assert found is not None
        return found

    def rows(self) -> list[Row]:
        """All rows and columns of the cache but those that tell when and in which order."""
        with self.database.cursor() as cursor:
            return cursor.execute(
                "SELECT * EXCLUDE (fetched_at, added_at, seq) FROM vehicle ORDER BY vin"
            ).fetchall()

    def progress(self, number: int) -> tuple[int, int]:
        record = self.imports.get(number)
        return record.position, record.items
