"""A text file, whatever its encoding, as blocks of whole lines in UTF-8."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO, Final

from msgspec import Struct

BLOCK_BYTES: Final = 4 << 20
"""How much is read at a time; a line longer than this is left out."""

_SAMPLE_BYTES: Final = 4096
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FEWEST: Final = 4
_FEW: Final = 0.05
_MANY: Final = 0.4


class Block(Struct, frozen=True):
    """Whole lines, each ended by a line feed, without NULs, unit separators or a mark."""

    first_line: int
    """The number of its first line in the file, from 1."""

    data: bytes
    complete: bool
    """Whether no line follows: at the end, and before a line that is left out."""

    position: int
    """How many bytes of the file have been read."""


class LongLine(Struct, frozen=True):
    """A line that is left out."""

    line: int


def encoding_of(start: bytes) -> tuple[str, int]:
    """The encoding of what begins with ``start``, and the length of the mark that says so.

    ``utf-8`` stands for Windows-1252 too: a line that is not the one is the other.
    """
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name, len(mark)
    sample = start[:_SAMPLE_BYTES]
    half = max(len(sample) // 2, _FEWEST)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > _MANY and even < _FEW:
        return "utf-16-le", 0
    if even > _MANY and odd < _FEW:
        return "utf-16-be", 0
    return "utf-8", 0


def blocks(stream: BinaryIO, size: int = BLOCK_BYTES) -> Iterator[Block | LongLine]:
    """The lines of ``stream``, from its start, in blocks of about ``size`` bytes.

    What is complete may have nothing left to be in it.
    """
    texts = _Texts(stream, size)
    rest, line = b"", 1
    skipping = False
    while not texts.ended:
        rest += texts.next()
        if skipping:
            rest, skipping = _after_the_line(rest)
            line += not skipping
        while (start := _long_line(rest)) is not None:
            yield Block(line, _in_utf8(rest[:start]), True, texts.position)
            line += rest.count(b"\n", 0, start)
            yield LongLine(line)
            rest, skipping = _after_the_line(rest[start:])
            line += not skipping
        cut = len(rest) if texts.ended else rest.rfind(b"\n") + 1
        if cut or texts.ended:
            data = _in_utf8(_ended(rest[:cut]))
            yield Block(line, data, texts.ended, texts.position)
            line += data.count(b"\n")
            rest = rest[cut:]


class _Texts:
    """What ``stream`` holds, piece by piece, with line feeds at the ends of lines."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._size = size
        self._next = stream.read(size)
        name, mark = encoding_of(self._next)
        self._decoder = None if name == "utf-8" else codecs.getincrementaldecoder(name)("replace")
        self._held = b""
        self.position = len(self._next)
        self._next = self._next[mark:]
        self.ended = False

    def next(self) -> bytes:
        raw, self._next = self._next, self._stream.read(self._size)
        self.position += len(self._next)
        self.ended = not self._next
        if self._decoder is not None:
            raw = self._decoder.decode(raw, self.ended).encode()
        text = self._held + raw
        self._held = b""
        if text.endswith(b"\r") and not self.ended:  # its line feed may come next
            text, self._held = text[:-1], b"\r"
        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return text.replace(b"\0", b"").replace(b"\x1f", b" ")


def _long_line(text: bytes) -> int | None:
    """Where the first line begins that is left out, if there is one."""
    start = 0
    while len(text) - start > BLOCK_BYTES:
        end = text.rfind(b"\n", start, start + BLOCK_BYTES + 1)
        if end < 0:
            return start
        start = end + 1
    return None


def _after_the_line(text: bytes) -> tuple[bytes, bool]:
    """What comes after the line that is left out, and whether its end is still to come."""
    end = text.find(b"\n")
    return (b"", True) if end < 0 else (text[end + 1 :], False)


def _ended(lines: bytes) -> bytes:
    return lines if lines.endswith(b"\n") or not lines else lines + b"\n"


def _in_utf8(lines: bytes) -> bytes:
    try:
        lines.decode()
    except UnicodeDecodeError:
        return b"".join(map(_line_in_utf8, lines.splitlines(keepends=True)))
    return lines


def _line_in_utf8(line: bytes) -> bytes:
    try:
        line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").encode()
    return line
