"""Blocks of a text file -> rows with their numbers, as Arrow.

DuckDB reads a block. Alone it would not do for files of strangers: it drops blank lines,
and all that follows a quotation mark which never closes, and it cannot tell on which line a
row stands. A block in which it finds as many rows as there are lines has been read right.
Any other is read again, record by record.
"""

import re
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, Self

from vindesk.domain.errors import FileUnreadable, UserError
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say
from vindesk.store.delimited_blocks import Block
from vindesk.store.delimited_records import Dialect, records
from vindesk.store.drafts import folder_beside
from vindesk.store.engine import Engine, EngineLimits, translated
from vindesk.store.faults import Fault, fault_of, gist
from vindesk.store.identifiers import pattern
from vindesk.store.input_tables import collected, numbered

_MOST_FAST: Final = 500
"""With more columns than this DuckDB takes longer to begin than the block is worth."""

_BLANK_LINE: Final = re.compile(rb"^(?=\n)", re.MULTILINE)
_WORDS: Final = {
    Fault.DISK_FULL: phrase("There is no room left for the part of it that is being read."),
    Fault.MEMORY: phrase("This needs more memory than the limit in the preferences."),
    Fault.UNWRITABLE: phrase("The folder for temporary files cannot be used: {gist}."),
}


class _Unclear(UserError):
    """DuckDB could make nothing of a block."""


class BlockReader:
    """Takes the blocks of a file in their order."""

    def __init__(self, name: str, dialect: Dialect, engine: Engine, folder: Path) -> None:
        self._name = name
        self._dialect = dialect
        self._engine = engine
        self._part = folder / "part"
        self._open = b""

    @classmethod
    @contextmanager
    def started(
        cls, name: str, dialect: Dialect, limits: EngineLimits
    ) -> Generator[Self, None, None]:
        """A reader for the time of the block, with an engine and a temporary folder."""
        engine = Engine.start(None, limits)
        try:
            with engine.cursor() as cursor:
                cursor.execute("SET GLOBAL preserve_insertion_order = true")
            with ExitStack() as stack:
                try:
                    folder = stack.enter_context(folder_beside(limits.temporary / "input"))
                except OSError as error:
                    raise _failed(name, fault_of(error), error.strerror or str(error)) from error
                yield cls(name, dialect, engine, folder)
        finally:
            engine.close()

    def read(self, block: Block, columns: Sequence[int], monitor: Monitor) -> Any:
        """The rows of ``block`` as a table; None while all it holds is an open cell."""
        first = block.first_line - self._open.count(b"\n")
        text, self._open = self._open + block.data, b""
        if not block.complete:
            text, self._open = self._without_open_line(text)
        if not text:
            return None
        table = self._fast(text, columns, monitor) if max(columns) < _MOST_FAST else None
        if table is not None and table.num_rows == text.count(b"\n"):
            return numbered(table, first)
        monitor.raise_if_cancelled()
        return self._one_by_one(text, first, columns, monitor, complete=block.complete)

    def _without_open_line(self, text: bytes) -> tuple[bytes, bytes]:
        """Alone, a last line with a cell that goes on would pass for a whole row."""
        quote = self._dialect.quote.encode()
        start = text.rfind(b"\n", 0, -1) + 1
        odd = quote and text.count(quote, start) % 2
        return (text[:start], text[start:]) if odd else (text, b"")

    def _fast(self, text: bytes, columns: Sequence[int], monitor: Monitor) -> Any:
        dialect = self._dialect
        if dialect.splits and (b"\n\n" in text or text.startswith(b"\n")):
            text = _BLANK_LINE.sub(dialect.delimiter.encode(), text)
        try:
            self._part.write_bytes(text)
        except OSError as error:
            raise _failed(self._name, fault_of(error), error.strerror or str(error)) from error
        wanted = [pattern(self._part), dialect.delimiter, dialect.quote, dialect.quote]
        try:
            with translated(self._told, monitor), self._engine.cursor(monitor) as cursor:
                return cursor.sql(_query(columns), params=wanted).to_arrow_table()
        except _Unclear:
            return None

    def _one_by_one(
        self, text: bytes, first: int, columns: Sequence[int], monitor: Monitor, *, complete: bool
    ) -> Any:
        lines = text.decode().split("\n")[:-1]
        found, taken = records(lines, self._dialect, complete=complete, monitor=monitor)
        left = "".join(f"{line}\n" for line in lines[taken:])
        self._open = left.encode() + self._open
        if not found:
            return None
        values = [
            [cells[place] if place < len(cells) else None for _, cells in found]
            for place in columns
        ]
        return collected([first + place for place, _ in found], values)

    def _told(self, fault: Fault, message: str) -> UserError:
        if fault in _WORDS:
            return _failed(self._name, fault, gist(message))
        return _Unclear(message)


def _failed(name: str, fault: Fault, why: str) -> FileUnreadable:
    return FileUnreadable(
        say("{name} cannot be read. {why}", name=name, why=say(_WORDS[fault], gist=why))
    )


def _query(columns: Sequence[int]) -> str:
    """Only names and numbers of ours get into the query."""
    declared = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(max(*columns, 1) + 1))
    asked = ", ".join(f"c{place}" for place in columns)
    return (
        f"SELECT {asked} FROM read_csv(?, columns = {{{declared}}}, "  # noqa: S608
        "delim = ?, quote = ?, escape = ?, header = false, auto_detect = false, nullstr = '', "
        "null_padding = true, strict_mode = false, parallel = false)"
    )
