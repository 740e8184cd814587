"""Schemas that no release ever had, and whether a cache file is wholly of one of them."""

from pathlib import Path

from vindesk.config.paths import Paths
from vindesk.store.engine import Cursor, Engine, EngineLimits
from vindesk.store.migrate import Schema, version_of
from vindesk.store.schema import CREATION, SCHEMA_VERSION


def schema_of(version: int) -> Schema:
    """Each version writes its number into every row, and has a table of its own."""
    steps = {number: _step(number) for number in range(SCHEMA_VERSION + 1, version + 1)}
    return Schema(version, CREATION, steps)


def _step(number: int) -> tuple[str, ...]:
    add = ("ALTER TABLE vehicle ADD COLUMN step INTEGER",)
    return (
        *(add if number == SCHEMA_VERSION + 1 else ()),
        f"CREATE TABLE step_{number} AS SELECT * EXCLUDE (step) FROM vehicle WHERE seq % 2 = 0",
        f"UPDATE vehicle SET step = {number}",
        f"DELETE FROM vehicle WHERE vin IN (SELECT vin FROM step_{number})",
        f"INSERT INTO vehicle SELECT *, {number} FROM step_{number}",
        f"UPDATE step_{number} SET removed_batch = {number}",
        f"DROP TABLE IF EXISTS step_{number - 1}",
    )


def version_in(paths: Paths, limits: EngineLimits) -> int:
    """The version of the cache file as it is."""
    engine = Engine.start(paths.cache, limits)
    try:
        return version_of(engine, paths.cache)
    finally:
        engine.close()


def whole_version(path: Path, limits: EngineLimits, vins: frozenset[str]) -> int:
    """The version of the file at ``path``, which must be that throughout.

    ``vins`` are those of every row, in any version.
    """
    engine = Engine.start(path, limits)
    try:
        version = version_of(engine, path)
        with engine.cursor() as cursor:
            _check(cursor, version, vins)
    finally:
        engine.close()
    return version


def _check(cursor: Cursor, version: int, vins: frozenset[str]) -> None:
    found = cursor.execute("SELECT vin FROM vehicle").fetchall()
    assert len(found) == len(vins)
    assert {vin for (vin,) in found} == vins
    tables = cursor.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    steps = {name for (name,) in tables if name.startswith("step_")}
    if version == SCHEMA_VERSION:
        assert steps == set()
        return
    assert steps == {f"step_{version}"}
    assert cursor.execute("SELECT DISTINCT step FROM vehicle").fetchall() == [(version,)]
    marks = cursor.execute(f"SELECT DISTINCT removed_batch FROM step_{version}").fetchall()
    assert marks == [(version,)]
