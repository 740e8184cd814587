"""Any Parquet file, or a folder of them, read by position in an engine of its own.

A foreign file may stop an engine, and the cache must not be on that one.
"""

from array import array
from bisect import bisect_right
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from vindesk.domain.column_filter import ColumnFilter
from vindesk.domain.errors import FileUnreadable, UserError
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say
from vindesk.store.engine import UNWATCHED, Cursor, Engine, EngineLimits, Wording, translated
from vindesk.store.faults import Fault, fault_of, gist
from vindesk.store.parquet_columns import ParquetColumn, alias, aliases, as_text, top_names
from vindesk.store.parquet_files import ParquetFiles
from vindesk.store.parquet_filters import Where, found_in, where
from vindesk.store.parquet_order import ChosenRows, EveryRow, RowNumbers, chosen

_WORDS: Mapping[Fault, str] = {
    Fault.NOT_PARQUET: phrase("It is not a Parquet file, or its end is missing."),
    Fault.ENCRYPTED: phrase("It is encrypted."),
    Fault.DAMAGED: phrase("It is damaged: {gist}."),
    Fault.BAD_INPUT: phrase("It is damaged: {gist}."),
    Fault.INTERNAL: phrase("It is damaged: {gist}."),
    Fault.STOPPED: phrase("It is damaged: {gist}."),
    Fault.DISK_FULL: phrase("There is no room left on the disk for what does not fit into memory."),
    Fault.MEMORY: phrase("This needs more memory than the limit in the preferences."),
    Fault.CLOSED: phrase("It was closed."),
}
_BATCH = 100_000

Row = Sequence[str | None]
"""The texts of a row; None: null."""


@dataclass(frozen=True, slots=True)
class ColumnSort:
    """The column to sort by; nulls come last both ways."""

    place: int
    descending: bool = False


