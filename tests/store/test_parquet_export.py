import os
import sys
from datetime import UTC
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from tests.every_vehicle import copy_all
from tests.store.full_disk import files_up_to
from tests.store.samples import MORNING, Clock, vehicle, vin
from tests.store.stoppable import CancelledInside, Stoppable
from vindesk.domain.errors import CacheDamaged, CacheError, ExportFailed
from vindesk.domain.fields import FIELDS, VALUE_FIELDS
from vindesk.domain.monitor import Cancelled
from vindesk.store import export_query, parquet_options
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.export_place import Exported
from vindesk.store.removals import Removals
from vindesk.store.vehicles import Vehicles

MISSION = ["vin", "make", "model", "model_year", "body_class"]
ANSWER = [
    "extra",
    "requested_year",
    "source",
    "data_version",
    "fetched_at",
    "added_at",
    "quality",
]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder / "vehicles.parquet"


@pytest.fixture
def three(vehicles: Vehicles) -> None:
    vehicles.save(
        [
            vehicle(2, make="HONDA", model="Accord", model_year=2003, displacement_l=2.998254),
            replace(vehicle(1, make="ACURA"), extra={"NewKey": "new"}, requested_year=1999),
            vehicle(3, doors=4),
        ]
    )


def export(database: Database, target: Path) -> Exported:
    return copy_all(database, target, metadata={})


@pytest.mark.usefixtures("three")
def test_the_file_has_every_vehicle_as_it_came_in(database: Database, target: Path) -> None:
    done = export(database, target)
    assert done == Exported(target, 3, target.stat().st_size)
    rows = pq.read_table(target).to_pylist()
    assert [row["vin"] for row in rows] == [vin(2).text, vin(1).text, vin(3).text]
    known = {name: value for name, value in rows[0].items() if value is not None}
    assert known == {
        "vin": vin(2).text,
        "make": "HONDA",
        "model": "Accord",
        "model_year": 2003,
        "displacement_l": 2.998254,
        "source": "vpic-web",
        "fetched_at": MORNING,
        "added_at": MORNING,
        "quality": "decoded",
    }
    assert rows[1]["extra"] == [("NewKey", "new")]
    assert rows[1]["requested_year"] == 1999


@pytest.mark.usefixtures("three")
def test_the_columns_come_in_their_order_and_types(database: Database, target: Path) -> None:
    export(database, target)
    schema = pq.read_schema(target)
    others = [field.column for field in VALUE_FIELDS if field.column not in MISSION]
    assert schema.names == [*MISSION, *others, *ANSWER]
    types = {"text": pa.string(), "integer": pa.int32(), "decimal": pa.float64()}
    assert {field.column: schema.field(field.column).type for field in FIELDS} == {
        field.column: types[field.type] for field in FIELDS
    }
    assert schema.field("fetched_at").type == pa.timestamp("us", tz=str(UTC))


@pytest.mark.usefixtures("three")
def test_a_refreshed_vehicle_keeps_its_place_and_a_removed_one_has_none(
    database: Database, vehicles: Vehicles, removals: Removals, target: Path
) -> None:
    vehicles.save([vehicle(2, make="REFRESHED")])
    removals.remove([vin(1)])
    export(database, target)
    rows = pq.read_table(target, columns=["vin", "make"]).to_pylist()
    assert rows == [
        {"vin": vin(2).text, "make": "REFRESHED"},
        {"vin": vin(3).text, "make": None},
    ]


def test_an_empty_cache_gives_a_file_without_rows(database: Database, target: Path) -> None:
    assert export(database, target).rows == 0
    table = pq.read_table(target)
    assert table.num_rows == 0
    assert table.num_columns == len(FIELDS) + len(ANSWER)


def test_metadata_of_any_kind_is_kept(database: Database, target: Path) -> None:
    given = {
        "vindesk.version": "0.1",
        'it\'s "q"': "a; b -- 'c' ü",
        "": "x",
        "Key": "1",
        "key": "2",
    }
    copy_all(database, target, metadata=given)
    found = pq.read_metadata(target).metadata
    assert {key.decode(): value.decode() for key, value in found.items()} == given


