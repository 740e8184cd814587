"""Any Parquet file, or a folder of them, read by position in an engine of its own.

A foreign file may stop an engine, and the cache must not be on that one.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from vindesk.domain.column_filter import ColumnFilter
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.words import say
from vindesk.store.arrow import integers_of
from vindesk.store.engine import Cursor, Engine, EngineLimits, Wording, batches, translated
from vindesk.store.faults import fault_of
from vindesk.store.parquet_columns import alias, aliases, as_text
from vindesk.store.parquet_engines import ParquetEngines
from vindesk.store.parquet_faults import IF_DAMAGED, words_for
from vindesk.store.parquet_files import ParquetFiles
from vindesk.store.parquet_filters import found_in, where
from vindesk.store.parquet_footers import Footers, prove, read_footers
from vindesk.store.parquet_limits import refuse_long_footers
from vindesk.store.parquet_order import ChosenRows, EveryRow, RowNumbers, chosen
from vindesk.store.row_places import RowPlaces
from vindesk.store.where import Where, joined

_BATCH = 100_000

Row = Sequence[str | None]
"""The texts of a row; None: null."""


class ColumnSort(Struct, frozen=True):
    """The column to sort by; nulls come last both ways."""

    place: int
    descending: bool = False


class ParquetFile:
    """A table of Parquet files that is open. Safe to use from several threads.

    Its rows are numbered from 0, through all files.
    """

    takes_folders = True

    def __init__(
        self, files: ParquetFiles, engines: ParquetEngines, engine: Engine, footers: Footers
    ) -> None:
        self.path = files.root
        self.files = files
        self._engines = engines
        self._engine = engine
        self._patterns = files.patterns
        self._source = footers.source.sql
        self.is_merged = footers.source.is_merged
        self._starts = footers.starts
        self._places = RowPlaces(footers.starts)
        self.row_count: int = footers.starts[-1]
        self.row_groups = footers.row_groups
        self.created_by = footers.created_by
        self.size_bytes = files.size_bytes
        self.metadata = footers.metadata
        self.columns = footers.columns

    @property
    def names(self) -> Sequence[str]:
        """Those of the columns."""
        return [column.name for column in self.columns]

    @classmethod
    def open(cls, path: Path, limits: EngineLimits, monitor: Monitor = UNWATCHED) -> Self:
        """Read what the files say of themselves; their rows stay where they are.

        Raises:
            FileUnreadable: it is missing, no Parquet file, damaged or encrypted.
            Cancelled: the monitor was cancelled.

        """
        return cls._proved(path, ParquetEngines(limits), monitor)

    @classmethod
    def begin(cls, path: Path, engines: ParquetEngines, monitor: Monitor = UNWATCHED) -> Self:
        """As ``open``, without ``prove``: it must follow before anybody believes the rows."""
        try:
            files = ParquetFiles.at(path, folders=cls.takes_folders)
            refuse_long_footers(files, engines.memory_mb)
            with translated(words_for(path), monitor):
                return cls._begin(files, engines, monitor)
        except OSError as error:
            raise FileUnreadable(
                say("{path} cannot be read: {why}.", path=path, why=error.strerror or error)
            ) from error

    @classmethod
    def _begin(cls, files: ParquetFiles, engines: ParquetEngines, monitor: Monitor) -> Self:
        engine = engines.take()
        try:
            with engine.cursor(monitor) as cursor:
                return cls(files, engines, engine, read_footers(cursor, files))
        except BaseException:
            engines.give_back(engine)
            raise

    @classmethod
    def _proved(cls, path: Path, engines: ParquetEngines, monitor: Monitor) -> Self:
        file = cls.begin(path, engines, monitor)
        try:
            file.prove(monitor)
        except BaseException:
            file.close()
            raise
        return file

    def prove(self, monitor: Monitor = UNWATCHED) -> None:
        """See whether the files agree with themselves about how many rows there are.

        Raises:
            FileUnreadable: they do not, or were replaced or deleted meanwhile.
            Cancelled: the monitor was cancelled.

        """
        with self.reading(monitor) as cursor:
            prove(cursor, self.files, self._starts)

    def open_again(self, monitor: Monitor = UNWATCHED) -> Self:
        """What stands now where this file stood; this one stays open."""
        return self._proved(self.path, self._engines, monitor)

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
                for part in self._places.between(start, end)
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
            rows = self._read(cursor, self._picked(columns, longest), self._places.among(numbers))
        by_number = {number: row for number, *row in rows}
        return self._whole([by_number[n] for n in numbers if n in by_number], len(numbers))

    def _whole(self, found: Sequence[Row], wanted: int) -> Sequence[Row]:
        if len(found) != wanted:
            raise FileUnreadable(
                say(
                    "{path} cannot be shown. It is damaged: its row count is wrong.",
                    path=self.path,
                ),
                advice=say(IF_DAMAGED),
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
        return self._numbers(joined(" AND ", limits), (), monitor)

    def _numbers(self, limit: Where, sorts: Sequence[ColumnSort], monitor: Monitor) -> ChosenRows:
        query = (
            f"SELECT {self.row_number} FROM {self.table} WHERE {limit.sql} {self.order_by(sorts)}"  # noqa: S608 - as above
        )
        try:
            with self.reading(monitor) as cursor:
                relation = cursor.sql(query, params=[self._patterns, *limit.parameters])
                found = map(integers_of, batches(relation, _BATCH, monitor))
                return chosen(found, self._engines.temporary)
        except OSError as error:
            words = words_for(self.path)(fault_of(error), error.strerror or str(error))
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
        return f"{self._source} AS file({aliases(len(self.columns))})"

    @property
    def patterns(self) -> list[str]:
        return self._patterns

    @property
    def row_number(self) -> str:
        """The expression for the number of a row."""
        return self._places.number

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
        self._engines.give_back(self._engine)
