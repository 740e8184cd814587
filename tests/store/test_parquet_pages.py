import base64
import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
import pytest

from tests.every_vehicle import copy_all
from tests.store.parquet_samples import CODECS, every_type, expected, write
from tests.store.samples import vehicle
from tests.store.stoppable import CancelledInside, Stoppable
from vindesk.domain.column_filter import (
    EVERY_ROW,
    ColumnCondition,
    ColumnFilter,
    ColumnKind,
    parse,
)
from vindesk.domain.errors import FileChanged, FileUnreadable
from vindesk.domain.monitor import Cancelled
from vindesk.store import parquet_files
from vindesk.store.database import Database
from vindesk.store.engine import Engine, EngineLimits
from vindesk.store.parquet_columns import ParquetColumn
from vindesk.store.parquet_filters import where
from vindesk.store.parquet_input import ParquetInput
from vindesk.store.parquet_order import ChosenRows
from vindesk.store.parquet_pages import ColumnSort, ParquetFile
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
    assert file.page(0, 10) == [("1", "x"), ("2", None), ("3", "")]


def test_pages_are_the_rows_of_the_file_in_its_order(reader: Reader, numbers: Path) -> None:
    file = reader(numbers)
    assert file.row_groups == 3
    for start, size in ((0, 5), (3998, 5), (7999, 3), (9998, 100), (10_000, 5)):
        wanted = [(str(n),) for n in range(start, min(start + size, 10_000))]
        assert file.page(start, size) == wanted


def test_what_we_export_can_be_shown(
    reader: Reader, database: Database, vehicles: Vehicles, tmp_path: Path
) -> None:
    vehicles.save([vehicle(n, make="HONDA", model_year=2003) for n in range(3)])
    copy_all(database, tmp_path / "x.parquet", metadata={"vindesk.version": "0.1.0"})
    file = reader(tmp_path / "x.parquet")
    assert [column.name for column in file.columns[:4]] == ["vin", "make", "model", "model_year"]
    assert file.metadata == {"vindesk.version": "0.1.0"}
    row = dict(zip((c.name for c in file.columns), file.page(1, 1)[0], strict=True))
    assert row["vin"] == "1HGCM82633A000001"
    assert row["fetched_at"] == "2026-11-12 08:00:00+00"


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("codec", CODECS)
def test_every_cell_is_what_pyarrow_reads(
    reader: Reader, tmp_path: Path, codec: str, version: str
) -> None:
    path = write(
        tmp_path / "t.parquet",
        every_type(),
        compression=codec,
        data_page_version=version,
        row_group_size=25,
        use_dictionary=codec != "gzip",
    )
    file = reader(path)
    table = pq.read_table(path)
    assert [column.name for column in file.columns] == table.column_names
    page = file.page(0, file.row_count)
    assert len(page) == table.num_rows
    for place, name in enumerate(table.column_names):
        kind = every_type().schema.field(name).type
        wanted = [expected(cell, kind) for cell in table.column(name)]
        assert [row[place] for row in page] == wanted, name


