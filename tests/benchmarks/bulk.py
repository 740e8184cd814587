"""An import of made-up VINs from a file, and the floor below it, each in a process of its own.

``python -m tests.benchmarks.bulk ours|floor FOLDER [ROWS [SUFFIX]]``, on Linux only.
The suffix is that of the format to read: .csv, .txt, .parquet or .xlsx.
"""

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import ultravin
import xlsxwriter

from tests.benchmarks.child import answer, peak_mb
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.fields import BY_COLUMN
from vindesk.domain.import_job import Columns, ImportPlan
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin import find_fault
from vindesk.services.assembly import engine_limits, open_services
from vindesk.services.bulk_source import EmbeddedBulk
from vindesk.services.inputs import open_input
from vindesk.services.searched import rows_of
from vindesk.store.bulk_answers import BulkAnswers
from vindesk.store.import_items import ImportItems
from vindesk.store.schema import VALUE_COLUMNS

_ROWS: Final = 100_000
_SLICE: Final = 50_000


def made_up(file: Path, rows: int) -> None:
    """Write a file of so many different VINs, in the format of its suffix, if there is none."""
    if file.exists():
        return
    vins: dict[str, None] = {}
    for seed in count(70_000):
        made = ultravin.generate(min(_SLICE, rows), seed=seed, invalid_rate=0.08)
        vins.update(dict.fromkeys(vin for vin in made if find_fault(vin) is None))
        if len(vins) >= rows:
            break
    _WRITERS[file.suffix](file, list(vins)[:rows])


def _write_text(file: Path, vins: list[str]) -> None:
    file.write_text("\n".join(vins))


def _write_csv(file: Path, vins: list[str]) -> None:
    lines = (f"{number},{vin}" for number, vin in enumerate(vins))
    file.write_text("\n".join(["Unit,VIN", *lines]))


def _write_parquet(file: Path, vins: list[str]) -> None:
    pq.write_table(pa.table({"Unit": range(len(vins)), "VIN": vins}), file)


def _write_workbook(file: Path, vins: list[str]) -> None:
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate([("Unit", "VIN"), *enumerate(vins)]):
            sheet.write_row(row, 0, cells)


_WRITERS: Final[Mapping[str, Callable[[Path, list[str]], None]]] = {
    ".txt": _write_text,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".xlsx": _write_workbook,
}


class Stopwatch:
    """Where the time goes, by wrapping what the import calls."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, list[float]] = defaultdict(list)

    @contextmanager
    def of(self, name: str) -> Generator[None]:
        started = time.perf_counter()
        yield
        self.spent[name].append(time.perf_counter() - started)

    def watch(self, owner: Any, method: str, name: str) -> None:
        plain: Callable[..., Any] = getattr(owner, method)

        def timed(*args: Any, **kwargs: Any) -> Any:
            with self.of(name):
                return plain(*args, **kwargs)

        setattr(owner, method, timed)

    def totals(self) -> dict[str, float]:
        return {name: sum(times) for name, times in self.spent.items()}


def ours(file: Path, home: Path, window: int, *, ahead: bool) -> dict[str, object]:
    settings = Settings(source=SourceChoice.EMBEDDED)
    paths, watch = Paths.under(home), Stopwatch()
    watch.watch(ImportItems, "window", "window query")
    watch.watch(BulkAnswers, "save", "saving")
    EmbeddedBulk.window = window
    pool = ThreadPoolExecutor(1) if ahead else None
    services = open_services(settings, paths, beside=pool)
    import vindesk.vpic.embedded_stream as stream  # noqa: PLC0415 - after the services

    watch.watch(stream, "decode_table", "decoding")
    started = time.perf_counter()
    with watch.of("opening"):
        source = open_input(file, engine_limits(settings, paths))
        table = source.table()
    assert table.suggestion.vin is not None
    columns = Columns(table.suggestion.vin.column)
    plan = ImportPlan("Fleet", columns, SourceChoice.EMBEDDED, path=str(file))
    record = services.importer.begin(plan)
    with watch.of("reading"):
        services.importer.read(record, rows_of(table), Unwatched())
    source.close()
    report = services.importer.run(record.id, Unwatched())
    elapsed_s = time.perf_counter() - started
    services.close()
    if pool is not None:
        pool.shutdown()
    assert report.record.answered == report.vins
    saves_ms = [s * 1e3 for s in watch.spent["saving"]]
    return {
        "seconds": elapsed_s,
        "parts": watch.totals(),
        "median_ms": statistics.median(saves_ms),
        "longest_ms": max(saves_ms),
    }


def floor(file: Path, home: Path) -> dict[str, object]:
    """The decoder's stream into one table, as it comes."""
    vins = [line.rsplit(",", 1)[1] for line in file.read_text().splitlines()[1:]]
    questions = pa.table({"vin": vins})
    limits = engine_limits(Settings(), Paths.under(home))
    home.mkdir()
    connection = duckdb.connect(
        str(home / "floor.duckdb"),
        config={
            "memory_limit": f"{limits.memory_mb}MiB",
            "threads": limits.threads,
            "preserve_insertion_order": False,
        },
    )
    types = {
        f"attr_{number}": column.type
        for column in VALUE_COLUMNS
        if (number := BY_COLUMN[column.name].element_id)
    }
    started = time.perf_counter()
    stream: Any = ultravin.decode_stream(questions, column_names="id")
    reader = pa.RecordBatchReader.from_stream(stream)
    names = [name for name in reader.schema.names if name in types]
    columns = ", ".join(f"{name} {types[name]}" for name in names)
    connection.execute(f"CREATE TABLE vehicle (vin VARCHAR PRIMARY KEY, {columns})")
    connection.register("decoded", reader)
    connection.execute(f"INSERT INTO vehicle SELECT vin, {', '.join(names)} FROM decoded")
    elapsed_s = time.perf_counter() - started
    connection.close()
    return {"seconds": elapsed_s}


def main(  # noqa: PLR0913, PLR0917 - the words of a command line
    which: str,
    folder: str,
    rows: str = f"{_ROWS}",
    suffix: str = ".csv",
    window: str = f"{EmbeddedBulk.window}",
    ahead: str = "ahead",
) -> None:
    file, home = Path(folder) / f"{rows}{suffix}", Path(folder) / f"{which}-{time.time_ns()}"
    made_up(file, int(rows))
    found = (
        ours(file, home, int(window), ahead=ahead == "ahead")
        if which == "ours"
        else floor(file, home)
    )
    answer({**found, "peak_mb": peak_mb()})


if __name__ == "__main__":
    main(*sys.argv[1:])
