"""The columns of a Parquet file, and their values as text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vindesk.domain.column_filter import ColumnKind

_NESTED = re.compile(r".*(\[\d*\]|\))", re.DOTALL)


_KINDS: Final = {
    **dict.fromkeys(("VARCHAR", "UUID", "JSON"), ColumnKind.TEXT),
    **dict.fromkeys(
        (
            *("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE"),
            *("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"),
        ),
        ColumnKind.NUMBER,
    ),
    "BOOLEAN": ColumnKind.TRUTH,
    "BLOB": ColumnKind.BYTES,
    "DATE": ColumnKind.MOMENT,
}


@dataclass(frozen=True, slots=True)
class ParquetColumn:
    """A column as the file names it; ``type`` is DuckDB's."""

    name: str
    type: str

    @property
    def kind(self) -> ColumnKind:
        if self.type in _KINDS:
            return _KINDS[self.type]
        if self.type.startswith("DECIMAL(") and not self.type.endswith("]"):
            return ColumnKind.NUMBER
        if self.type.startswith("TIMESTAMP") and not self.type.endswith("]"):
            return ColumnKind.MOMENT
        if self.type.startswith("ENUM(") and not self.type.endswith("]"):
            return ColumnKind.TEXT
        return ColumnKind.NESTED if _NESTED.fullmatch(self.type) else ColumnKind.OTHER


def alias(place: int) -> str:
    """What the column at ``place`` is called in our queries: no name of the file gets there."""
    return f"c{place}"


def aliases(count: int) -> str:
    return ", ".join(map(alias, range(count)))


def as_text(place: int, column: ParquetColumn) -> str:
    """Its value as one reads it: exact, also where Python has no such value."""
    if column.kind is ColumnKind.BYTES:
        return f"lower(hex({alias(place)}))"
    return f"CAST({alias(place)} AS VARCHAR)"


def top_names(schema: Sequence[tuple[str, int | None]]) -> Sequence[str]:
    """The names at the top of the tree that ``schema`` lists, parents before children.

    DuckDB's own are not the file's: it numbers those that occur twice.
    """
    names: list[str] = []
    nested = 0
    for name, children in schema[1:]:
        if nested:
            nested -= 1
        else:
            names.append(name)
        nested += children or 0
    return names
