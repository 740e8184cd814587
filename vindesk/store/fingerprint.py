"""What tells whether two caches hold the same: of each table, its rows and a hash of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from vindesk.domain.monitor import Monitor
from vindesk.store.at_ease import at_ease
from vindesk.store.engine import Cursor, the_number
from vindesk.store.identifiers import quoted
from vindesk.store.schema import PRESENT

Fingerprint = Mapping[str, tuple[int, str]]
"""By the name of the table: how many rows, and the sum of their hashes.

The hashes are DuckDB's own: the next release of it may hash the same rows otherwise.
"""

_SLICE: Final = 122_880
"""Rows; as many as DuckDB keeps together."""

_TABLES: Final = """
    SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND NOT internal ORDER BY ALL"""


def own_name(cursor: Cursor) -> str:
    """What the database is called that ``cursor`` reads."""
    ((name,),) = cursor.execute("SELECT current_database()").fetchall()
    return name


def fingerprint(cursor: Cursor, monitor: Monitor | None = None) -> Fingerprint:
    """Read every value of every table; 1M vehicles take a third of a second.

    With a ``monitor`` it takes its time: the cache is in use.
    """
    database = own_name(cursor)
    names = [name for (name,) in cursor.execute(_TABLES, [database]).fetchall()]
    tables = {name: f"{quoted(database)}.{quoted(name)}" for name in names}
    if monitor is None:
        return {name: _of_table(cursor, table) for name, table in tables.items()}
    return {name: _by_slices(cursor, table, monitor) for name, table in tables.items()}


def counts(tables: Fingerprint) -> Mapping[str, int]:
    """What any DuckDB says alike of the same file."""
    return {name: count for name, (count, _hash) in tables.items()}


def count_present(cursor: Cursor) -> int:
    """How many vehicles a person would see."""
    query = f"SELECT count(*) FROM vehicle WHERE {PRESENT}"  # noqa: S608 - our constant
    return the_number(cursor.execute(query))


def slices(cursor: Cursor, table: str) -> Sequence[range]:
    """The rows of ``table``, whose name is quoted, in slices of their ``rowid``."""
    query = f"SELECT coalesce(max(rowid), -1) FROM {table}"  # noqa: S608 - quoted
    last = the_number(cursor.execute(query))
    return [range(first, first + _SLICE) for first in range(0, last + 1, _SLICE)]


def _of_table(cursor: Cursor, table: str) -> tuple[int, str]:
    query = f"SELECT count(*), sum(hash(each)::HUGEINT)::VARCHAR FROM {table} AS each"  # noqa: S608 - quoted
    ((count, total),) = cursor.execute(query).fetchall()
    return int(count), total or ""


def _by_slices(cursor: Cursor, table: str, monitor: Monitor) -> tuple[int, str]:
    query = (
        f"SELECT count(*), coalesce(sum(hash(each)::HUGEINT), 0)::VARCHAR FROM {table} AS each "  # noqa: S608 - quoted
        "WHERE rowid >= ? AND rowid < ?"
    )
    count = total = 0
    for part in at_ease(slices(cursor, table), monitor):
        ((some, their),) = cursor.execute(query, [part.start, part.stop]).fetchall()
        count, total = count + int(some), total + int(their)
    return count, str(total) if count else ""
