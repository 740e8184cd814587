"""The engine of a cache started: on a file of ours, of the present version."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from vindesk.domain.database_mark import HEAD_BYTES, is_database
from vindesk.domain.errors import CacheDamaged, CacheUnwritable
from vindesk.domain.file_names import NO_TEXT, is_text
from vindesk.domain.words import say
from vindesk.store import migrate
from vindesk.store.checkpoints import Checkpoints
from vindesk.store.engine import Engine, EngineLimits, closed_on_failure
from vindesk.store.migrate import Schema


def prepare(path: Path) -> None:
    """Make the folder; refuse what DuckDB would not refuse.

    DuckDB opens Parquet and SQLite files too, and where a path has a question mark it puts
    the ending of its log before that.
    """
    if "?" in str(path):
        raise CacheUnwritable(
            say(
                "The cache cannot be at {path}: its path must not have a question mark.", path=path
            ),
            advice=say("Choose another data folder."),
        )
    if not is_text(path):
        raise CacheUnwritable(say(NO_TEXT, path=path), advice=say("Choose another data folder."))
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        return
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not is_database(head):
        raise CacheDamaged(
            say("{path} is not a DuckDB file. It was left as it is.", path=path),
            advice=say("Restore a backup, or move the file elsewhere."),
        )


def start(
    path: Path,
    limits: EngineLimits,
    backups: Path,
    clock: Callable[[], datetime],
    schema: Schema,
) -> Engine:
    """An engine on a cache of the version of ``schema``; an older one is copied first."""
    if not path.exists():
        migrate.make(path, limits, schema, clock)
    engine = Engine.start(path, limits)
    with _left_on_failure(engine):
        version = migrate.version_of(engine, path)
        migrate.refuse_newer(version, schema, path)
        if version == schema.version:
            return engine
        if version == 0:
            migrate.create(engine, schema, clock)
            return engine
        _empty_log(engine, path)
    engine.close()  # DuckDB's lock does not survive that the open file is copied
    migrate.back_up(path, backups, version, limits, clock)
    engine = Engine.start(path, limits)
    with _left_on_failure(engine):
        migrate.migrate(engine, version, schema, clock)
    return engine


@contextmanager
def _left_on_failure(engine: Engine) -> Generator[None, None, None]:
    """Close the engine, if the block fails, and leave its file and its log as they are."""
    with closed_on_failure(engine):
        try:
            yield
        except BaseException:
            engine.leave_log()
            raise


def _empty_log(engine: Engine, path: Path) -> None:
    """What is in the log belongs into the copy."""
    checkpoints = Checkpoints(path, engine.cursor)
    try:
        checkpoints.run()
    finally:
        checkpoints.end()
