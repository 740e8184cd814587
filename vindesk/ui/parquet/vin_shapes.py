"""Whether a table that is shown holds VINs."""

from collections.abc import Iterable, Sequence

from vindesk.domain.column_filter import ColumnKind
from vindesk.domain.fields import NO_DATA
from vindesk.domain.vin import LENGTH, find_fault
from vindesk.store.parquet_columns import ParquetColumn


def hold_vins(rows: Sequence[Sequence[str]], columns: Iterable[ParquetColumn]) -> bool:
    """Whether most of what stands in one of the columns has the shape of a VIN."""
    texts = [place for place, column in enumerate(columns) if column.kind is ColumnKind.TEXT]
    return any(_are_vins([row[place] for row in rows if row[place] != NO_DATA]) for place in texts)


def _are_vins(texts: Sequence[str]) -> bool:
    shaped = sum(len(text) == LENGTH and find_fault(text.upper()) is None for text in texts)
    return bool(texts) and shaped * 2 > len(texts)
