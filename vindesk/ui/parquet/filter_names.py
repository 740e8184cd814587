"""What the columns of a Parquet file are called in a filter."""

from collections.abc import Iterator, Sequence
from itertools import count

from vindesk.domain.column_filter import ColumnKind
from vindesk.store.parquet_columns import ParquetColumn


def filter_columns(columns: Sequence[ParquetColumn]) -> Sequence[tuple[str, ColumnKind]]:
    """A name and a kind of each, so that a filter can ask for any of those that share a name.

    The first of them has it; the others have numbers behind it.
    """
    known = {column.name for column in columns}
    repeats: dict[str, Iterator[str]] = {}
    found: list[tuple[str, ColumnKind]] = []
    for column in columns:
        name = column.name
        if name in repeats:
            name = next(each for each in repeats[name] if each not in known)
            known.add(name)
        else:
            repeats[name] = _numbered(name)
        found.append((name, column.kind))
    return found


def _numbered(name: str) -> Iterator[str]:
    return (f"{name}_{number}" for number in count(2))
