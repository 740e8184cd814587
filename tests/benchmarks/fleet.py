"""Caches of real vehicles, as large as wanted: made once, by the embedded copy, then kept.

Up to a million are decoded. A larger fleet is the one of a million and copies of its rows under
other serial numbers: the last six characters of the VIN are a letter for each copy and a number,
so the check digit is not right any more. They come in by SQL, numbered on by ``vehicle_seq``.

``python -m tests.benchmarks.fleet FOLDER ROWS`` makes one by hand.
"""

import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from itertools import count, product
from pathlib import Path
from typing import Any

import pyarrow as pa
import ultravin

from vindesk.config.paths import Paths
from vindesk.domain.fields import BY_COLUMN
from vindesk.store.database import Database
from vindesk.store.engine import Cursor, EngineLimits
from vindesk.store.schema import VALUE_COLUMNS

_MOTORCYCLE, _CAR, _TRUCK, _BUS, _TRAILER, _MULTI_PURPOSE = 1, 2, 3, 5, 6, 7
_MIX: tuple[Mapping[str, Any], ...] = (
    {"vehicle_type": _CAR},
    {"vehicle_type": _CAR},
    {"vehicle_type": _MULTI_PURPOSE},
    {"vehicle_type": _MULTI_PURPOSE},
    {"vehicle_type": _TRUCK},
    {"vehicle_type": _TRUCK, "make": "KENWORTH"},
    {"vehicle_type": _TRUCK, "make": "PETERBILT"},
    {"vehicle_type": _BUS},
    {"vehicle_type": _MOTORCYCLE},
    {"vehicle_type": _TRAILER},
)
_INVALID = 0.08
_SLICE = 50_000
_MOST_DECODED = 1_000_000
_COPIED_SLICE = 250_000
_COPIES = "ABCDEFGHJKLMNPRSTUVWXYZ"


def fleet(rows: int, folder: Path | None = None) -> Path:
    """The data folder of a cache with ``rows`` vehicles; made if there is none yet."""
    fleets = folder or Path(tempfile.gettempdir()) / "vindesk-fleets"
    home = fleets / f"{rows}"
    if not home.exists():
        making = home.with_name(f"{home.name}-making")
        shutil.rmtree(making, ignore_errors=True)
        if rows > _MOST_DECODED:
            shutil.copytree(fleet(_MOST_DECODED, fleets), making)
            multiply(making, rows)
        else:
            make_fleet(making, rows)
        making.replace(home)
    return home


def make_fleet(home: Path, rows: int) -> None:
    """Decode ``rows`` vehicles into a new cache."""
    with _opened(home) as database:
        missing = rows
        for vins in _slices():
            with database.transaction(bulk=True) as cursor:
                missing -= _insert(cursor, vins, missing)
            if not missing:
                break


def multiply(home: Path, rows: int) -> None:
    """Copy the vehicles of a cache under other serial numbers until there are ``rows``.

    Raises:
        ValueError: more copies are wanted than there are letters.

    """
    with _opened(home) as database:
        with database.transaction() as cursor:
            cursor.execute(_SERIALS)
            ((there, last),) = cursor.execute("SELECT count(*), max(seq) FROM vehicle").fetchall()
        missing = rows - there
        for letter, first in product(_COPIES, range(1, last + 1, _COPIED_SLICE)):
            with database.transaction(bulk=True) as cursor:
                cursor.execute(_COPY, [letter, first, first + _COPIED_SLICE, max(missing, 0)])
                missing -= sum(added for (added,) in cursor.fetchall())
            if not missing:
                break
        with database.transaction() as cursor:
            cursor.execute("DROP TABLE serial")
    if missing:
        raise ValueError(f"{rows} are too many: {missing} are missing")


@contextmanager
def _opened(home: Path) -> Generator[Database]:
    paths = Paths.under(home)
    limits = EngineLimits(4096, 2, paths.temporary)
    database = Database.open(paths.cache, limits, backups=paths.backups)
    try:
        yield database
        database.checkpoint()
    finally:
        database.close()


_SERIALS = """
    CREATE TABLE serial AS
    SELECT seq, row_number() OVER alike AS number FROM vehicle
    WINDOW alike AS (PARTITION BY left(vin, 11))
    QUALIFY NOT bool_or(substr(vin, 12, 1) > '9') OVER alike"""
"""Tells the vehicles apart that share the first eleven characters, where no serial number
among theirs begins with a letter already."""

_COPY = """
    INSERT INTO vehicle BY NAME
    SELECT * EXCLUDE (number) REPLACE (
        left(vin, 11) || ? || lpad(number::VARCHAR, 5, '0') AS vin, nextval('vehicle_seq') AS seq
    )
    FROM (
        SELECT * FROM vehicle JOIN serial USING (seq) WHERE seq >= ? AND seq < ? LIMIT ?
    )"""


def _slices() -> Iterator[list[str]]:
    size = _SLICE // len(_MIX)
    for seed in count(1):
        parts = (
            ultravin.generate(size, seed=seed * 100 + part, invalid_rate=_INVALID, **kind)
            for part, kind in enumerate(_MIX)
        )
        # In the order of their serial numbers kinds and years are thrown together.
        yield sorted({vin for part in parts for vin in part}, key=lambda vin: vin[::-1])


def _insert(cursor: Cursor, vins: list[str], most: int) -> int:
    """Decode and insert those that are new; how many."""
    stream: Any = ultravin.decode_stream(pa.table({"vin": vins}), column_names="id")
    decoded = pa.RecordBatchReader.from_stream(stream).read_all()
    cursor.register("decoded", decoded)
    cursor.execute(_sql(frozenset(decoded.column_names)), [most])
    ((added,),) = cursor.fetchall()
    return int(added)


def _sql(there: frozenset[str]) -> str:
    numbers = {column: BY_COLUMN[column.name].element_id for column in VALUE_COLUMNS}
    known = {column: f"attr_{number}" for column, number in numbers.items()}
    taken = {column: name for column, name in known.items() if name in there}
    names = ", ".join(column.quoted for column in taken)
    values = ", ".join(
        f"TRY_CAST(nullif(trim(CAST({name} AS VARCHAR)), '') AS {column.type}) AS {column.quoted}"
        for column, name in taken.items()
    )
    return f"""
        INSERT INTO vehicle (
            vin, {names}, source, data_version, fetched_at, added_at, quality, seq
        )
        SELECT
            vin, {names}, 'embedded', '2026-10', moment, moment, {_QUALITY}, nextval('vehicle_seq')
        FROM (
            SELECT vin, {values}, string_split(coalesce(attr_143, ''), ',') AS codes,
                TIMESTAMP '2026-01-01' + to_seconds(CAST(hash(vin) % 20000000 AS BIGINT)) AS moment
            FROM decoded WHERE vin NOT IN (SELECT vin FROM vehicle) LIMIT ?
        )"""


_QUALITY = """CASE
    WHEN list_contains(codes, '7') OR coalesce(make, model, model_year::VARCHAR) IS NULL
        THEN 'no data'
    WHEN list_has_any(codes, ['4', '5', '6', '11', '12', '400']) OR model_year IS NULL
        THEN 'doubtful'
    WHEN make IS NULL OR model IS NULL OR list_has_any(codes, ['2', '3', '8', '14'])
        THEN 'partial'
    WHEN list_contains(codes, '1') THEN 'check digit'
    ELSE 'decoded' END"""


if __name__ == "__main__":
    sys.stdout.write(f"{fleet(int(sys.argv[2]), Path(sys.argv[1]))}\n")
