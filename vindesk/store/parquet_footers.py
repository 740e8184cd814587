"""What the footers of a table of Parquet files must say before one of its rows can be shown."""

from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from vindesk.domain.distinct_names import told_apart
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.words import say
from vindesk.store.engine import Cursor
from vindesk.store.identifiers import pattern
from vindesk.store.parquet_columns import MOST_DIGITS, ParquetColumn, Top, alias, tops
from vindesk.store.parquet_faults import IF_DAMAGED
from vindesk.store.parquet_files import ParquetFiles
from vindesk.store.parquet_limits import refuse_crumbs


class Source(Struct, frozen=True):
    """What reads the files in SQL; its one parameter is their patterns."""

    sql: str
    is_merged: bool
    """Whether columns are put together by their names, since not all files have the same."""


class Footers(Struct, frozen=True):
    """Of all files, except where it says otherwise."""

    starts: "array[int]"
    """Of each file the number of its first row, and how many rows there are."""

    row_groups: int
    created_by: str
    metadata: Mapping[str, str]
    """What writers put in beside the data of the first file; what is no text in it is shown
    as far as it can be."""

    source: Source
    columns: tuple[ParquetColumn, ...]


def read_footers(cursor: Cursor, files: ParquetFiles) -> Footers:
    """Believe none of it before ``prove`` has."""
    patterns = files.patterns
    about = cursor.execute(
        "SELECT num_rows, num_row_groups, created_by FROM parquet_file_metadata(?)", [patterns]
    ).fetchall()
    refuse_crumbs(files, [groups for _, groups, _ in about])
    pairs = cursor.execute(
        "SELECT key, value FROM parquet_kv_metadata(?)", [patterns[0]]
    ).fetchall()
    source = _source(cursor, files)
    return Footers(
        starts=array("q", accumulate((size for size, *_ in about), initial=0)),
        row_groups=sum(groups for _, groups, _ in about),
        created_by=about[0][2] or "",
        metadata=MappingProxyType({_text(key): _text(value) for key, value in pairs}),
        source=source,
        columns=_columns(cursor, files, source),
    )


def prove(cursor: Cursor, files: ParquetFiles, starts: Sequence[int]) -> None:
    """Every number of rows is written down several times: in a sound file they agree.

    Raises:
        FileUnreadable: they do not.

    """
    query = """
        SELECT count(*) FROM (
            SELECT file_name, sum(row_group_num_rows) AS rows,
                bool_or(num_values <> row_group_num_rows) AS differ
            FROM parquet_metadata($files) GROUP BY file_name, column_id
        ) JOIN (
            SELECT file_name, bool_or(repetition_type = 'REPEATED') AS repeats
            FROM parquet_schema($files) GROUP BY file_name
        ) USING (file_name) JOIN parquet_file_metadata($files) USING (file_name)
        WHERE rows <> num_rows OR (differ AND NOT repeats)"""
    ((wrong,),) = cursor.execute(query, {"files": files.patterns}).fetchall()
    negative = any(start > end for start, end in pairwise(starts))
    if wrong or negative:
        raise FileUnreadable(
            say(
                "{path} cannot be shown. It is damaged: its row counts contradict each other.",
                path=files.root,
            ),
            advice=say(IF_DAMAGED),
        )


def _source(cursor: Cursor, files: ParquetFiles) -> Source:
    query = """
        SELECT count(DISTINCT columns) FROM (
            SELECT list((name, duckdb_type, num_children, repetition_type)
                ORDER BY column_id, name) AS columns
            FROM parquet_schema(?) GROUP BY file_name)"""
    patterns = files.patterns
    kinds = 1
    if len(patterns) > 1:
        ((kinds,),) = cursor.execute(query, [patterns]).fetchall()
    is_merged = kinds > 1
    union = ", union_by_name = true" if is_merged else ""
    hive = files.is_partitioned and _parts_agree(files)
    return Source(f"read_parquet(?, hive_partitioning = {str(hive).lower()}{union})", is_merged)


def _columns(cursor: Cursor, files: ParquetFiles, source: Source) -> tuple[ParquetColumn, ...]:
    """Asked under names of ours: DuckDB calls a column without a name as another may be called."""
    patterns = files.patterns
    own = _tops(cursor, patterns[0])
    ours = told_apart(map(alias, range(len(own))), _parts(files.paths[0]))
    renamed = "" if source.is_merged else f" AS file({', '.join(ours)})"
    described: Sequence[tuple[Any, ...]] = cursor.execute(
        f"DESCRIBE FROM {source.sql}{renamed}", [patterns]
    ).fetchall()
    names = [name for name, *_ in described]
    if not source.is_merged:
        names[: len(own)] = [top.name for top in own]
    approximate = {top.name for top in own if top.approximate}
    if len(patterns) > 1:
        approximate |= _approximate(cursor, patterns)
    return tuple(
        ParquetColumn(name, kind.strip('"'), approximate=name in approximate)
        for name, (_, kind, *_) in zip(names, described, strict=True)
    )


def _tops(cursor: Cursor, file: str) -> Sequence[Top]:
    query = "SELECT name, num_children, precision FROM parquet_schema(?)"
    return tops(cursor.execute(query, [file]).fetchall())


def _approximate(cursor: Cursor, patterns: Sequence[str]) -> set[str]:
    """The names of columns that hold longer decimals than can be shown, in any file."""
    query = "SELECT DISTINCT file_name FROM parquet_schema(?) WHERE precision > ?"
    files = cursor.execute(query, [patterns, MOST_DIGITS]).fetchall()
    every = (top for (name,) in files for top in _tops(cursor, pattern(Path(name))))
    return {top.name for top in every if top.approximate}


def _parts_agree(files: ParquetFiles) -> bool:
    """Whether every file stands in folders for the same names; else they say nothing."""
    return len({_parts(path) for path in files.paths}) == 1


def _parts(path: Path) -> tuple[str, ...]:
    """The names that the folders around a file stand for, as ``year=2020`` does."""
    return tuple(part.partition("=")[0] for part in path.parts[:-1] if "=" in part)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