def test_moments_beyond_python_do_no_harm(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "far.parquet"
    duckdb.connect().execute(
        "COPY (SELECT TIMESTAMPTZ '290000-01-01 00:00:00+00' AS t) TO ? (FORMAT parquet)",
        [str(path)],
    )
    assert reader(path).page(0, 1) == [("290000-01-01 00:00:00+00",)]


def test_odd_names_of_columns_stay_as_they_are(reader: Reader, tmp_path: Path) -> None:
    names = ["a", "a", "A", 'a"b', "select", "", "c5", "c0", "file_row_number", "x; DROP y", "ü"]
    columns = [pa.array([place, place + 100]) for place in range(len(names))]
    nested = pa.array([{"a": 1, "b": {"c": 2}}, None])
    table = pa.table([*columns, nested, pa.array([7, 8])], names=[*names, "nest", "last"])
    pq.write_table(table, tmp_path / "odd.parquet")
    file = reader(tmp_path / "odd.parquet")
    assert [column.name for column in file.columns] == [*names, "nest", "last"]
    assert file.page(1, 1) == [(*(str(place + 100) for place in range(len(names))), None, "8")]


@pytest.mark.parametrize("parts", [["c0"], ["C1", "c0"], ["year"], ["c0_2"]])
def test_folders_may_stand_for_names_that_look_like_ours(
    reader: Reader, tmp_path: Path, parts: list[str]
) -> None:
    for value in "12":
        folder = tmp_path.joinpath("table", *(f"{part}={value}" for part in parts))
        folder.mkdir(parents=True)
        pq.write_table(pa.table([[value], ["x"]], names=["", "a"]), folder / "a.parquet")
    file = reader(tmp_path / "table")
    assert [column.name for column in file.columns] == ["", "a", *parts]
    assert file.page(1, 1) == [("2", "x", *("2" for _ in parts))]


def test_files_whose_names_clash_when_they_are_put_together_are_told(
    reader: Reader, tmp_path: Path
) -> None:
    write(tmp_path / "a.parquet", {"n": [1], "": [2]})
    write(tmp_path / "b.parquet", {"c1": [3]})
    with pytest.raises(FileUnreadable, match="cannot be told apart"):
        reader(tmp_path)


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
    assert file.page(0, 1) == [("1",)]


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
        assert caught.value.advice or not content, "what to try"


def test_what_is_not_there_is_told(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="does not exist"):
        reader(tmp_path / "none.parquet")
    with pytest.raises(FileUnreadable, match="no Parquet files in it"):
        reader(tmp_path)
    with pytest.raises(FileUnreadable, match="name too long"):
        reader(tmp_path / ("n" * 300))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_name_that_is_no_text_is_told(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    path = write(tmp_path / "folder" / "x.parquet", {"n": [1]})
    odd = path.rename(path.parent / "\udcff.parquet")
    for place in (odd, path.parent):
        with pytest.raises(FileUnreadable, match="is not valid UTF-8"):
            reader(place)


def test_a_file_without_columns_is_told(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match=r"cannot be shown. It has no columns\.$"):
        reader(write(tmp_path / "x.parquet", {}))


def test_damage_in_the_middle_is_found_by_the_page(reader: Reader, numbers: Path) -> None:
    numbers.write_bytes(spoiled(numbers, (4, b"\xff" * 200)))
    file = reader(numbers)
    with pytest.raises(FileUnreadable, match="damaged"):
        file.page(0, 10)
    assert file.page(9000, 1) == [("9000",)]


def test_damage_that_a_filter_comes_upon_late_is_told_as_any_other(
    reader: Reader, tmp_path: Path
) -> None:
    path = write(tmp_path / "x.parquet", {"n": list(range(400_000))}, row_group_size=10_000)
    last = pq.read_metadata(path).row_group(39).column(0)
    path.write_bytes(spoiled(path, (last.data_page_offset, b"\xff" * 200)))
    file = reader(path)
    with pytest.raises(FileUnreadable, match="damaged"):
        file.order(parse("n:>5", columns_for(file)), ())


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
        return file.page(start, 100) == [(str(n),) for n in range(start, start + 100)]

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
    monkeypatch.setattr(file, "_picked", lambda *_: "nope, 1")
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


# -- folders -----------------------------------------------------------------------------


def test_a_folder_is_one_table(reader: Reader, tmp_path: Path) -> None:
    for number in range(5):
        write(tmp_path / f"{number}.parquet", {"n": range(number * 10, number * 10 + 10)})
    write(tmp_path / "_hidden.parquet", {"n": [99]})
    (tmp_path / "_SUCCESS").touch()
    (tmp_path / "cut short.parquet").touch()
    file = reader(tmp_path)
    assert (file.row_count, file.row_groups, len(file.files.paths)) == (50, 5, 5)
    for start, size in ((0, 50), (8, 5), (9, 22), (49, 9), (10, 10)):
        assert file.page(start, size) == [(str(n),) for n in range(start, min(start + size, 50))]
    assert file.rows([49, 0, 25]) == [["49"], ["0"], ["25"]]


def test_partitions_are_columns_and_files_may_differ(reader: Reader, tmp_path: Path) -> None:
    for year, columns in ((2020, {"a": [1], "b": ["x"]}), (2021, {"c": [True], "a": [2.5]})):
        (tmp_path / f"year={year}").mkdir()
        write(tmp_path / f"year={year}" / "part.parquet", columns)
    file = reader(tmp_path)
    assert [column.name for column in file.columns] == ["a", "b", "c", "year"]
    assert file.page(0, 2) == [("1.0", "x", None, "2020"), ("2.5", None, "true", "2021")]
    assert file.rows([1]) == [["2.5", None, "true", "2021"]]


def test_folders_that_are_no_partitions_add_no_column(reader: Reader, tmp_path: Path) -> None:
    for name in ("year=2020", "other"):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "part.parquet", {"a": [1]})
    assert [column.name for column in reader(tmp_path).columns] == ["a"]


def test_a_file_of_a_folder_that_is_replaced_is_told(reader: Reader, tmp_path: Path) -> None:
    for number in range(2):
        write(tmp_path / f"{number}.parquet", {"n": [number]})
    file = reader(tmp_path)
    write(tmp_path / "1.parquet", {"n": [5, 6]})
    with pytest.raises(FileChanged, match=r"1\.parquet was replaced"):
        file.page(0, 1)


def test_too_many_files_are_told(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_files, "_MOST_FILES", 1)
    for number in range(2):
        write(tmp_path / f"{number}.parquet", {"n": [number]})
    with pytest.raises(FileUnreadable, match="more than 1 Parquet files"):
        reader(tmp_path)


def test_a_file_that_is_replaced_meanwhile_shows_no_wrong_row(
    limits: EngineLimits, tmp_path: Path
) -> None:
    path = write(tmp_path / "x.parquet", {"n": [0] * 1_000})

    def replace(number: int) -> None:
        write(tmp_path / "next", {"n": [number] * 1_000}).replace(path)

    told = 0
    with ThreadPoolExecutor(1) as pool:
        for number in range(1, 30):
            file = ParquetFile.open(path, limits)
            replaced = pool.submit(replace, number)
            seen: set[tuple[str | None, ...]] = set()
            with contextlib.closing(file), contextlib.suppress(FileChanged):
                for start in [*range(0, 1_000, 250)] * 3:
                    seen |= set(map(tuple, file.page(start, 250)))
                told -= 1
            told += 1
            replaced.result()
            assert seen <= {(str(number - 1),)}
            with pytest.raises(FileUnreadable):
                file.page(0, 1)
    assert told


# -- what is no table ------------------------------------------------------------------------


def test_a_database_is_refused_with_a_word(reader: Reader, tmp_path: Path) -> None:
    duckdb.connect(str(tmp_path / "vehicles.duckdb")).close()
    with pytest.raises(FileUnreadable, match="DuckDB database, like vindesk's own cache"):
        reader(tmp_path / "vehicles.duckdb")


def test_what_is_no_file_is_told(reader: Reader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileUnreadable, match="neither a file nor a folder"):
        reader(tmp_path / "pipe")


def test_numbers_of_rows_that_contradict_each_other_are_told(
    reader: Reader, tmp_path: Path, numbers: Path
) -> None:
    content = numbers.read_bytes()
    size = int.from_bytes(content[-8:-4], "little")
    begin = len(content) - 8 - size
    count = b"\x16\xa0\x9c\x01"  # 10,000 as Thrift has it, where the footer counts all rows
    place = content.index(count, begin)
    numbers.write_bytes(content[:place] + b"\x16\xa2\x9c\x01" + content[place + len(count) :])
    with pytest.raises(FileUnreadable, match="contradict each other"):
        reader(numbers)


class Kms(pe.KmsClient):  # pyright: ignore[reportUntypedBaseClass] - pyarrow has no types
    """Keeps no secret: what it wraps is only spelled another way."""

    def wrap_key(self, key_bytes: bytes, master_key_identifier: str) -> bytes:
        return base64.b64encode(key_bytes)

    def unwrap_key(self, wrapped_key: bytes, master_key_identifier: str) -> bytes:
        return base64.b64decode(wrapped_key)


@pytest.mark.parametrize("plain_footer", [False, True])
def test_an_encrypted_file_is_said_to_be_one(
    reader: Reader, tmp_path: Path, plain_footer: bool
) -> None:
    table = pa.table({"open": [1, 2], "secret": ["x", "y"]})
    configuration = pe.EncryptionConfiguration(
        footer_key="footer", column_keys={"key": ["secret"]}, plaintext_footer=plain_footer
    )
    properties = pe.CryptoFactory(lambda _: Kms()).file_encryption_properties(
        pe.KmsConnectionConfig(), configuration
    )
    path = tmp_path / "x.parquet"
    with pq.ParquetWriter(path, table.schema, encryption_properties=properties) as writer:
        writer.write_table(table)
    words = "or parts of it are encrypted" if plain_footer else r"It is encrypted\."
    with pytest.raises(FileUnreadable, match=words) as caught:
        reader(path).page(0, 2)
    assert caught.value.advice, "what to try"


# -- orders ------------------------------------------------------------------------------------


def columns_for(file: ParquetFile) -> list[tuple[str, ColumnKind]]:
    return [(column.name, column.kind) for column in file.columns]


def shown(file: ParquetFile, wanted: str = "", *sorts: ColumnSort) -> list[int]:
    order = file.order(parse(wanted, columns_for(file)), sorts)
    return list(order.at(0, order.count))


def test_rows_are_sorted_by_several_columns_and_nulls_come_last(
    reader: Reader, tmp_path: Path
) -> None:
    names = ["b", None, "A", "a", "B", "c"]
    file = reader(write(tmp_path / "x.parquet", {"name": names, "n": [1, 2, 3, None, 5, 5]}))
    assert shown(file) == [0, 1, 2, 3, 4, 5]
    assert shown(file, "", ColumnSort(0)) == [2, 3, 0, 4, 5, 1]
    assert shown(file, "", ColumnSort(0, descending=True)) == [5, 0, 4, 2, 3, 1]
    assert shown(file, "", ColumnSort(1, descending=True), ColumnSort(0)) == [4, 5, 2, 1, 0, 3]
    order = file.order(EVERY_ROW, [ColumnSort(0)])
    assert file.rows(order.at(1, 2), columns=[0], longest=1) == [["a"], ["b"]]


def test_large_orders_are_read_in_pieces(reader: Reader, tmp_path: Path) -> None:
    count = 250_000
    values = [(n * 7919) % count for n in range(count)]
    file = reader(write(tmp_path / "x.parquet", {"n": values}, row_group_size=50_000))
    order = file.order(EVERY_ROW, [ColumnSort(0)])
    assert order.count == count
    for start in (0, 99_999, count - 5):
        found = file.rows(order.at(start, 5))
        assert found == [[str(n)] for n in range(start, start + 5)]
    assert not order.at(count, 5)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("name:a", [2, 3]),
        ("-name:a", [0, 1, 4, 5]),
        ("name:empty", [1]),
        ("name:=b", [0, 4]),
        ("name:?", [0, 2, 3, 4, 5]),
        ("b", [0, 4]),
        ("n:>=3", [2, 4, 5]),
        ("n:1-2", [0, 1]),
        ("n:>1.5<4.5", [1, 2]),
        ("n:1.5", []),
        ("n:*", [0, 1, 2, 4, 5]),
        ("n:<99999999999999999999999", [0, 1, 2, 4, 5]),
        ("n:>99999999999999999999999", []),
        ("n:>=-1e300", [0, 1, 2, 4, 5]),
        ("n:>=-1e999", [0, 1, 2, 4, 5]),
        ("n:<1e-999", []),
        ("price:<1e999", [0, 1]),
        ("f:<1e999", [0, 1]),
        ("f32:<1e300", [0, 1]),
        ("f32:>1e300", []),
        ("ns:<2900", [0, 1]),
        ("ns:2026-05-04", [1]),
        ("nz:>=1971<2900", [0, 1]),
        ("day:<2900", [0, 1]),
        ("day:>2026-05-30", [1]),
        ("f:0.1", [0]),
        ("f:>0.1", [1]),
        ("f32:0.1", [0]),
        ("price:1.50", [0]),
        ("price:>1.505", [1]),
        ("price:>1e9", []),
        ("day:2026-05", [0, 1]),
        ("at:2026-05-03", [0]),
        ("at:>=2026-05-04", [1]),
        ("zoned:2026-05-03", [0]),
        ("flag:yes", [0]),
        ("flag:f", [1]),
        ("flag:empty", [2, 3, 4, 5]),
        ('"a list":7', [0]),
        ("bytes:ff", [0]),
    ],
)
def test_rows_are_filtered(reader: Reader, tmp_path: Path, text: str, rows: list[int]) -> None:
    moments = [datetime(2026, 5, 3, 23, 59), datetime(2026, 5, 4), *[None] * 4]  # noqa: DTZ001 - the columns have or have no zone
    table = {
        "name": ["b", None, "A", "a", "B", "c"],
        "n": [1, 2, 3, None, 5, 5],
        "f": [0.1, 0.2, *[None] * 4],
        "f32": pa.array([0.1, 0.2, *[None] * 4], pa.float32()),
        "price": pa.array([Decimal("1.50"), Decimal("1.51"), *[None] * 4], pa.decimal128(5, 2)),
        "day": [date(2026, 5, 1), date(2026, 5, 31), *[None] * 4],
        "at": moments,
        "zoned": pa.array(moments, pa.timestamp("us", "UTC")),
        "ns": pa.array(moments, pa.timestamp("ns")),
        "nz": pa.array(moments, pa.timestamp("ns", "UTC")),
        "flag": [True, False, *[None] * 4],
        "a list": [[7], [8], *[None] * 4],
        "bytes": [b"\xff", b"\x00", *[None] * 4],
    }
    assert shown(reader(write(tmp_path / "x.parquet", table)), text) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        *(("i8:=-128", [0]), ("i8:>-128", [1]), ("i8:<=-128", [0]), ("i8:<-128", [])),
        *(("i8:>=-129", [0, 1]), ("i8:<-129", []), ("i8:=127", [1]), ("i8:>127", [])),
        *(("i32:=-2147483648", [0]), ("i32:<=-2147483648", [0]), ("i32:>-2147483648", [1])),
        *(("i64:=-9223372036854775808", [0]), ("i64:>-9223372036854775808", [1])),
        *(("i64:<-9223372036854775808", []), ("i64:<=9223372036854775808", [0, 1])),
        *(("u32:=0", [0]), ("u32:>-1", [0, 1]), ("u32:>-0.5", [0, 1]), ("u32:<-1", [])),
        *(("u32:=4294967295", [1]), ("u32:<4294967296", [0, 1]), ("u32:>4294967295", [])),
        *(("price:=-9.99", [0]), ("price:>-9.99", [1]), ("price:<-10", []), ("price:>-10", [0, 1])),
    ],
)
def test_the_least_and_the_greatest_of_a_type_can_be_asked_for(
    reader: Reader, tmp_path: Path, text: str, rows: list[int]
) -> None:
    table = {
        "i8": pa.array([-(2**7), 2**7 - 1], pa.int8()),
        "i32": pa.array([-(2**31), 2**31 - 1], pa.int32()),
        "i64": pa.array([-(2**63), 2**63 - 1], pa.int64()),
        "u32": pa.array([0, 2**32 - 1], pa.uint32()),
        "price": pa.array([Decimal("-9.99"), Decimal("9.99")], pa.decimal128(3, 2)),
    }
    assert shown(reader(write(tmp_path / "x.parquet", table)), text) == rows


