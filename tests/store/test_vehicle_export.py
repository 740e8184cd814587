"""Exports by plan: which vehicles and columns, as what, divided how."""

import csv
import threading
from array import array
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from typing_extensions import override

from tests.store.full_disk import files_up_to
from tests.store.memory import limit_of
from tests.store.samples import MORNING, Clock, vehicle, vin
from tests.store.stoppable import CancelledInside, Stoppable
from vindesk.domain.errors import ExportFailed
from vindesk.domain.export_plan import (
    LARGEST_GROUP,
    MISSION,
    Compression,
    ExportFormat,
    ExportPlan,
    ParquetShape,
    Partition,
    Selection,
)
from vindesk.domain.filter import IMPORT, Condition, Filter, Is
from vindesk.domain.import_job import Columns, ImportPlan
from vindesk.domain.monitor import Cancelled, Unwatched
from vindesk.domain.vehicle import SourceChoice, SourceName, Vehicle
from vindesk.store import divided_copy
from vindesk.store.copy_gauge import Gauge
from vindesk.store.database import Database
from vindesk.store.export_place import Exported, Target
from vindesk.store.export_query import EXPORTED, count_vehicles
from vindesk.store.imports import Imports
from vindesk.store.removals import Removals
from vindesk.store.vehicle_export import MONTHS_KEY, VehicleExport
from vindesk.store.vehicle_pages import VehiclePages
from vindesk.store.vehicles import Vehicles

HONDAS = Filter((Condition("make", (Is("honda"),)),))
ODD_MAKES = (
    *("FORD", "Ford", None, "A/B", "a=b & c%41", "NULL", "null", "ŠKODA ü", "x\"y'z", "=1+1", ".."),
    *(
        "a:b*?<>|\\",
        "back\\slash",
        "__HIVE_DEFAULT_PARTITION__",
        "2011",
        "長" * 300,
        "none",
        "é\n\t",
    ),
)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder / "vehicles"


@pytest.fixture
def four(vehicles: Vehicles) -> None:
    vehicles.save(
        [
            vehicle(4, make="HONDA", model="Accord", model_year=2003, doors=4),
            vehicle(3, make="ACURA", model_year=2004),
            vehicle(2, make="=HONDA", trim="-1+x", displacement_l=-1.5),
            vehicle(1, make="Honda", model_year=2003),
        ]
    )


Write = Callable[..., Exported]


@pytest.fixture
def write(database: Database, target: Path) -> Write:
    def write(plan: ExportPlan, **metadata: str) -> Exported:
        return VehicleExport(database, plan, metadata).copy(Target(target))

    return write


