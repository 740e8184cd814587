"""Parquet files of every kind, written by pyarrow, and the texts that their cells should have."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 60
CODECS = ("none", "snappy", "gzip", "brotli", "lz4", "zstd")


def every_type() -> Any:
    """Each logical type, with a null in every third row."""
    return pa.table({name: _with_nulls(values, kind) for name, (values, kind) in _TYPES.items()})


def _with_nulls(values: Sequence[Any], kind: Any) -> Any:
    cells = [None if row % 3 == 2 else values[row % len(values)] for row in range(ROWS)]
    return pa.array(cells, kind)


_UTC = dt.datetime(2026, 5, 3, 12, 30, 1, 123456, dt.UTC)
_NOON = _UTC.replace(tzinfo=None)
_TYPES: Mapping[str, tuple[Sequence[Any], Any]] = {
    "bool": ([True, False], pa.bool_()),
    **{f"i{bits}": ([-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, 0], getattr(pa, f"int{bits}")())
       for bits in (8, 16, 32, 64)},
    **{f"u{bits}": ([0, 2**bits - 1], getattr(pa, f"uint{bits}")()) for bits in (8, 16, 32, 64)},
    "f16": ([1.5, -0.25], pa.float16()),
    "f32": ([0.1, 1e20, float("inf")], pa.float32()),
    "f64": ([0.1, -1e-300, float("-inf"), 123456789.123], pa.float64()),
    "d9": ([Decimal("1.50"), Decimal("-0.01")], pa.decimal128(9, 2)),
    "d18": ([Decimal("123456789012345.678")], pa.decimal128(18, 3)),
    "d38": ([Decimal("9" * 36 + ".99"), Decimal("0.00")], pa.decimal128(38, 2)),
    "text": (["", "ü 中文 🚗", "a\tb\nc", "—", "NULL", "x" * 300], pa.string()),
    "large_text": (["a", "b"], pa.large_string()),
    "view": (["a view of a text", "b"], pa.string_view()),
    "dictionary": (["red", "blue"], pa.dictionary(pa.int8(), pa.string())),
    "bytes": ([b"", b"\x00\xff'\"", b"ab"], pa.binary()),
    "fixed": ([b"abcd", b"\x00\x01\x02\x03"], pa.binary(4)),
    "uuid": ([UUID(int=7).bytes, UUID(int=2**127).bytes], pa.uuid()),
    "json": (['{"a": 1}', "[]"], pa.json_()),
    "day": ([dt.date(1, 1, 1), dt.date(9999, 12, 31)], pa.date32()),
    "day64": ([dt.date(2026, 5, 3)], pa.date64()),
    "time_ms": ([dt.time(1, 2, 3, 4000)], pa.time32("ms")),
    "time_us": ([dt.time(23, 59, 59, 999999)], pa.time64("us")),
    "time_ns": ([1, 86_399_999_999_999], pa.time64("ns")),
    "ts_ms": ([_NOON.replace(microsecond=123000)], pa.timestamp("ms")),
    "ts_us": ([_NOON], pa.timestamp("us")),
    "ts_ns": ([1, 1_700_000_000_123_456_789], pa.timestamp("ns")),
    "tz_ms": ([_UTC.replace(microsecond=0)], pa.timestamp("ms", "Europe/Berlin")),
    "tz_us": ([_UTC], pa.timestamp("us", "UTC")),
    "tz_ns": ([1_700_000_000_123_456_789], pa.timestamp("ns", "UTC")),
    "duration": ([5, -7], pa.duration("us")),
    "nothing": ([None], pa.null()),
    "list": ([[1, None, 3], []], pa.list_(pa.int64())),
    "large_list": ([[1], []], pa.large_list(pa.int64())),
    "fixed_list": ([[1, 2]], pa.list_(pa.int64(), 2)),
    "struct": ([{"a": 1, "b": None}], pa.struct({"a": pa.int64(), "b": pa.string()})),
    "map": ([[("k", 1), ("l", None)]], pa.map_(pa.string(), pa.int64())),
    "three": (
        [[{"a": [{"b": 1}, None]}, None], []],
        pa.list_(pa.struct({"a": pa.list_(pa.struct({"b": pa.int64()}))})),
    ),
}  # fmt: skip


def expected(cell: Any, kind: Any) -> str | None:
    """The text of a cell, made from what pyarrow has; written down here once more, on purpose."""
    if not cell.is_valid:
        return None
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        return _moment(cell, kind)
    value = cell.as_py()
    if pa.types.is_duration(kind):
        return str(cell.value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dt.date):
        return value.isoformat()
    return _plain(value, kind)


def _moment(cell: Any, kind: Any) -> str:
    per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[kind.unit]
    seconds, part = divmod(cell.value, per_second)
    fraction = f".{part * 10**9 // per_second:09}".rstrip("0").rstrip(".") if part else ""
    if pa.types.is_time(kind):
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        return f"{clock}{fraction}"
    moment = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return f"{moment:%Y-%m-%d %H:%M:%S}{fraction}{'+00' if kind.tz else ''}"


def _plain(value: Any, kind: Any) -> str:
    if isinstance(value, list) and pa.types.is_map(kind):
        return f"{{{', '.join(f'{key}={_inner(each)}' for key, each in value)}}}"
    if isinstance(value, float) and pa.types.is_float32(kind):
        return pa_shortest(value)
    return _inner(value)


def _inner(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return f"[{', '.join(map(_inner, value))}]"
    if isinstance(value, dict):
        pairs = (f"'{key}': {_inner(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def pa_shortest(value: float) -> str:
    """The shortest text that is this number in 32 bits."""
    texts = (f"{value:.{digits}g}" for digits in range(1, 12))
    return next(text for text in texts if pa.scalar(float(text), pa.float32()).as_py() == value)


def write(path: Path, columns: Any, **options: Any) -> Path:
    table = columns if isinstance(columns, pa.Table) else pa.table(dict(columns))
    pq.write_table(table, path, **options)
    return path