def test_decimals_of_many_digits_have_a_least_one_too(reader: Reader, tmp_path: Path) -> None:
    least = Decimal(f"-{'9' * 38}")
    table = {"n": pa.array([least, Decimal(0)], pa.decimal128(38, 0))}
    file = reader(write(tmp_path / "x.parquet", table))
    assert shown(file, f"n:={least}") == [0]
    assert shown(file, f"n:>{least}") == [1]
    assert shown(file, f"n:<{least}") == []


@pytest.mark.parametrize("column", ["day", "at", "zoned"])
@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1950", [0]),
        ("1950-05-03", [0]),
        ("9999-12-31", [1]),
        ("9999-12", [1]),
        ("9999", [1]),
        ("<=9999", [0, 1, 2]),
        ("<9999", [0, 2]),
        ("<3000", [0, 2]),
        (">=9999-12-31", [1]),
        (">9999-12-30", [1]),
        ("<9999-12-31T12:00", [0, 1, 2]),
        (">=9999-12-31T12:00", []),
        ("0001-01-01", [2]),
        (">=0001", [0, 1, 2]),
        ("<0001", []),
        (">0001-01-01", [0, 1]),
    ],
)
def test_every_day_can_be_asked_for(
    reader: Reader, tmp_path: Path, column: str, text: str, rows: list[int]
) -> None:
    days = [date(1950, 5, 3), date(9999, 12, 31), date(1, 1, 1), None]
    moments = [day and datetime(day.year, day.month, day.day) for day in days]  # noqa: DTZ001 - the columns have or have no zone
    table = {
        "day": days,
        "at": pa.array(moments, pa.timestamp("us")),
        "zoned": pa.array(moments, pa.timestamp("us", "UTC")),
    }
    assert shown(reader(write(tmp_path / "x.parquet", table)), f"{column}:{text}") == rows


