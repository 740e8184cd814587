import hashlib

from vindesk.domain.fields import FIELDS
from vindesk.store.database import Database
from vindesk.store.schema import COLUMNS, CREATION, SCHEMA_VERSION

RELEASED = {1: "da058aeb30ad5f12"}


def test_the_table_is_that_of_its_version() -> None:
    """If this fails: add a migration, a version, and its print; caches of version 1 exist."""
    made = hashlib.sha256("\n".join(CREATION).encode()).hexdigest()[:16]
    assert made == RELEASED[SCHEMA_VERSION]


def test_every_field_of_vpic_has_a_column_of_its_type(database: Database) -> None:
    with database.cursor() as cursor:
        described = cursor.execute("DESCRIBE vehicle").fetchall()
    types = {name: kind for name, kind, *_ in described}
    expected = {"text": "VARCHAR", "integer": "INTEGER", "decimal": "DOUBLE"}
    assert {field.column: types[field.column] for field in FIELDS} == {
        field.column: expected[field.type] for field in FIELDS
    }


def test_what_is_known_about_an_answer_follows(database: Database) -> None:
    with database.cursor() as cursor:
        described = cursor.execute("DESCRIBE vehicle").fetchall()
    assert [name for name, *_ in described] == [column.name for column in COLUMNS]
    assert [(name, kind, null) for name, kind, null, *_ in described[len(FIELDS) :]] == [
        ("extra", "MAP(VARCHAR, VARCHAR)", "YES"),
        ("requested_year", "INTEGER", "YES"),
        ("source", "VARCHAR", "NO"),
        ("data_version", "VARCHAR", "YES"),
        ("fetched_at", "TIMESTAMP", "NO"),
        ("added_at", "TIMESTAMP", "NO"),
        ("quality", "VARCHAR", "NO"),
        ("removed_batch", "BIGINT", "YES"),
        ("seq", "BIGINT", "NO"),
    ]


def test_the_cache_says_what_it_is(database: Database) -> None:
    with database.cursor() as cursor:
        notes = dict(cursor.execute("SELECT key, value FROM meta").fetchall())
    assert notes == {
        "schema_version": str(SCHEMA_VERSION),
        "created_at": "2026-11-12T08:00:00Z",
    }
