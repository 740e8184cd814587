import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.store.samples import vehicle
from tests.store.stoppable import CancelledInside, Stoppable
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import Cancelled
from vindesk.store.database import Database
from vindesk.store.engine import Engine, EngineLimits
from vindesk.store.parquet_export import export_parquet
from vindesk.store.parquet_pages import ParquetColumn, ParquetFile
from vindesk.store.vehicles import Vehicles

Reader = Callable[[Path], ParquetFile]


@pytest.fixture
def reader(limits: EngineLimits) -> Iterator[Reader]:
    """Opens files, and closes them after the test."""
    with ExitStack() as stack:

        def read(path: Path) -> ParquetFile:
            file = ParquetFile.open(path, limits)
            stack.callback(file.close)
            return file

        yield read


def write(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    pq.write_table(pa.table(columns), path, **options)
    return path


@pytest.fixture
def numbers(tmp_path: Path) -> Path:
    """Ten thousand rows in three row groups."""
    return write(tmp_path / "n.parquet", {"n": list(range(10_000))}, row_group_size=4000)


def test_a_file_says_what_it_is(reader: Reader, tmp_path: Path) -> None:
    table = pa.table({"a": [1, 2, 3], "b": ["x", None, ""]}).replace_schema_metadata(
        {"who": "ü", b"\xff": b"a\xffb"}
    )
    path = tmp_path / "x.parquet"
    pq.write_table(table, path, row_group_size=2)
    file = reader(path)
    assert file.path == path
    assert file.columns == (ParquetColumn("a", "BIGINT"), ParquetColumn("b", "VARCHAR"))
    assert (file.row_count, file.row_groups) == (3, 2)
    assert file.size_bytes == path.stat().st_size
    assert file.metadata["who"] == "ü"
    assert file.metadata["\ufffd"] == "a\ufffdb"
    assert file.created_by.startswith("parquet-cpp-arrow")
    assert file.page(0, 10) == [(1, "x"), (2, None), (3, "")]


def test_pages_are_the_rows_of_the_file_in_its_order(reader: Reader, numbers: Path) -> None:
    file = reader(numbers)
    assert file.row_groups == 3
    for start, size in ((0, 5), (3998, 5), (7999, 3), (9998, 100), (10_000, 5)):
        expected = [(n,) for n in range(start, min(start + size, 10_000))]
        assert file.page(start, size) == expected


def test_what_we_export_can_be_shown(
    reader: Reader, database: Database, vehicles: Vehicles, tmp_path: Path
) -> None:
    vehicles.save([vehicle(n, make="HONDA", model_year=2003) for n in range(3)])
    export_parquet(database, tmp_path / "x.parquet", metadata={"vindesk.version": "0.1.0"})
    file = reader(tmp_path / "x.parquet")
    assert [column.name for column in file.columns[:4]] == ["vin", "make", "model", "model_year"]
    assert file.metadata == {"vindesk.version": "0.1.0"}
    row = dict(zip((c.name for c in file.columns), file.page(1, 1)[0], strict=True))
    assert row["vin"] == "1HGCM82633A000001"
    assert row["fetched_at"] == dt.datetime(2026, 11, 12, 8, tzinfo=dt.UTC)


def test_values_are_those_of_python(reader: Reader, tmp_path: Path) -> None:
    noon = dt.datetime(2026, 5, 3, 12, 30, tzinfo=dt.UTC)
    values: dict[str, Any] = {
        "moment": pa.array([noon, None], pa.timestamp("us", "UTC")),
        "local": pa.array([noon.replace(tzinfo=None), None], pa.timestamp("ms")),
        "day": [noon.date(), None],
        "money": pa.array([Decimal("1.50"), None], pa.decimal128(10, 2)),
        "bytes": [b"\x00\xff", None],
        "list": [[1, None], None],
        "struct": [{"a": 1, "b": [{"c": "x"}]}, None],
        "map": pa.array([[("k", 1)], None], pa.map_(pa.string(), pa.int64())),
        "moments": pa.array([[noon], None], pa.list_(pa.timestamp("us", "UTC"))),
        "small": pa.array([-1, None], pa.int8()),
        "flag": [True, None],
        "nothing": pa.nulls(2),
    }
    file = reader(write(tmp_path / "v.parquet", values))
    assert [column.name for column in file.columns] == list(values)
    assert file.columns[0].type == "TIMESTAMP WITH TIME ZONE"
    assert file.columns[-1].type == "NULL"
    first, second = file.page(0, 2)
    assert first == (
        noon,
        noon.replace(tzinfo=None),
        noon.date(),
        Decimal("1.50"),
        b"\x00\xff",
        [1, None],
        {"a": 1, "b": [{"c": "x"}]},
        {"k": 1},
        "['2026-05-03 12:30:00+00']",
        -1,
        True,
        None,
    )
    assert second == (None,) * len(values)


def test_moments_beyond_python_do_no_harm(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "far.parquet"
    duckdb.connect().execute(
        "COPY (SELECT TIMESTAMPTZ '290000-01-01 00:00:00+00' AS t) TO ? (FORMAT parquet)",
        [str(path)],
    )
    assert reader(path).page(0, 1) == [("290000-01-01 00:00:00",)]


def test_odd_names_of_columns_stay_as_they_are(reader: Reader, tmp_path: Path) -> None:
    names = ["a", "a", "A", 'a"b', "select", "", "c0", "file_row_number", "x; DROP TABLE y", "ü"]
    columns = [pa.array([place, place + 100]) for place in range(len(names))]
    nested = pa.array([{"a": 1, "b": {"c": 2}}, None])
    table = pa.table([*columns, nested, pa.array([7, 8])], names=[*names, "nest", "last"])
    pq.write_table(table, tmp_path / "odd.parquet")
    file = reader(tmp_path / "odd.parquet")
    assert [column.name for column in file.columns] == [*names, "nest", "last"]
    assert file.page(1, 1) == [(*(place + 100 for place in range(len(names))), None, 8)]


@pytest.mark.parametrize(
    "name",
    [
        "x[1].parquet",
        "it's 50%.parquet",
        "a*b?.parquet",
        "{a,b}.parquet",
        "back\\slash.parquet",
        "ü 中文.parquet",
        "no ending",
        "[*?].parquet",
        "http:",
    ],
)
def test_the_right_file_is_opened(reader: Reader, tmp_path: Path, name: str) -> None:
    for decoy in ("x1.parquet", "aXbY.parquet", "a.parquet"):
        write(tmp_path / decoy, {"name": ["decoy"]})
    assert reader(write(tmp_path / name, {"name": [name]})).page(0, 5) == [(name,)]


def test_a_relative_path_is_taken_from_where_it_was_opened(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "x.parquet", {"a": [1]})
    monkeypatch.chdir(tmp_path)
    file = reader(Path("x.parquet"))
    monkeypatch.chdir("/")
    assert file.page(0, 1) == [(1,)]


def test_the_folders_name_adds_no_column(reader: Reader, tmp_path: Path) -> None:
    folder = tmp_path / "year=2020"
    folder.mkdir()
    assert len(reader(write(folder / "x.parquet", {"a": [1]})).columns) == 1


def test_a_file_without_rows(reader: Reader, tmp_path: Path) -> None:
    file = reader(write(tmp_path / "x.parquet", {"a": pa.array([], pa.int64())}))
    assert (file.row_count, file.page(0, 100)) == (0, [])


def spoiled(numbers: Path, *changes: tuple[int, bytes]) -> bytes:
    content = bytearray(numbers.read_bytes())
    for place, what in changes:
        start = place % len(content)
        content[start : start + len(what)] = what
    return bytes(content)


def test_what_is_no_parquet_file_is_told(reader: Reader, tmp_path: Path, numbers: Path) -> None:
    whole = numbers.read_bytes()
    footer = int.from_bytes(whole[-8:-4], "little")
    contents = {
        b"": "is empty",
        b"PAR1": "not a Parquet file",
        b"vin,make\n" * 100: "not a Parquet file",
        whole[:-20]: "its end is missing",
        spoiled(numbers, (-8, (10**9).to_bytes(4, "little"))): "damaged: Footer length error",
        spoiled(numbers, (-8 - footer, b"\xff" * 100)): "damaged",
        spoiled(numbers, (0, b"PARE"), (-4, b"PARE")): "is encrypted",
    }
    for content, words in contents.items():
        path = tmp_path / "bad.parquet"
        path.write_bytes(content)
        with pytest.raises(FileUnreadable, match=words) as caught:
            reader(path)
        assert str(path) in caught.value.detail


def test_what_is_not_there_is_told(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="does not exist"):
        reader(tmp_path / "none.parquet")
    with pytest.raises(FileUnreadable, match="is a folder"):
        reader(tmp_path)
    with pytest.raises(FileUnreadable, match="name too long"):
        reader(tmp_path / ("n" * 300))


def test_a_file_without_columns_is_told(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="damaged"):
        reader(write(tmp_path / "x.parquet", {}))


def test_damage_in_the_middle_is_found_by_the_page(reader: Reader, numbers: Path) -> None:
    numbers.write_bytes(spoiled(numbers, (4, b"\xff" * 200)))
    file = reader(numbers)
    with pytest.raises(FileUnreadable, match="damaged"):
        file.page(0, 10)
    assert file.page(9000, 1) == [(9000,)]


def test_a_file_that_was_replaced_or_deleted_is_not_read(reader: Reader, numbers: Path) -> None:
    file = reader(numbers)
    other = write(numbers.with_name("other"), {"n": list(range(100, 10_100))})
    other.replace(numbers)
    with pytest.raises(FileUnreadable, match="replaced or deleted"):
        file.page(0, 1)
    numbers.unlink()
    with pytest.raises(FileUnreadable, match="replaced or deleted"):
        file.page(0, 1)


def test_a_file_that_is_replaced_while_a_page_is_read(
    reader: Reader, numbers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = reader(numbers)

    def read_and_replace(*_arguments: object) -> object:
        numbers.write_bytes(b"garbage" * 10)
        raise FileUnreadable("It is damaged.")

    monkeypatch.setattr(file._engine, "cursor", read_and_replace)
    with pytest.raises(FileUnreadable, match="replaced or deleted"):
        file.page(0, 1)


def test_many_threads_read_pages(reader: Reader, numbers: Path) -> None:
    file = reader(numbers)

    def read(start: int) -> bool:
        return file.page(start, 100) == [(n,) for n in range(start, start + 100)]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, range(0, 9900, 100)))


def test_opening_and_reading_can_be_cancelled(
    limits: EngineLimits, reader: Reader, numbers: Path
) -> None:
    monitor = Stoppable()
    monitor.cancel()
    with pytest.raises(Cancelled):
        ParquetFile.open(numbers, limits, monitor)
    with pytest.raises(Cancelled):
        reader(numbers).page(0, 1, monitor)
    with pytest.raises(Cancelled):
        reader(numbers).page(0, 10_000, CancelledInside())


def test_a_file_that_was_closed_says_so(reader: Reader, numbers: Path) -> None:
    file = reader(numbers)
    file.close()
    file.close()
    with pytest.raises(FileUnreadable, match="was closed"):
        file.page(0, 1)


def test_a_bug_is_no_users_error(
    reader: Reader, numbers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = reader(numbers)
    monkeypatch.setattr(file, "_page_sql", "SELECT nope FROM read_parquet(?) WHERE ? < ?")
    with pytest.raises(duckdb.BinderException):
        file.page(0, 1)


def test_without_permission(
    limits: EngineLimits, numbers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> object:
        raise duckdb.IOException(f'IO Error: Cannot open file "{numbers}": Permission denied')

    monkeypatch.setattr(Engine, "cursor", refuse)
    with pytest.raises(FileUnreadable, match="Permission denied"):
        ParquetFile.open(numbers, limits)


def test_it_leaves_no_file_behind(reader: Reader, numbers: Path) -> None:
    reader(numbers).page(0, 10)
    assert [path for path in numbers.parent.iterdir() if path.is_file()] == [numbers]