@pytest.mark.parametrize(
    "text", ["9999-12-31T23:59:59.999999", "9999-12-31", ">=9999-12-31T23:59:59.999999"]
)
def test_the_last_moment_of_all_is_found(reader: Reader, tmp_path: Path, text: str) -> None:
    table = {"at": pa.array([datetime.max, datetime.min], pa.timestamp("us"))}  # noqa: DTZ901 - the column has no zone
    assert shown(reader(write(tmp_path / "x.parquet", table)), f"at:{text}") == [0]


def test_words_are_sought_everywhere_where_there_is_no_text(reader: Reader, tmp_path: Path) -> None:
    assert shown(reader(write(tmp_path / "x.parquet", {"n": [12, 3], "m": [4, 5]})), "3") == [1]


def test_text_is_found_in_any_column(reader: Reader, tmp_path: Path) -> None:
    file = reader(write(tmp_path / "x.parquet", {"a": ["X 50%", "y"], "n": [7, 50]}))
    assert list(file.find("50", [0, 1], EVERY_ROW).at(0, 9)) == [0, 1]
    assert list(file.find("x 50%", [0], EVERY_ROW).at(0, 9)) == [0]
    only = parse("n:50", columns_for(file))
    assert list(file.find("50", [0, 1], only).at(0, 9)) == [1]


