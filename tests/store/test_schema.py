import hashlib
from pathlib import Path

import pytest

from tests.store.samples import Clock, vehicle
from vindesk.domain.fields import FIELDS
from vindesk.store.database import Database
from vindesk.store.engine import EngineLimits
from vindesk.store.imports import Imports
from vindesk.store.migrate import CURRENT, Schema
from vindesk.store.schema import COLUMNS, CREATION, IMPORTS, SCHEMA_VERSION
from vindesk.store.vehicles import Vehicles

RELEASED = {1: "da058aeb30ad5f12", 2: "441012c843e15563"}
VERSION_1 = Schema(1, CREATION[: -len(IMPORTS)], {})


@pytest.mark.parametrize("schema", [CURRENT, VERSION_1], ids=lambda schema: str(schema.version))
def test_the_tables_are_those_of_their_version(schema: Schema) -> None:
    """If this fails: add a migration, a version, and its print; caches of all versions exist."""
    made = hashlib.sha256("\n".join(schema.creation).encode()).hexdigest()[:16]
    assert made == RELEASED[schema.version]


def test_a_cache_of_version_1_becomes_one_of_today(
    cache: Path, limits: EngineLimits, clock: Clock, database: Database
) -> None:
    old = cache.with_name("old.duckdb")
    backups = cache.parent / "backups"
    first = Database.open(old, limits, backups=backups, clock=clock, schema=VERSION_1)
    Vehicles(first, clock).save([vehicle(1, make="HONDA")])
    first.close()
    migrated = Database.open(old, limits, backups=backups, clock=clock)
    assert tables(migrated) == tables(database)
    assert Vehicles(migrated, clock).count() == 1
    assert Imports(migrated, clock).all() == []
    migrated.close()
    names = sorted(path.name for path in backups.iterdir())
    assert names == [f"vehicles-version-1-20261112-080000.{kind}" for kind in ("duckdb", "json")]


def tables(database: Database) -> list[tuple[object, ...]]:
    with database.cursor() as cursor:
        query = """SELECT table_name, column_name, data_type, is_nullable
            FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"""
        return cursor.execute(query).fetchall()


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


@pytest.mark.usefixtures("each_cache_made")
def test_the_cache_says_what_it_is(database: Database) -> None:
    with database.cursor() as cursor:
        notes = dict(cursor.execute("SELECT key, value FROM meta").fetchall())
    assert notes == {
        "schema_version": str(SCHEMA_VERSION),
        "created_at": "2026-11-12T08:00:00Z",
    }