def cells(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def vins_in(path: Path) -> list[str]:
    with path.open("rb") as file:
        return pq.read_table(file)["vin"].to_pylist()


# -- which vehicles ----------------------------------------------------------------------


@pytest.mark.usefixtures("four")
def test_only_what_the_filter_lets_through(database: Database, write: Write, target: Path) -> None:
    plan = ExportPlan(HONDAS)
    assert count_vehicles(database, plan) == write(plan).rows == 2
    assert vins_in(target) == [vin(4).text, vin(1).text]


@pytest.mark.usefixtures("four")
def test_the_selection_in_its_order_without_what_was_removed(
    database: Database, pages: VehiclePages, removals: Removals, write: Write, target: Path
) -> None:
    keys = pages.keys([vin(n).text for n in (1, 2, 4)])
    chosen = [keys[vin(n).text] for n in (2, 4, 1)]
    removals.remove([vin(4)])
    for given in (chosen, array("q", chosen)):
        plan = ExportPlan(Selection(given))
        assert count_vehicles(database, plan) == write(plan).rows == 2
        assert vins_in(target) == [vin(2).text, vin(1).text]


def test_an_empty_selection_is_a_file_without_rows(write: Write, target: Path) -> None:
    assert write(ExportPlan(Selection([]))).rows == 0
    assert vins_in(target) == []


def test_columns_that_are_not_there_are_bugs(database: Database, write: Write) -> None:
    for plan in (ExportPlan(Filter((Condition("x", (Is(1),)),))), ExportPlan(columns=("seq",))):
        with pytest.raises(ValueError, match="no column"):
            write(plan)


# -- which columns -----------------------------------------------------------------------


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize("form", [ExportFormat.PARQUET, ExportFormat.CSV])
def test_the_five_come_first_and_then_what_was_chosen(
    write: Write, target: Path, form: ExportFormat
) -> None:
    names = {(): (), ("quality", "model", "doors", "vin"): ("quality", "doors")}
    for given, added in names.items():
        write(ExportPlan(columns=given, form=form))
        found = cells(target)[0] if form is ExportFormat.CSV else pq.read_schema(target).names
        assert found == [*MISSION, *added]
    write(ExportPlan(form=form))
    found = cells(target)[0] if form is ExportFormat.CSV else pq.read_schema(target).names
    assert found == [column.name for column in EXPORTED]


@pytest.fixture
def listed(database: Database, clock: Clock) -> int:
    """An import of two vehicles with two columns of its own, one of them twice."""
    plan = ImportPlan("fleet", Columns(0, own_names=("Unit", "make")), SourceChoice.AUTO)
    job = Imports(database, clock).add(plan).id
    rows: Sequence[tuple[int, str | None, list[str | None]]] = (
        (3, vin(4).text, ["late", "x"]),
        (1, vin(4).text, ["=7", None]),
        (2, vin(3).text, ["U-2", "y"]),
        (4, None, ["none", "z"]),
    )
    with database.transaction() as cursor:
        for item, text, own in rows:
            cursor.execute(
                "INSERT INTO import_item VALUES (?, ?, ?, '', ?, NULL, NULL, ?)",
                [job, item, item, text, own],
            )
    return job


@pytest.mark.usefixtures("four")
def test_the_own_columns_of_an_import_stand_beside_the_vehicles(
    database: Database, write: Write, target: Path, listed: int
) -> None:
    plan = ExportPlan(columns=(), own_of=listed)
    assert write(plan).rows == 4
    table = pq.read_table(target)
    assert table.column_names == [*MISSION, "Unit", "make_2"]
    units = dict(zip(table["vin"].to_pylist(), table["Unit"].to_pylist(), strict=True))
    assert units == {vin(4).text: "=7", vin(3).text: "U-2", vin(2).text: None, vin(1).text: None}
    write(ExportPlan(columns=(), own_of=listed, form=ExportFormat.CSV))
    assert cells(target)[1] == [vin(4).text, "HONDA", "Accord", "2003", "", "'=7", ""]


@pytest.mark.usefixtures("four")
def test_only_the_vehicles_of_an_import_with_its_columns(
    write: Write, target: Path, listed: int
) -> None:
    plan = ExportPlan(Filter((Condition(IMPORT, (Is("FLEET"),)),)), (), listed)
    assert write(plan).rows == 2
    assert pq.read_table(target)["Unit"].to_pylist() == ["=7", "U-2"]


def test_an_import_that_was_forgotten_is_named(write: Write, target: Path) -> None:
    with pytest.raises(ExportFailed, match="no longer exists"):
        write(ExportPlan(own_of=7))
    assert not list(target.parent.iterdir())


# -- as what -----------------------------------------------------------------------------


@pytest.mark.usefixtures("four")
def test_csv_is_harmless_and_its_numbers_are_numbers(write: Write, target: Path) -> None:
    done = write(ExportPlan(columns=("trim", "displacement_l", "added_at"), form=ExportFormat.CSV))
    assert (done.rows, done.bytes) == (4, target.stat().st_size)
    assert cells(target)[3] == [
        *(vin(2).text, "'=HONDA", "", "", "", "'-1+x", "-1.5", "2026-11-12 08:00:00+00"),
    ]


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    ("compression", "named"),
    [
        (Compression.ZSTD, "ZSTD"),
        (Compression.SNAPPY, "SNAPPY"),
        (Compression.NONE, "UNCOMPRESSED"),
    ],
)
def test_parquet_is_compressed_as_wanted(
    write: Write, target: Path, compression: Compression, named: str
) -> None:
    write(ExportPlan(parquet=ParquetShape(compression)))
    assert pq.read_metadata(target).row_group(0).column(0).compression == named


def test_row_groups_have_the_size_that_is_wanted(
    vehicles: Vehicles, write: Write, target: Path
) -> None:
    vehicles.save([vehicle(n) for n in range(5_000)])
    write(ExportPlan(columns=(), parquet=ParquetShape(row_group_size=2_048)))
    metadata = pq.read_metadata(target)
    sizes = [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)]
    assert sizes == [2_048, 2_048, 904]


@pytest.mark.parametrize("size", [0, 2_047, LARGEST_GROUP + 1])
def test_row_groups_of_no_sensible_size_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="row groups"):
        ParquetShape(row_group_size=size)


def test_the_format_is_that_of_the_ending() -> None:
    names = {
        "a.csv": "csv",
        "a.XLSX": "xlsx",
        "a.parquet": "parquet",
        "a": "parquet",
        "a.b": "parquet",
    }
    assert {name: ExportFormat.of(Path(name)).value for name in names} == names


