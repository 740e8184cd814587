"""What tells whether two caches hold the same: of each table, its rows and a hash of them."""

from collections.abc import Mapping
from typing import Final

from vindesk.store.engine import Cursor
from vindesk.store.identifiers import quoted
from vindesk.store.schema import PRESENT

Fingerprint = Mapping[str, tuple[int, str]]
"""By the name of the table: how many rows, and the sum of their hashes."""

_TABLES: Final = """
    SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND NOT internal ORDER BY ALL"""


def fingerprint(cursor: Cursor, database: str) -> Fingerprint:
    """Read every value of every table; 1M vehicles take a third of a second."""
    names = [name for (name,) in cursor.execute(_TABLES, [database]).fetchall()]
    return {name: _of_table(cursor, f"{quoted(database)}.{quoted(name)}") for name in names}


def count_present(cursor: Cursor) -> int:
    """How many vehicles a person would see."""
    query = f"SELECT count(*) FROM vehicle WHERE {PRESENT}"  # noqa: S608 - our constant
    ((count,),) = cursor.execute(query).fetchall()
    return int(count)


def _of_table(cursor: Cursor, table: str) -> tuple[int, str]:
    query = f"SELECT count(*), sum(hash(each)::HUGEINT)::VARCHAR FROM {table} AS each"  # noqa: S608 - quoted
    ((count, total),) = cursor.execute(query).fetchall()
    return int(count), total or ""