def test_an_order_that_does_not_fit_on_the_disk_is_told(
    reader: Reader, numbers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ChosenRows, "add", full)
    with pytest.raises(FileUnreadable, match="no room left on the disk"):
        reader(numbers).order(EVERY_ROW, [ColumnSort(0)])


def test_a_file_is_opened_again(reader: Reader, numbers: Path) -> None:
    file = reader(numbers)
    write(numbers, {"n": [1]})
    again = file.open_again()
    assert again.page(0, 5) == [("1",)]
    again.close()


def test_rows_by_number(reader: Reader, numbers: Path) -> None:
    file = reader(numbers)
    assert file.rows(range(5, 7)) == [("5",), ("6",)]
    assert file.rows([]) == []
    with pytest.raises(FileUnreadable, match="its row count is wrong"):
        file.rows([9_999, 10_000])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ENUM('a', 'b')", ColumnKind.TEXT),
        ("ENUM('a', 'b')[]", ColumnKind.NESTED),
        ("TIMESTAMP_NS", ColumnKind.MOMENT),
        ("DECIMAL(5,2)[]", ColumnKind.NESTED),
        ("STRUCT(a BIGINT)", ColumnKind.NESTED),
        ("INTERVAL", ColumnKind.OTHER),
    ],
)
def test_the_kind_of_a_column(kind: str, expected: ColumnKind) -> None:
    assert ParquetColumn("a", kind).kind is expected


def test_no_other_test_is_taken() -> None:
    with pytest.raises(TypeError, match="no test"):
        where(ColumnFilter((ColumnCondition(0, (5,)),)), [ParquetColumn("a", "BIGINT")])  # pyright: ignore[reportArgumentType] - that is the point


def test_only_parquet_inputs_refuse_folders(limits: EngineLimits, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="is a folder, not a file"):
        ParquetInput.open(tmp_path, limits)


def test_a_folder_that_cannot_be_read_is_told(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **options: Any) -> Iterator[Any]:
        options["onerror"](PermissionError(errno.EACCES, "Permission denied"))
        return iter(())

    monkeypatch.setattr(os, "walk", refuse)
    with pytest.raises(FileUnreadable, match="Permission denied"):
        reader(tmp_path)


def test_an_order_can_be_cancelled(reader: Reader, numbers: Path) -> None:
    with pytest.raises(Cancelled):
        reader(numbers).order(EVERY_ROW, [ColumnSort(0)], CancelledInside())