def test_the_file_says_of_which_months_its_answers_are(
    vehicles: Vehicles, write: Write, target: Path
) -> None:
    embedded = Vehicle(vin(1), {}, SourceName.EMBEDDED, MORNING, data_version="2026-10")
    later = Vehicle(vin(2), {}, SourceName.WEB, MORNING + timedelta(days=30))
    vehicles.save([embedded, later, vehicle(3)])
    write(ExportPlan(), **{"vindesk.version": "1", MONTHS_KEY: ""})
    metadata = pq.read_metadata(target).metadata
    assert metadata is not None
    assert metadata[MONTHS_KEY.encode()] == b"embedded 2026-10, vpic-web 2026-11, vpic-web 2026-12"
    assert metadata[b"vindesk.version"] == b"1"


# -- divided -----------------------------------------------------------------------------


def by_vin(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    return {row["vin"]: tuple(row[name] for name in names) for row in rows}


@pytest.mark.parametrize("at_once", ["all", "two"])
@pytest.mark.parametrize("partition", Partition)
def test_a_folder_is_one_table_with_every_value_as_it_was(  # noqa: PLR0913, PLR0917 - fixtures
    vehicles: Vehicles,
    write: Write,
    target: Path,
    partition: Partition,
    at_once: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if at_once == "two":
        monkeypatch.setattr(divided_copy, "_COLUMN_KB", 1_000_000)
        monkeypatch.setattr(divided_copy, "_FEW", 2)
    made = [
        vehicle(
            n,
            **({} if make is None else {"make": make}),
            **({"model_year": 2000 + n % 3} if n % 4 else {}),
        )
        for n, make in enumerate(ODD_MAKES)
    ]
    vehicles.save(made)
    plan = ExportPlan(columns=("quality",), parquet=ParquetShape(partition=partition))
    done = write(plan)
    assert (done.path, done.rows) == (target, len(ODD_MAKES))
    files = [path for path in target.rglob("*") if path.is_file()]
    assert done.bytes == sum(path.stat().st_size for path in files)
    names = [*MISSION, "quality"]
    truth = by_vin(
        [
            {name: each.values.get(name) for name in MISSION}
            | {"vin": each.vin.text, "quality": each.quality.value}
            for each in made
        ],
        names,
    )
    everything = str(target / "**" / "*.parquet")
    relation = duckdb.connect().read_parquet(everything, hive_partitioning=True)
    read_by_duckdb = relation.to_arrow_table().to_pylist()
    key = f"by_{partition.value}"
    for rows in (
        pq.read_table(target).to_pylist(),
        ds.dataset(target, partitioning="hive").to_table().to_pylist(),
        read_by_duckdb,
    ):
        assert by_vin(rows, names) == truth
        assert all(row[key] is not None for row in rows)
    for file in files:
        with file.open("rb") as opened:
            assert pq.read_schema(opened).names == names
    assert not [path for path in target.parent.iterdir() if path != target]


def test_folders_are_named_after_make_or_year(
    vehicles: Vehicles, write: Write, target: Path
) -> None:
    vehicles.save([vehicle(1, make="Ford", model_year=2003), vehicle(2)])
    names = {Partition.MAKE: {"by_make=FORD", "by_make=none"}}
    names[Partition.MODEL_YEAR] = {"by_model_year=2003", "by_model_year=0"}
    for partition, folders in names.items():
        target.mkdir(exist_ok=True)
        write(ExportPlan(parquet=ParquetShape(partition=partition)))
        assert {path.name for path in target.iterdir()} == folders
        for path in target.rglob("*.parquet"):
            path.unlink()
        for path in target.iterdir():
            path.rmdir()


def test_more_makes_than_fit_into_the_memory_need_no_temporary_files(
    database: Database, write: Write, target: Path
) -> None:
    with database.transaction() as cursor:
        cursor.execute(
            """INSERT INTO vehicle (vin, source, fetched_at, added_at, quality, seq, make)
            SELECT lpad(n::VARCHAR, 17, '0'), 'embedded', now()::TIMESTAMP, now()::TIMESTAMP,
                'decoded', n, 'MAKE ' || n FROM range(200) AS each(n)"""
        )
        cursor.execute("SET GLOBAL max_temp_directory_size = '0B'")
    assert write(ExportPlan(parquet=ParquetShape(partition=Partition.MAKE))).rows == 200
    assert len(list(target.iterdir())) == 200


def test_a_folder_of_no_vehicles_still_has_the_columns(write: Write, target: Path) -> None:
    write(ExportPlan(parquet=ParquetShape(partition=Partition.MAKE)))
    assert pq.read_table(target).column_names == [column.name for column in EXPORTED]


@pytest.mark.usefixtures("four")
def test_a_folder_must_be_new_or_empty(database: Database, write: Write, target: Path) -> None:
    plan = ExportPlan(parquet=ParquetShape(partition=Partition.MAKE))
    write(plan)
    kept = sorted(target.rglob("*"))
    with pytest.raises(ExportFailed, match="not empty"):
        write(plan)
    assert sorted(target.rglob("*")) == kept
    file = target.with_name("file")
    file.write_text("old")
    with pytest.raises(ExportFailed, match="is a file"):
        VehicleExport(database, plan, {}).copy(Target(file))
    assert file.read_text() == "old"


# -- where to ----------------------------------------------------------------------------


@pytest.mark.usefixtures("four")
def test_a_file_is_replaced_only_if_that_was_agreed(database: Database, target: Path) -> None:
    files = VehicleExport(database, ExportPlan(), {})
    files.copy(Target(target, replace=False))
    before = target.read_bytes()
    with pytest.raises(ExportFailed, match="already"):
        files.copy(Target(target, replace=False))
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]
    files.copy(Target(target))


@pytest.mark.usefixtures("four")
def test_what_the_viewer_shows_stays_as_it_is(database: Database, target: Path) -> None:
    target.write_text("shown")
    link = target.with_name("link")
    link.symlink_to(target)
    for place, shown in ((target, link), (link, target)):
        with pytest.raises(ExportFailed, match="open in the viewer"):
            VehicleExport(database, ExportPlan(), {}).copy(Target(place, in_use=[shown]))
    assert target.read_text() == "shown"


PLANS = {
    "parquet": ExportPlan(),
    "csv": ExportPlan(form=ExportFormat.CSV),
    "folder": ExportPlan(parquet=ParquetShape(partition=Partition.MAKE)),
}


@pytest.fixture
def many(database: Database) -> None:
    """So many vehicles that writing them takes a while."""
    names = "vin, source, fetched_at, added_at, quality, seq, make, model"
    with database.transaction() as cursor:
        cursor.execute(
            f"INSERT INTO vehicle ({names}) SELECT lpad(range::VARCHAR, 17, '0'), 'embedded', "
            "now()::TIMESTAMP, now()::TIMESTAMP, 'decoded', range, 'MAKE ' || range % 3, "
            "md5(range::VARCHAR) FROM range(30000)"
        )


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", PLANS)
def test_a_full_disk_leaves_nothing(database: Database, target: Path, name: str) -> None:
    with files_up_to(2_000), pytest.raises(ExportFailed, match="no room"):
        VehicleExport(database, PLANS[name], {}).copy(Target(target))
    assert not list(target.parent.iterdir())
    assert count_vehicles(database, ExportPlan()) == 30_000


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", PLANS)
def test_who_cancels_in_the_middle_gets_nothing(
    database: Database, target: Path, name: str
) -> None:
    with pytest.raises(Cancelled):
        VehicleExport(database, PLANS[name], {}).copy(Target(target), CancelledInside())
    assert not list(target.parent.iterdir())


@pytest.mark.usefixtures("many")
def test_an_export_is_of_one_moment_whatever_is_written_meanwhile(
    database: Database, target: Path
) -> None:
    files = VehicleExport(database, ExportPlan(columns=()), {})
    with files.rows(Target(target)) as streamed:
        first = next(streamed.batches)
        with database.transaction() as cursor:
            cursor.execute("UPDATE vehicle SET removed_batch = 1")
        rest = [row for batch in streamed.batches for row in batch]
    assert len(first) + len(rest) == streamed.total == 30_000
    assert count_vehicles(database, ExportPlan()) == 0


# -- rows --------------------------------------------------------------------------------


@pytest.mark.usefixtures("four")
def test_rows_come_as_texts_numbers_and_moments(database: Database, target: Path) -> None:
    plan = ExportPlan(columns=("displacement_l", "extra", "added_at"), form=ExportFormat.XLSX)
    with VehicleExport(database, plan, {}).rows(Target(target)) as streamed:
        rows = [row for batch in streamed.batches for row in batch]
    assert streamed.names == [*MISSION, *(plan.columns or ())]
    moment = MORNING.replace(tzinfo=None)
    assert rows[0] == (vin(4).text, "HONDA", "Accord", 2003, None, None, None, moment)
    assert rows[2] == (vin(2).text, "=HONDA", None, None, None, -1.5, None, moment)


def test_what_has_no_column_comes_as_a_text(
    database: Database, vehicles: Vehicles, target: Path
) -> None:
    vehicles.save([Vehicle(vin(1), {}, SourceName.WEB, MORNING, extra={"New": "1"})])
    plan = ExportPlan(columns=("extra",), form=ExportFormat.XLSX)
    with VehicleExport(database, plan, {}).rows(Target(target)) as streamed:
        ((row,),) = streamed.batches
    assert row[-1] == "{New=1}"


# -- how far -----------------------------------------------------------------------------


class Slow:
    """A cursor whose query is at 40 percent, then seems to go back."""

    def __init__(self) -> None:
        self.percents = iter([-1.0, 0.0, 40.0, 20.0])
        self.asked = threading.Event()
        self.set: list[str] = []

    def execute(self, query: str) -> None:
        self.set.append(query)

    def query_progress(self) -> float:
        percent = next(self.percents, None)
        if percent is None:
            self.asked.set()
            return 20.0
        return percent


def test_a_gauge_tells_how_far_it_is_and_never_goes_back() -> None:
    gauge, cursor, monitor = Gauge(step_s=0.001), Slow(), Stoppable()
    follower = threading.Thread(target=gauge.follow, args=(monitor,))
    follower.start()
    taken: Any = cursor
    with gauge.watching(taken, 1_000):
        assert cursor.asked.wait(10)
    gauge.end()
    follower.join()
    assert {(report.done, report.total) for report in monitor.reports} == {(400, 1_000)}
    gauge.follow(monitor)


def test_a_gauge_tells_of_one_part_how_far_the_whole_is() -> None:
    gauge, monitor = Gauge(step_s=0.001), Stoppable()
    follower = threading.Thread(target=gauge.follow, args=(monitor,))
    follower.start()
    for before in (0, 500):
        taken: Any = Slow()
        with gauge.watching(taken, 1_000, before=before, rows=500):
            assert taken.asked.wait(10)
    gauge.end()
    follower.join()
    told = [report.done for report in monitor.reports]
    assert told == sorted(told)
    assert {200, 700} <= set(told) <= {200, 500, 700}


def test_who_follows_a_gauge_may_stop() -> None:
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        Gauge().follow(monitor)


@pytest.mark.usefixtures("many")
def test_a_gauge_takes_a_real_cursor(database: Database, target: Path) -> None:
    gauge = Gauge()
    VehicleExport(database, ExportPlan(), {}).copy(Target(target), gauge=gauge)
    gauge.end()
    gauge.follow(Unwatched())


def test_nothing_is_read_of_a_gauge_before_and_after_the_query() -> None:
    gauge, monitor = Gauge(step_s=0), Stoppable()
    follower = threading.Thread(target=gauge.follow, args=(monitor,))
    follower.start()
    taken: Any = Slow()
    with gauge.watching(taken, 1_000):
        assert taken.asked.wait(10)
    gauge.end()
    follower.join()
    assert taken.set == [
        "SET enable_progress_bar = true",
        "SET enable_progress_bar_print = false",
    ]


@pytest.mark.usefixtures("four")
def test_a_file_that_appears_meanwhile_is_not_replaced(database: Database, target: Path) -> None:
    class Meanwhile(Stoppable):
        @override
        def raise_if_cancelled(self) -> None:
            target.write_text("mine")

    with pytest.raises(ExportFailed, match="already"):
        VehicleExport(database, ExportPlan(), {}).copy(Target(target, replace=False), Meanwhile())
    assert target.read_text() == "mine"
    assert list(target.parent.iterdir()) == [target]


# -- memory ------------------------------------------------------------------------------


def test_an_export_takes_less_memory_than_there_may_be_and_gives_it_back(
    database: Database,
) -> None:
    assert limit_of(database) == "256.0 MiB"
    with database.modest(100):
        assert limit_of(database) == "100.0 MiB"
    with pytest.raises(KeyError), database.modest(100):
        raise KeyError
    assert limit_of(database) == "256.0 MiB"
    with database.modest(600):
        assert limit_of(database) == "256.0 MiB"


def test_the_most_modest_of_several_decides(database: Database) -> None:
    with database.modest(200):
        with database.modest(100), database.modest(150):
            assert limit_of(database) == "100.0 MiB"
        assert limit_of(database) == "200.0 MiB"
    assert limit_of(database) == "256.0 MiB"


def test_a_cache_that_is_closed_meanwhile_has_no_limit_to_put_back(database: Database) -> None:
    with database.modest(100):
        database.close()
