"""What a file is, told from its first bytes: names often say something else."""

from enum import Enum, auto
from typing import Final

from msgspec import Struct

from vindesk.domain.database_mark import is_database
from vindesk.domain.words import phrase

HEAD_BYTES: Final = 4096
"""How much of a file's beginning is enough."""


class Kind(Enum):
    """What reads a file."""

    TEXT = auto()
    PARQUET = auto()
    WORKBOOK = auto()
    NOTHING = auto()


class Content(Struct, frozen=True):
    """The kind of a file, and what people call it."""

    kind: Kind
    words: str


_TEXT: Final = Content(Kind.TEXT, "text")
_BINARY: Final = Content(Kind.NOTHING, phrase("not text, a workbook or a Parquet file"))
_MARKS: Final = (
    (b"PAR1", Content(Kind.PARQUET, phrase("a Parquet file"))),
    (b"PARE", Content(Kind.PARQUET, phrase("a Parquet file"))),
    (b"PK\x03\x04", Content(Kind.WORKBOOK, phrase("a workbook"))),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content(Kind.WORKBOOK, phrase("a workbook"))),
    (b"PK\x05\x06", Content(Kind.NOTHING, phrase("a ZIP archive without files"))),
    (b"\x1f\x8b", Content(Kind.NOTHING, phrase("compressed with gzip"))),
    (b"BZh", Content(Kind.NOTHING, phrase("compressed with bzip2"))),
    (b"\xfd7zXZ\x00", Content(Kind.NOTHING, phrase("compressed with xz"))),
    (b"\x28\xb5\x2f\xfd", Content(Kind.NOTHING, phrase("compressed with Zstandard"))),
    (b"7z\xbc\xaf\x27\x1c", Content(Kind.NOTHING, phrase("a 7-Zip archive"))),
    (b"Rar!\x1a\x07", Content(Kind.NOTHING, phrase("a RAR archive"))),
    (b"%PDF-", Content(Kind.NOTHING, phrase("a PDF document"))),
    (b"\x89PNG\r\n", Content(Kind.NOTHING, phrase("a picture"))),
    (b"\xff\xd8\xff", Content(Kind.NOTHING, phrase("a picture"))),
    (b"GIF8", Content(Kind.NOTHING, phrase("a picture"))),
    (b"\x7fELF", Content(Kind.NOTHING, phrase("a program"))),
    (b"SQLite format 3\x00", Content(Kind.NOTHING, phrase("an SQLite database"))),
    (b"ARROW1\x00\x00", Content(Kind.NOTHING, phrase("an Arrow file"))),
)
DUCKDB: Final = Content(Kind.NOTHING, phrase("a DuckDB database"))
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")

_CONTROL: Final = bytes({*range(1, 32), 127} - set(b"\t\n\v\f\r\x1a\x1b"))
_FEW: Final = 0.02
_HALF: Final = 0.55


def content_of(head: bytes) -> Content:
    """What begins with ``head``. Text may have some NULs in it, or be UTF-16."""
    for mark, content in _MARKS:
        if head.startswith(mark):
            return content
    if is_database(head):
        return DUCKDB
    return _TEXT if _is_text(head) else _BINARY


def _is_text(head: bytes) -> bool:
    if head.startswith(_WIDE_MARKS):
        return True
    marks = head.replace(b"\0", b"")
    if len(head) - len(marks) > _HALF * len(head):
        return False
    controls = len(marks) - len(marks.translate(None, _CONTROL))
    return controls <= 2 + _FEW * len(marks)
