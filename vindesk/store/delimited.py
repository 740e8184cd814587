"""Text files with delimited cells, or one on each line: every line is a row with its number."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

from vindesk.domain.errors import FileUnreadable
from vindesk.domain.monitor import UNWATCHED, Monitor, Progress
from vindesk.domain.vin_text import Reject
from vindesk.domain.words import say
from vindesk.store.delimited_blocks import BLOCK_BYTES, Block, LongLine, blocks
from vindesk.store.delimited_dialect import DELIMITERS, sniff
from vindesk.store.delimited_reader import BlockReader
from vindesk.store.delimited_records import LINES, Dialect, records
from vindesk.store.engine import EngineLimits
from vindesk.store.input_tables import batches

_SAMPLE_BYTES: Final = 1 << 20
_SAMPLE_LINES: Final = 1000
_MOST_COLUMNS: Final = 50_000
_MOST_REJECTS: Final = 1000
_LONGEST_MB: Final = BLOCK_BYTES >> 20

Row = tuple[int, Sequence[str | None]]
"""The number of its first line, from 1, and its cells."""


class DelimitedFile:
    """A text file, or a text. Nothing of it is held but what it begins with.

    ``rejects`` are the lines that the last reading left out, the first 1,000. What is left
    out beyond them, in a file of at least 4 GB, is neither told nor counted.
    """

    def __init__(
        self, name: str, source: Path | bytes, limits: EngineLimits, delimiters: str = DELIMITERS
    ) -> None:
        self._name = name
        self._source = source
        self._limits = limits
        self.rejects: list[Reject] = []
        with self._opened() as stream:
            self.size_bytes = _size(stream)
            self._first = first = _first_text(blocks(stream, _SAMPLE_BYTES), name)
        self._lines = first.data.decode().split("\n", _SAMPLE_LINES)[:-1]
        self.read_as(sniff(self._lines, delimiters))

    @classmethod
    def open(cls, path: Path, limits: EngineLimits) -> Self:
        """Read what the file begins with.

        Raises:
            FileUnreadable: it cannot be read, is empty, or has no line of a sane length.

        """
        return cls(str(path), path.absolute(), limits)

    @classmethod
    def of_text(cls, text: str, limits: EngineLimits) -> Self:
        """What was copied: cells of a spreadsheet have tabs between them, and nothing else."""
        return cls(say("The text"), text.encode("utf-8", "replace"), limits, "\t")

    def read_as(self, dialect: Dialect) -> None:
        """Take ``dialect`` instead of the one that was found."""
        found, _ = records(self._lines, dialect, complete=len(self._lines) < _SAMPLE_LINES)
        self.width = max((len(cells) for _, cells in found), default=1)
        if self.width > _MOST_COLUMNS:
            self.read_as(LINES)
            return
        self.dialect = dialect
        self._head = [(self._first.first_line + place, cells) for place, cells in found]

    def head(self, count: int, monitor: Monitor = UNWATCHED) -> Sequence[Row]:
        """The first rows, each as wide as the widest."""
        monitor.raise_if_cancelled()
        return [
            (number, [cell or None for cell in cells] + [None] * (self.width - len(cells)))
            for number, cells in self._head[:count]
        ]

    def batches(
        self, columns: Sequence[int], after_row: int, monitor: Monitor = UNWATCHED
    ) -> Iterator[Any]:
        """The rows after ``after_row``, in the order of the file, as Arrow.

        Raises:
            FileUnreadable: it cannot be read any more, or there is no room to do it.
            Cancelled: the monitor was cancelled.

        """
        self.rejects = []
        with (
            self._opened() as stream,
            BlockReader.started(self._name, self.dialect, self._limits) as reader,
        ):
            for piece in blocks(stream):
                monitor.raise_if_cancelled()
                if isinstance(piece, LongLine):
                    self._reject(piece.line)
                    continue
                table = reader.read(piece, columns, monitor)
                if table is not None:
                    yield from batches(table, after_row)
                monitor.report(Progress(piece.position, self.size_bytes))

    def close(self) -> None:
        """It is open only while it is read."""

    def _reject(self, line: int) -> None:
        if len(self.rejects) < _MOST_REJECTS:
            self.rejects.append(Reject(line, "", _too_long()))

    @contextmanager
    def _opened(self) -> Generator[BinaryIO, None, None]:
        source = self._source
        try:
            with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
                yield stream
        except OSError as error:
            why = error.strerror or str(error)
            raise FileUnreadable(
                say("{name} cannot be read: {why}.", name=self._name, why=why)
            ) from error


def _size(stream: BinaryIO) -> int:
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def _too_long() -> str:
    return say("The line is longer than {n} MB and was left out.", n=_LONGEST_MB)


def _first_text(pieces: Iterator[Block | LongLine], name: str) -> Block:
    """The first block that is not all blank lines."""
    left_out = False
    for piece in pieces:
        if isinstance(piece, LongLine):
            left_out = True
        elif piece.data.strip():
            return piece
    if not left_out:
        raise FileUnreadable(say("{path} is empty.", path=name))
    raise FileUnreadable(
        say("{name} holds no line of text that is shorter than {n} MB.", name=name, n=_LONGEST_MB),
        advice=say("Put each VIN on a line of its own."),
    )