class ParquetFile:
    """A table of Parquet files that is open. Safe to use from several threads.

    Its rows are numbered from 0, through all files. ``metadata`` is what writers put in
    beside the data (of the first file); what is no text in it is shown as far as it can be.
    """

    takes_folders = True

    def __init__(
        self, files: ParquetFiles, engine: Engine, limits: EngineLimits, cursor: Cursor
    ) -> None:
        self.path = files.root
        self.files = files
        self._engine = engine
        self._limits = limits
        self._patterns = files.patterns
        self._pattern = self._patterns[0]
        about = self._ask(
            cursor, "SELECT num_rows, num_row_groups, created_by FROM parquet_file_metadata(?)"
        )
        sizes = [size for size, *_ in about]
        self.row_count: int = sum(sizes)
        self.starts = array("q", accumulate(sizes, initial=0))
        """Of each file the number of its first row, and how many rows there are."""

        self.row_groups: int = sum(groups for _, groups, _ in about)
        self.created_by: str = about[0][2] or ""
        self.size_bytes = files.size_bytes
        pairs = cursor.execute(
            "SELECT key, value FROM parquet_kv_metadata(?)", [self._pattern]
        ).fetchall()
        self.metadata: Mapping[str, str] = MappingProxyType(
            {_text(key): _text(value) for key, value in pairs}
        )
        self._check_counts(cursor)
        self._options = self._choose_options(cursor)
        self.columns = self._find_columns(cursor)

    @classmethod
    def open(cls, path: Path, limits: EngineLimits, monitor: Monitor = UNWATCHED) -> Self:
        """Read what the files say of themselves; their rows stay where they are.

        Raises:
            FileUnreadable: it is missing, no Parquet file, damaged or encrypted.
            Cancelled: the monitor was cancelled.

        """
        try:
            files = ParquetFiles.at(path, folders=cls.takes_folders)
            with translated(words_for(path), monitor):
                return cls._open(files, limits, monitor)
        except OSError as error:
            raise FileUnreadable(
                say("{path} cannot be read: {why}.", path=path, why=error.strerror)
            ) from error

    @classmethod
    def _open(cls, files: ParquetFiles, limits: EngineLimits, monitor: Monitor) -> Self:
        engine = Engine.start(None, limits)
        try:
            with engine.cursor(monitor) as cursor:
                cursor.execute("SET GLOBAL preserve_insertion_order = true")
                cursor.execute("SET GLOBAL parquet_metadata_cache = true")
                cursor.execute("SET GLOBAL enable_external_file_cache = false")
                return cls(files, engine, limits, cursor)
        except BaseException:
            engine.close()
            raise

    def open_again(self, monitor: Monitor = UNWATCHED) -> Self:
        """What stands now where this file stood; this one stays open."""
        return self.open(self.path, self._limits, monitor)

    # -- rows ----------------------------------------------------------------------

    def page(
        self,
        start: int,
        size: int,
        monitor: Monitor = UNWATCHED,
        *,
        columns: Sequence[int] | None = None,
        longest: int | None = None,
    ) -> Sequence[Row]:
        """The rows from ``start``, in the order of the files; of ``columns``, or of all.

        Texts have at most ``longest`` characters, if that is given.

        Raises:
            FileUnreadable: the file was damaged, replaced or deleted since it was opened.
            Cancelled: the monitor was cancelled.

        """
        end = min(start + size, self.row_count)
        if start >= end:
            self.files.refuse_if_changed()
            return []
        picked = self._picked(columns, longest)
        with self.reading(monitor) as cursor:
            found = [
                row[1:]
                for part in self._parts(start, end)
                for row in self._read(cursor, picked, part)
            ]
        return self._whole(found, end - start)

    def rows(
        self,
        numbers: Sequence[int],
        monitor: Monitor = UNWATCHED,
        *,
        columns: Sequence[int] | None = None,
        longest: int | None = None,
    ) -> Sequence[Row]:
        """As ``page``, the rows of these numbers, in their order."""
        if isinstance(numbers, range):
            return self.page(numbers.start, len(numbers), monitor, columns=columns, longest=longest)
        if not numbers:
            self.files.refuse_if_changed()
            return []
        with self.reading(monitor) as cursor:
            rows = self._read(cursor, self._picked(columns, longest), self._at(numbers))
        by_number = {number: row for number, *row in rows}
        return self._whole([by_number[n] for n in numbers if n in by_number], len(numbers))

    def _whole(self, found: Sequence[Row], wanted: int) -> Sequence[Row]:
        if len(found) != wanted:
            raise FileUnreadable(
                say(
                    "{path} cannot be shown. It is damaged: it has not as many rows as it says.",
                    path=self.path,
                )
            )
        return found

    def _picked(self, columns: Sequence[int] | None, longest: int | None) -> str:
        places = range(len(self.columns)) if columns is None else columns
        texts = (as_text(place, self.columns[place]) for place in places)
        if longest is not None:
            texts = (f"left({text}, {longest:d})" for text in texts)
        return ", ".join((self.row_number, *texts))

    def _read(self, cursor: Cursor, picked: str, part: Where) -> Sequence[tuple[Any, ...]]:
        query = f"SELECT {picked} FROM {self.table} WHERE {part.sql} ORDER BY 1"  # noqa: S608 - names and numbers of ours
        return cursor.execute(query, [self._patterns, *part.parameters]).fetchall()

    def _parts(self, start: int, end: int) -> Iterator[Where]:
        """The rows before ``end``, in parts of which each is found without reading others."""
        first, last = self._file_of(start), self._file_of(end - 1)
        whole = range(first + 1, last)
        yield self._part(first, start, end)
        if whole:
            yield Where("file_index >= ? AND file_index < ?", (whole.start, whole.stop))
        if last > first:
            yield self._part(last, start, end)

    def _part(self, file: int, start: int, end: int) -> Where:
        begin = self.starts[file]
        return Where(
            "file_index = ? AND file_row_number >= ? AND file_row_number < ?",
            (file, max(start - begin, 0), end - begin),
        )

    def _at(self, numbers: Sequence[int]) -> Where:
        files = [self._file_of(number) for number in numbers]
        inside = [n - self.starts[file] for n, file in zip(numbers, files, strict=True)]
        known = sorted(set(files))
        listed = "(SELECT unnest(CAST(? AS BIGINT[])))"
        sql = f"file_index IN ({_marks(known)}) AND file_row_number IN {listed}"
        if len(known) == 1:
            return Where(sql, (*known, inside))
        return Where(f"{sql} AND {self.row_number} IN {listed}", (*known, inside, list(numbers)))

    def _file_of(self, number: int) -> int:
        return bisect_right(self.starts, number) - 1

    # -- orders --------------------------------------------------------------------

    def order(
        self,
        wanted: ColumnFilter,
        sorts: Sequence[ColumnSort],
        monitor: Monitor = UNWATCHED,
    ) -> RowNumbers:
        """The rows that are wanted, sorted; those that are equal in the order of the files.

        Raises:
            FileUnreadable: as ``page``; or the disk has no room for a sort of this size.

        """
        if not wanted and not sorts:
            self.files.refuse_if_changed()
            return EveryRow(self.row_count)
        return self._numbers(where(wanted, self.columns), sorts, monitor)

    def find(
        self,
        text: str,
        columns: Sequence[int],
        wanted: ColumnFilter,
        monitor: Monitor = UNWATCHED,
    ) -> ChosenRows:
        """The rows that have ``text`` in one of ``columns``, and are wanted; in file order."""
        limits = (found_in(text, self.columns, columns), where(wanted, self.columns))
        both = Where(
            " AND ".join(limit.sql for limit in limits),
            tuple(value for limit in limits for value in limit.parameters),
        )
        return self._numbers(both, (), monitor)

    def _numbers(self, limit: Where, sorts: Sequence[ColumnSort], monitor: Monitor) -> ChosenRows:
        query = (
            f"SELECT {self.row_number} FROM {self.table} WHERE {limit.sql} {self.order_by(sorts)}"  # noqa: S608 - as above
        )
        try:
            with self.reading(monitor) as cursor:
                relation = cursor.sql(query, params=[self._patterns, *limit.parameters])
                return chosen(_integers(relation, monitor), self._limits.temporary)
        except OSError as error:
            words = words_for(self.path)(fault_of(error), f"{error.strerror}")
            assert words is not None  # noqa: S101 - it has words for every fault
            raise words from error

    def order_by(self, sorts: Sequence[ColumnSort]) -> str:
        """The clause for an order; without one, rows come in the order of the files."""
        if not sorts:
            return ""
        return f"ORDER BY {', '.join([*map(self._sorted_by, sorts), self.row_number])}"

    def _sorted_by(self, sort: ColumnSort) -> str:
        column = self.columns[sort.place]
        value = alias(sort.place)
        if column.type in {"VARCHAR", "JSON"}:
            value = f"lower({value})"
        return f"{value} {'DESC' if sort.descending else 'ASC'} NULLS LAST"

    # -- queries -------------------------------------------------------------------

    @property
    def table(self) -> str:
        """What stands after FROM; its one parameter is ``patterns``."""
        return f"{self._options} AS file({aliases(len(self.columns))})"

    @property
    def patterns(self) -> list[str]:
        return self._patterns

    @property
    def row_number(self) -> str:
        """The expression for the number of a row."""
        if len(self._patterns) == 1:
            return "file_row_number"
        starts = ", ".join(map(str, self.starts[:-1]))
        return f"(file_row_number + list_extract([{starts}], file_index::BIGINT + 1))"

    @contextmanager
    def reading(
        self, monitor: Monitor = UNWATCHED, wording: Wording | None = None
    ) -> Generator[Cursor, None, None]:
        """A cursor on the files as they were when they were opened.

        ``wording`` is for faults that are not of these files.

        Raises:
            FileUnreadable: they are damaged, or were replaced or deleted meanwhile.
            Cancelled: the monitor was cancelled.

        """
        self.files.refuse_if_changed()
        try:
            words = wording or words_for(self.path)
            with translated(words, monitor), self._engine.cursor(monitor) as cursor:
                yield cursor
        except FileUnreadable:
            self.files.refuse_if_changed()
            raise
        self.files.refuse_if_changed()

    def close(self) -> None:
        """Let go of the file; pages under way end with ``FileUnreadable``."""
        self._engine.close()

    def _refuse_if_changed(self) -> None:
        self.files.refuse_if_changed()

    def _ask(self, cursor: Cursor, query: str) -> Sequence[tuple[Any, ...]]:
        return cursor.execute(query, [self._patterns]).fetchall()

    # -- what the footers say --------------------------------------------------------

    def _check_counts(self, cursor: Cursor) -> None:
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
        ((wrong,),) = cursor.execute(query, {"files": self._patterns}).fetchall()
        negative = any(
            start > end for start, end in zip(self.starts, self.starts[1:], strict=False)
        )
        if wrong or negative:
            raise FileUnreadable(
                say(
                    "{path} cannot be shown. "
                    "It is damaged: the numbers of rows in it contradict each other.",
                    path=self.path,
                )
            )

    def _choose_options(self, cursor: Cursor) -> str:
        """How the files are put together: by the names of columns only where they differ."""
        query = """
            SELECT count(DISTINCT columns) FROM (
                SELECT list((name, duckdb_type, num_children, repetition_type)
                    ORDER BY column_id, name) AS columns
                FROM parquet_schema(?) GROUP BY file_name)"""
        many = len(self._patterns) > 1
        ((kinds,),) = self._ask(cursor, query) if many else ((1,),)
        union = ", union_by_name = true" if kinds > 1 else ""
        hive = self.files.is_partitioned and _parts_agree(self.files)
        return f"read_parquet(?, hive_partitioning = {str(hive).lower()}{union})"

    def _find_columns(self, cursor: Cursor) -> tuple[ParquetColumn, ...]:
        described = self._ask(cursor, f"DESCRIBE FROM {self._options}")
        schema = cursor.execute(
            "SELECT name, num_children FROM parquet_schema(?)", [self._pattern]
        ).fetchall()
        names = [name for name, *_ in described]
        own = top_names(schema)
        if "union" not in self._options:
            names[: len(own)] = own
        return tuple(
            ParquetColumn(name, kind.strip('"'))
            for name, (_, kind, *_) in zip(names, described, strict=True)
        )


def _parts_agree(files: ParquetFiles) -> bool:
    """Whether every file stands in folders for the same names; else they say nothing."""
    keys = {
        tuple(part.partition("=")[0] for part in path.parts[:-1] if "=" in part)
        for path in files.paths
    }
    return len(keys) == 1


def _integers(relation: Any, monitor: Monitor) -> Iterator["array[int]"]:
    for batch in relation.to_arrow_reader(_BATCH):
        monitor.raise_if_cancelled()
        column = batch.column(0)
        data = memoryview(column.buffers()[1]).cast("B")
        numbers = array("q")
        first, width = column.offset, numbers.itemsize
        numbers.frombytes(data[first * width : (first + len(column)) * width])
        yield numbers


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def words_for(path: Path) -> Wording:
    def told(fault: Fault, message: str) -> UserError:
        words = say(_WORDS.get(fault, "{gist}."), gist=gist(message))
        return FileUnreadable(say("{path} cannot be shown. {words}", path=path, words=words))

    return told
