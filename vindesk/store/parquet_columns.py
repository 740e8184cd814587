"""The columns of a Parquet file, and their values as text."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from vindesk.domain.column_filter import ColumnKind
from vindesk.domain.words import say

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


class ParquetColumn(Struct, frozen=True):
    """A column as the file names it; ``type`` is DuckDB's."""

    name: str
    type: str
    approximate: bool = False
    """It holds decimals of more digits than are shown."""

    @property
    def told_type(self) -> str:
        """The type, with a word where what is shown is not exactly what is there."""
        return say("{type}, approximate", type=self.type) if self.approximate else self.type

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


MOST_DIGITS: Final = 38
"""Decimals of more are floating-point numbers to DuckDB."""


class Top(Struct, frozen=True):
    """A field at the top of the schema of a file."""

    name: str
    approximate: bool


def tops(schema: Sequence[tuple[str, int | None, int | None]]) -> Sequence[Top]:
    """Of the tree that ``schema`` lists as names, numbers of children and precisions.

    Parents come before children. DuckDB's own names are not the file's: it numbers those
    that occur twice.
    """
    found: list[Top] = []
    nested = 0
    for name, children, precision in schema[1:]:
        approximate = (precision or 0) > MOST_DIGITS
        if nested:
            nested -= 1
            found[-1] = replace(found[-1], approximate=approximate or found[-1].approximate)
        else:
            found.append(Top(name, approximate))
        nested += children or 0
    return found
