"""Any Parquet file, read by position in an engine of its own.

A foreign file may stop an engine, and the cache must not be on that one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from vindesk.domain.errors import FileUnreadable, UserError
from vindesk.domain.monitor import Monitor
from vindesk.store.engine import (
    UNWATCHED,
    Cursor,
    Engine,
    EngineLimits,
    Wording,
    rows,
    translated,
)
from vindesk.store.faults import Fault, gist

_WILD = re.compile(r"[\[*?]")
_FILE = "read_parquet(?, hive_partitioning = false)"
_ZONED = "TIMESTAMP WITH TIME ZONE"

_WORDS: Mapping[Fault, str] = {
    Fault.NOT_PARQUET: "It is not a Parquet file, or its end is missing.",
    Fault.ENCRYPTED: "It is encrypted.",
    Fault.DAMAGED: "It is damaged: {gist}.",
    Fault.BAD_INPUT: "It is damaged: {gist}.",
    Fault.INTERNAL: "It is damaged: {gist}.",
    Fault.STOPPED: "It is damaged: {gist}.",
    Fault.DISK_FULL: "There is no room left on the disk for what does not fit into memory.",
    Fault.MEMORY: "This needs more memory than the limit in the preferences.",
    Fault.CLOSED: "It was closed.",
}


@dataclass(frozen=True, slots=True)
class ParquetColumn:
    """A column as the file names it; ``type`` is DuckDB's."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class _Print:
    """What tells whether a file is still the one that was opened."""

    device: int
    inode: int
    size: int
    modified_ns: int


class ParquetFile:
    """A Parquet file that is open. Safe to use from several threads.

    ``metadata`` is what writers put in beside the data; what is no text in it is shown as
    far as it can be.
    """

    def __init__(self, path: Path, engine: Engine, cursor: Cursor) -> None:
        self.path = path
        self._engine = engine
        self._print = _print_of(path)
        self._pattern = _pattern(path)
        about = "SELECT num_rows, num_row_groups, created_by FROM parquet_file_metadata(?)"
        ((size, groups, created_by),) = self._ask(cursor, about)
        self.row_count: int = size
        self.row_groups: int = groups
        self.created_by: str = created_by or ""
        self.size_bytes = self._print.size
        pairs = self._ask(cursor, "SELECT key, value FROM parquet_kv_metadata(?)")
        self.metadata: Mapping[str, str] = MappingProxyType(
            {_text(key): _text(value) for key, value in pairs}
        )
        described = self._ask(cursor, f"DESCRIBE FROM {_FILE}")
        schema = self._ask(cursor, "SELECT name, num_children FROM parquet_schema(?)")
        self.columns = tuple(
            ParquetColumn(name, kind.strip('"'))
            for name, (_, kind, *_) in zip(_names(schema), described, strict=True)
        )
        self._page_sql = _page_sql(self.columns)

    @classmethod
    def open(cls, path: Path, limits: EngineLimits, monitor: Monitor = UNWATCHED) -> Self:
        """Read what the file says of itself; its rows stay where they are.

        Raises:
            FileUnreadable: it is missing, a folder, no Parquet file, damaged or encrypted.
            Cancelled: the monitor was cancelled.

        """
        place = path.absolute()
        try:
            _refuse(path, place)
            with translated(words_for(path), monitor):
                return cls._open(place, Engine.start(None, limits), monitor)
        except OSError as error:
            raise FileUnreadable(f"{path} cannot be read: {error.strerror}.") from error

    @classmethod
    def _open(cls, place: Path, engine: Engine, monitor: Monitor) -> Self:
        try:
            with engine.cursor(monitor) as cursor:
                return cls(place, engine, cursor)
        except BaseException:
            engine.close()
            raise

    def page(
        self, start: int, size: int, monitor: Monitor = UNWATCHED
    ) -> Sequence[tuple[object, ...]]:
        """The rows from ``start``, in the order of the file, each value as Python has it.

        Raises:
            FileUnreadable: the file was damaged, replaced or deleted since it was opened.
            Cancelled: the monitor was cancelled.

        """
        wanted = [self._pattern, start, start + size]
        self._refuse_if_changed()
        try:
            with (
                translated(words_for(self.path), monitor),
                self._engine.cursor(monitor) as cursor,
            ):
                found = list(rows(cursor.execute(self._page_sql, wanted)))
        except FileUnreadable:
            self._refuse_if_changed()
            raise
        self._refuse_if_changed()
        zoned = [place for place, column in enumerate(self.columns) if column.type == _ZONED]
        return [_with_zones(row, zoned) for row in found] if zoned else found

    def close(self) -> None:
        """Let go of the file; pages under way end with ``FileUnreadable``."""
        self._engine.close()

    def _ask(self, cursor: Cursor, query: str) -> Sequence[tuple[Any, ...]]:
        return cursor.execute(query, [self._pattern]).fetchall()

    def _refuse_if_changed(self) -> None:
        """Its rows would be those of another file."""
        try:
            same = _print_of(self.path) == self._print
        except OSError:
            same = False
        if not same:
            raise FileUnreadable(
                f"{self.path} was replaced or deleted since it was opened.",
                advice="Open it again.",
            )


def _refuse(path: Path, place: Path) -> None:
    if not place.exists():
        raise FileUnreadable(f"{path} does not exist.")
    if place.is_dir():
        raise FileUnreadable(f"{path} is a folder, not a file.")
    if place.stat().st_size == 0:
        raise FileUnreadable(f"{path} is empty.")


def _print_of(path: Path) -> _Print:
    found = path.stat()
    return _Print(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _pattern(path: Path) -> str:
    """DuckDB takes a path for a pattern; this one matches nothing but ``path``."""
    return _WILD.sub(lambda mark: f"[{mark[0]}]", str(path))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _names(schema: Sequence[tuple[str, int | None]]) -> Sequence[str]:
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


def _page_sql(columns: Sequence[ParquetColumn]) -> str:
    """No name of the file gets into the query: the columns are called by their places."""
    aliases = ", ".join(f"c{place}" for place in range(len(columns)))
    values = ", ".join(_value(f"c{place}", column.type) for place, column in enumerate(columns))
    return (
        f"SELECT {values} FROM {_FILE} AS file({aliases}) "  # noqa: S608 - names of ours
        "WHERE file_row_number >= ? AND file_row_number < ? ORDER BY file_row_number"
    )


def _value(alias: str, kind: str) -> str:
    """DuckDB needs a further library to hand out moments with a zone."""
    if kind == _ZONED:
        return f"timezone('UTC', {alias})"
    return f"CAST({alias} AS VARCHAR)" if _ZONED in kind else alias


def _with_zones(row: tuple[object, ...], zoned: Sequence[int]) -> tuple[object, ...]:
    return tuple(
        value.replace(tzinfo=UTC) if place in zoned and isinstance(value, datetime) else value
        for place, value in enumerate(row)
    )


def words_for(path: Path) -> Wording:
    def told(fault: Fault, message: str) -> UserError:
        words = _WORDS.get(fault, "{gist}.").format(gist=gist(message))
        return FileUnreadable(f"{path} cannot be shown. {words}")

    return told