def test_many_come_in_order_and_in_groups(
    database: Database, vehicles: Vehicles, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vehicles.save([vehicle(n) for n in range(5000)])
    vehicles.save([vehicle(n, make="LATER") for n in range(0, 5000, 2)])
    monkeypatch.setattr(parquet_options, "_LARGEST_GROUP", 2048)
    export(database, target)
    everyone = [vin(n).text for n in range(5000)]
    assert pq.read_table(target, columns=["vin"])["vin"].to_pylist() == everyone
    assert pq.read_metadata(target).num_row_groups == 3
    assert pq.read_metadata(target).row_group(0).column(0).compression == "ZSTD"


def test_very_many_are_all_there(
    database: Database, vehicles: Vehicles, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vehicles.save([vehicle(n) for n in range(3000)])
    monkeypatch.setattr(export_query, "MOST_IN_ORDER", 10)
    assert export(database, target).rows == 3000
    found = pq.read_table(target, columns=["vin"])["vin"].to_pylist()
    assert sorted(found) == [vin(n).text for n in range(3000)]


@pytest.mark.parametrize(
    "name",
    [
        'it\'s 50% "off".parquet',
        "x[1]*?.parquet",
        "ü 中文 🚗.parquet",
        " leading and trailing .parquet ",
        "no ending",
        "-dash;--.parquet",
        "n" * 240 + ".parquet",
    ],
)
@pytest.mark.usefixtures("three")
def test_any_name_will_do(database: Database, target: Path, name: str) -> None:
    place = target.with_name(name)
    export(database, place)
    export(database, place)
    assert list(target.parent.iterdir()) == [place]
    with place.open("rb") as file:
        assert pq.read_table(file).num_rows == 3


@pytest.mark.usefixtures("three")
def test_a_relative_path_is_taken_from_here(
    database: Database, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(target.parent)
    assert export(database, Path("here.parquet")).path == Path("here.parquet")
    assert [path.name for path in target.parent.iterdir()] == ["here.parquet"]


@pytest.mark.usefixtures("three")
def test_a_link_stays_a_link(database: Database, target: Path) -> None:
    link = target.with_name("link.parquet")
    link.symlink_to(target)
    export(database, link)
    assert link.is_symlink()
    assert pq.read_metadata(target).num_rows == 3


@pytest.mark.usefixtures("three")
def test_an_old_file_is_replaced_only_by_a_whole_one(database: Database, target: Path) -> None:
    target.write_text("old")
    with files_up_to(2000), pytest.raises(ExportFailed) as caught:
        export(database, target)
    assert "no room" in caught.value.detail
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]
    export(database, target)
    assert pq.read_metadata(target).num_rows == 3


def test_places_that_cannot_be_are_named(database: Database, target: Path) -> None:
    (target.parent / "file").write_text("")
    places = {
        target.parent: "is a folder",
        target.parent / "missing" / "x.parquet": "does not exist",
        target.parent / "file" / "x.parquet": "does not exist",
        target.parent / ("n" * 300): "name too long",
        target.parent / "\udcff.parquet": "is not valid UTF-8",
        Path("/proc/vindesk.parquet"): "cannot be written",
    }
    for place, words in places.items():
        with pytest.raises(ExportFailed, match=words) as caught:
            export(database, place)
        assert "vindesk-part" not in caught.value.detail
    assert [path.name for path in target.parent.iterdir()] == ["file"]


def test_a_name_that_is_too_long_wants_another_name(database: Database, target: Path) -> None:
    with pytest.raises(ExportFailed) as caught:
        export(database, target.parent / ("n" * 300))
    assert caught.value.advice == "Choose another name for the file."


def test_what_is_missing_is_named_where_a_link_leads_there(
    database: Database, target: Path
) -> None:
    target.symlink_to("nowhere/x.parquet")
    with pytest.raises(ExportFailed, match="/nowhere does not exist"):
        export(database, target)


def test_links_that_lead_to_each_other(database: Database, target: Path) -> None:
    other = target.with_name("other")
    target.symlink_to(other)
    other.symlink_to(target)
    with pytest.raises(ExportFailed, match="leads back to itself"):
        export(database, target)
    assert target.is_symlink()
    assert other.is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes with a name")
def test_a_pipe_stays_a_pipe(database: Database, target: Path) -> None:
    os.mkfifo(target)
    with pytest.raises(ExportFailed, match="a special file"):
        export(database, target)
    assert target.is_fifo()


def test_the_cache_itself_is_never_the_target(
    database: Database, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = target.with_name("link.parquet")
    link.symlink_to(database.path)
    monkeypatch.chdir(database.path.parent)
    for place in (database.path, database.log_path, link, Path(database.path.name)):
        with pytest.raises(ExportFailed, match="own cache"):
            export(database, place)
    assert database.path.stat().st_size > 0


def test_a_folder_in_which_nothing_can_be_put_in_place(
    database: Database, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, place: Path) -> None:
        raise PermissionError(13, "Permission denied", str(place))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportFailed, match="Permission denied") as caught:
        export(database, target)
    assert "untouched" in caught.value.detail
    assert not list(target.parent.iterdir())


def test_who_was_cancelled_before_gets_nothing(database: Database, target: Path) -> None:
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        copy_all(database, target, monitor=monitor, metadata={})
    assert not list(target.parent.iterdir())


@pytest.fixture
def wide(database: Database) -> None:
    """So many vehicles that writing them takes a while."""
    names = "vin, source, fetched_at, added_at, quality, seq, make, model"
    with database.transaction() as cursor:
        cursor.execute(
            f"INSERT INTO vehicle ({names}) SELECT lpad(range::VARCHAR, 17, '0'), 'embedded', "
            "now()::TIMESTAMP, now()::TIMESTAMP, 'decoded', range, md5(range::VARCHAR), "
            "md5((range + 1)::VARCHAR) FROM range(40000)"
        )


@pytest.mark.usefixtures("wide")
def test_cancelling_in_the_middle_leaves_nothing(database: Database, target: Path) -> None:
    target.write_text("old")
    with pytest.raises(Cancelled):
        copy_all(database, target, monitor=CancelledInside(), metadata={})
    assert target.read_text() == "old"
    assert list(target.parent.iterdir()) == [target]


def test_progress_is_reported(database: Database, target: Path) -> None:
    monitor = Stoppable()
    copy_all(database, target, monitor=monitor, metadata={})
    assert monitor.reports


@pytest.mark.usefixtures("wide")
def test_damage_that_is_found_while_exporting(
    database: Database, target: Path, limits: EngineLimits
) -> None:
    database.close()
    content = bytearray(database.path.read_bytes())
    content[len(content) // 2] ^= 255
    database.path.write_bytes(content)
    again = Database.open(database.path, limits, backups=target.parent)
    with pytest.raises(CacheDamaged):
        export(again, target)
    again.close()
    assert not list(target.parent.iterdir())


def test_a_cache_that_cannot_be_read_is_no_fault_of_the_target(
    database: Database, target: Path, clock: Clock
) -> None:
    database.close()
    with pytest.raises(CacheError, match="closed") as caught:
        export(database, target)
    assert not isinstance(caught.value, CacheDamaged | ExportFailed)
    assert not list(target.parent.iterdir())
