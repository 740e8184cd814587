"""What the footers of Parquet files say of columns and row groups, and what only reading tells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from vindesk.domain.column_filter import ColumnKind
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.store.engine import Cursor
from vindesk.store.parquet_columns import ParquetColumn, alias, as_text
from vindesk.store.parquet_pages import ParquetFile

_MOST_GROUPS: Final = 2_000
_COMPARED: Final = frozenset({ColumnKind.NUMBER, ColumnKind.MOMENT, ColumnKind.TRUTH})
_EXACT: Final = frozenset({*_COMPARED, ColumnKind.TEXT})


class ColumnStatistics(Struct, frozen=True):
    """Of all rows; None: not known. ``least`` and ``greatest`` are texts."""

    nulls: int | None = None
    distinct: int | None = None
    least: str | None = None
    greatest: str | None = None


class RowGroup(Struct, frozen=True):
    """``file`` counts from 0, as ``number`` does in its file."""

    file: int
    number: int
    rows: int
    packed_bytes: int
    plain_bytes: int
    compression: str


class SchemaNode(Struct, frozen=True):
    """A field at ``depth`` in the tree of the schema."""

    depth: int
    name: str
    kind: str


class Footer(Struct, frozen=True):
    """``groups`` are the first ones, where there are very many."""

    schema: Sequence[SchemaNode]
    groups: Sequence[RowGroup]
    statistics: Mapping[int, ColumnStatistics]
    """By the place of the column; only of those of which the footers say something."""


def footer(file: ParquetFile, monitor: Monitor = UNWATCHED) -> Footer:
    """What the footers say; no row is read.

    Raises:
        FileUnreadable: the file was damaged, replaced or deleted since it was opened.
        Cancelled: the monitor was cancelled.

    """
    with file.reading(monitor) as cursor:
        schema = cursor.execute(
            """SELECT name, num_children, repetition_type, type, logical_type, duckdb_type
            FROM parquet_schema(?)""",
            [file.patterns[0]],
        ).fetchall()
        return Footer(
            tuple(_nodes(schema)), _groups(file, cursor), dict(_statistics(file, cursor, schema))
        )


def measured(file: ParquetFile, place: int, monitor: Monitor = UNWATCHED) -> ColumnStatistics:
    """All there is to say of one column, by reading it.

    Raises:
        FileUnreadable: as ``footer``.

    """
    name, text = alias(place), as_text(place, file.columns[place])
    least, greatest = (text.replace(name, f"{function}({name})") for function in ("min", "max"))
    query = f"SELECT count(*) - count({name}), count(DISTINCT {name}), {least}, {greatest}"
    with file.reading(monitor) as cursor:
        (found,) = cursor.execute(f"{query} FROM {file.table}", [file.patterns]).fetchall()
    return ColumnStatistics(*found)


def _nodes(schema: Sequence[tuple[Any, ...]]) -> Iterator[SchemaNode]:
    left: list[int] = []
    for name, children, repetition, physical, logical, kind in schema[1:]:
        while left and not left[-1]:
            left.pop()
        if left:
            left[-1] -= 1
        words = [str(kind).strip('"'), str(repetition or "").lower(), physical]
        told = logical.partition("(")[0].removesuffix("Type") if logical else ""
        yield SchemaNode(len(left), name, ", ".join(filter(None, (*words, told))))
        if children:
            left.append(children)


def _groups(file: ParquetFile, cursor: Cursor) -> Sequence[RowGroup]:
    query = f"""
        SELECT file_name, row_group_id, any_value(row_group_num_rows),
            sum(total_compressed_size), sum(total_uncompressed_size),
            string_agg(DISTINCT compression, ', ' ORDER BY compression)
        FROM parquet_metadata(?) GROUP BY file_name, row_group_id
        ORDER BY file_name, row_group_id LIMIT {_MOST_GROUPS}"""  # noqa: S608 - our number
    found = cursor.execute(query, [file.patterns]).fetchall()
    numbers: dict[str, int] = {}
    return [
        RowGroup(numbers.setdefault(name, len(numbers)), int(number), int(rows), *sizes)
        for name, number, rows, *sizes in found
    ]


def _statistics(
    file: ParquetFile, cursor: Cursor, schema: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[int, ColumnStatistics]]:
    """Of the columns that are no trees, where all files have the same."""
    if file.is_merged:
        return
    places = _leaves(schema)
    by_type: dict[str, dict[int, int]] = {}
    for leaf, place in places.items():
        by_type.setdefault(file.columns[place].type, {})[leaf] = place
    for column in {file.columns[place] for place in places.values()}:
        leaves = by_type.pop(column.type, {})
        for leaf, *told in _told(column, leaves, file, cursor):
            yield leaves[leaf], ColumnStatistics(*told)


def _told(
    column: ParquetColumn, leaves: Mapping[int, int], file: ParquetFile, cursor: Cursor
) -> Sequence[tuple[Any, ...]]:
    """A statistic counts only if every row group has it, and it is not cut."""
    if not leaves:
        return ()
    kind = column.type if column.kind in _COMPARED else "VARCHAR"
    marks = ", ".join("?" * len(leaves))
    extremes = ", ".join(
        f"""CASE WHEN bool_and(coalesce({end}_is_exact, true) AND (
            stats_{end}_value IS NOT NULL OR stats_null_count = num_values))
            THEN CAST({end}(TRY_CAST(stats_{end}_value AS {kind})) AS VARCHAR) END"""
        if column.kind in _EXACT
        else "NULL"
        for end in ("min", "max")
    )
    query = f"""
        SELECT column_id, CASE WHEN count(stats_null_count) = count(*)
            THEN sum(stats_null_count)::BIGINT END, NULL, {extremes}
        FROM parquet_metadata(?) WHERE column_id IN ({marks}) GROUP BY column_id"""  # noqa: S608 - a plain type of DuckDB's
    return cursor.execute(query, [file.patterns, *leaves]).fetchall()


def _leaves(schema: Sequence[tuple[Any, ...]]) -> Mapping[int, int]:
    """Which leaf of the tree a column is, for the columns that are no trees: its place."""
    places: dict[int, int] = {}
    leaf, place, nested = 0, -1, 0
    for _, children, repetition, *_ in schema[1:]:
        top = not nested
        place, nested = (place + 1, nested) if top else (place, nested - 1)
        nested += children or 0
        if not children:
            if top and repetition != "REPEATED":
                places[leaf] = place
            leaf += 1
    return places
