"""Rows that are handed on, for files that DuckDB does not write itself."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from vindesk.domain.monitor import Monitor
from vindesk.store.engine import Relation, batches

_ROWS_AT_A_TIME: Final = 1_000


class Streamed(Struct, frozen=True):
    """Rows that come as they are asked for: texts, numbers, moments in UTC without a zone."""

    names: Sequence[str]
    total: int
    batches: Iterator[Sequence[tuple[object, ...]]]


def streamed(relation: Relation, names: Sequence[str], total: int, monitor: Monitor) -> Streamed:
    """The rows of ``relation``; what they raise when they are asked for is that of ``batches``."""
    return Streamed(names, total, map(_rows_of, batches(relation, _ROWS_AT_A_TIME, monitor)))


def _rows_of(batch: Any) -> Sequence[tuple[object, ...]]:
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
