"""Whether a zipped workbook may be opened: what it unfolds to is known before it is unfolded.

The reader of workbooks puts a sheet into a rectangle from its first cell to its last. A file
of 5 KB with a cell in each of two corners asks for 550 GB, and ends the program. It also
gives each cell a copy of its text.
"""

import copy
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import BinaryIO, Final

from msgspec import Struct

from vindesk.domain.errors import FileProtected, FileTooLarge, FileUnreadable
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import phrase, say
from vindesk.files.shared_strings import CELL, SharedStrings

_CELL_BYTES: Final = 32
_MOST_RATIO: Final = 250
_HARMLESS: Final = 16 << 20
"""A size at which the ratio to the packed one does not matter."""

_STEP: Final = 256 << 10
_LONGEST_ROW: Final = 8 << 20
_USUAL_CELL: Final = b'<c r="'
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s/>]")
_PREFIXED: Final = re.compile(rb"<\w+:(?:c|row)[\s/>]")
_UNPLACED: Final = re.compile(rb"<(?:\w+:)?(?:c|row)(?![^<>]*\br\s*=)[\s/>]")
_LETTERS: Final = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]+)[0-9]")
_NUMBER: Final = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]*([0-9]+)[\"']")
_USUAL_LETTERS: Final = re.compile(rb'<c r="([A-Za-z]+)[0-9]')

_TOO_DEEP: Final = rb"(?:1[1-9][0-9]{5}|[2-9][0-9]{6}|[0-9]{8,})[\"']"
"""The number of a row below ``_MOST_ROWS``; a sheet ends above it."""

_BEYOND: Final = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]*" + _TOO_DEEP)
_USUAL_BEYOND: Final = re.compile(rb'<c r="[A-Za-z]+' + _TOO_DEEP)
_MOST_ROWS: Final = 1_100_000
_FAR_TOO_MANY: Final = 1 << 40

UNPROTECT: Final = phrase("Save it without a password in a spreadsheet program.")
_WORKBOOKS: Final = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})
_STRINGS: Final = "sharedstrings.xml"
_ARCHIVE: Final = phrase("a ZIP archive")
_OTHERS: Final = {
    "word/document.xml": phrase("a text document"),
    "ppt/presentation.xml": phrase("a presentation"),
}


def check_zip(stream: BinaryIO, name: str, memory_mb: int, monitor: Monitor) -> None:
    """Let a workbook pass that can be opened within ``memory_mb``.

    Raises:
        FileTooLarge: it cannot, or it is larger than it says.
        FileProtected: it cannot be unfolded without a password.
        FileUnreadable: it is no workbook, or damaged.
        Cancelled: the monitor was cancelled.

    """
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            _refuse_what_is_none({part.filename for part in parts}, name)
            if any(part.flag_bits & 1 for part in parts):
                raise FileProtected(
                    say("{name} needs a password.", name=name), advice=say(UNPROTECT)
                )
            _refuse_what_swells(parts, name, memory_mb)
            opened = [_Unfolded(archive, part, memory_mb, name, monitor) for part in parts]
            strings = [SharedStrings(part) for part in opened if part.holds_strings]
            if not all(_fits(part, strings, memory_mb << 20) for part in opened):
                raise _too_large(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileUnreadable(
            say("{name} is damaged or not a workbook: {error}.", name=name, error=error)
        ) from error


def _refuse_what_is_none(names: set[str], name: str) -> None:
    if not names & _WORKBOOKS:
        what = say(next((_OTHERS[part] for part in names & _OTHERS.keys()), _ARCHIVE))
        raise FileUnreadable(
            say("{name} is {what}, not a workbook.", name=name, what=what),
            advice=say("Take the table out of it first."),
        )


def _refuse_what_swells(parts: list[zipfile.ZipInfo], name: str, memory_mb: int) -> None:
    whole = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if whole > _room(memory_mb) or (whole > _HARMLESS and whole / packed > _MOST_RATIO):
        raise _too_large(name)


def _room(memory_mb: int) -> int:
    """Most of what a workbook unfolds to is read piece by piece, and never held."""
    return 2 * memory_mb << 20


def _too_large(name: str) -> FileTooLarge:
    return FileTooLarge(
        say("{name} unpacks to more than the memory limit in the preferences allows.", name=name),
        advice=say("Save the sheet as CSV, which needs hardly any memory."),
    )


class _Unfolded:
    """A part of an archive, unfolded piece by piece; again each time.

    A piece is of whole rows or strings, unless one takes many megabytes. The archive's word on
    its size is not taken.
    """

    def __init__(
        self,
        archive: zipfile.ZipFile,
        part: zipfile.ZipInfo,
        memory_mb: int,
        name: str,
        monitor: Monitor,
    ) -> None:
        self._archive = archive
        self._room = _room(memory_mb)
        self._part = copy.copy(part)
        self._part.file_size = self._room + 2 * _STEP
        self._name = name
        self._monitor = monitor
        self.holds_strings = part.filename.lower().endswith(_STRINGS)
        self._mark = b"si" if self.holds_strings else b"row"

    def __iter__(self) -> Iterator[bytes]:
        rest = b""
        left = self._room
        with self._archive.open(self._part) as stream:
            while piece := stream.read(_STEP):
                self._monitor.raise_if_cancelled()
                left -= len(piece)
                if left < 0:
                    raise _too_large(self._name)
                rest += piece
                cut = rest.rfind(b"<", 0, max(rest.rfind(self._mark), 0))
                if cut <= 0 and len(rest) > _LONGEST_ROW:
                    cut = len(rest)
                if cut > 0:
                    yield rest[:cut]
                    rest = rest[cut:]
        yield rest


class _Extent(Struct, frozen=True):
    """Bounds for the cells of a sheet."""

    rectangle: int
    """In the rectangle around all that stands in it."""

    written: int = 0


def _fits(sheet: _Unfolded, strings: Sequence[SharedStrings], room: int) -> bool:
    extent = _extent_of(sheet, room)
    return extent.rectangle * _CELL_BYTES <= room and all(
        one.held_bytes + one.longest * extent.written <= room
        or one.held_bytes + one.shown_bytes(sheet) <= room
        for one in strings
    )


def _extent_of(sheet: _Unfolded, room: int) -> _Extent:
    columns = written = 0
    for rows in sheet:
        usual = _is_usual(rows)
        if (_USUAL_BEYOND if usual else _BEYOND).search(rows):
            return _Extent(_FAR_TOO_MANY)
        named = set((_USUAL_LETTERS if usual else _LETTERS).findall(rows))
        most = max(map(_column, named), default=0)
        columns = max(columns, most + (0 if usual else _unplaced_columns(rows)))
        written += rows.count(_USUAL_CELL) if usual else len(CELL.findall(rows))
    if columns * _MOST_ROWS * _CELL_BYTES <= room:
        return _Extent(columns * _MOST_ROWS, written)  # nearly always, and in half the time
    last = unplaced = 0
    for rows in sheet:
        last = max(last, *map(int, _NUMBER.findall(rows)), 0)
        unplaced += len(_ROW.findall(rows)) if _UNPLACED.search(rows) else 0
    return _Extent(columns * (last + unplaced), written)


def _is_usual(rows: bytes) -> bool:
    """Whether each row and cell is written as nearly every program does: a quick look is enough."""
    return (
        rows.count(b"<c") == rows.count(_USUAL_CELL)
        and rows.count(b"<row") == rows.count(b'<row r="')
        and not _PREFIXED.search(rows)
    )


def _unplaced_columns(rows: bytes) -> int:
    """The most cells of a row, if there are any that do not say where they stand."""
    if not _UNPLACED.search(rows):
        return 0
    return max(len(CELL.findall(row)) for row in _ROW.split(rows))


def _column(letters: bytes) -> int:
    return reduce(lambda total, mark: total * 26 + mark - 64, letters.upper(), 0)
