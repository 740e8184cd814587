"""A value of a Parquet file in full, laid out for reading."""

from collections.abc import Iterator
from typing import Final

_OPEN: Final = "[{"
_CLOSE: Final = "]}"
_BYTES_A_LINE: Final = 16
_INDENT: Final = "  "


def laid_out(text: str) -> str:
    """A list, struct or map with each member on a line of its own; texts in quotes stay whole."""
    lines: list[str] = []
    line, depth = "", 0
    for piece in _pieces(text):
        if piece in _OPEN:
            lines.append(f"{line}{piece}")
            depth += 1
            line = _INDENT * depth
        elif piece in _CLOSE:
            depth = max(depth - 1, 0)
            if not line.strip() and lines and lines[-1].endswith(tuple(_OPEN)):
                line = f"{lines.pop()}{piece}"
            elif line.strip():
                lines.append(line)
                line = f"{_INDENT * depth}{piece}"
            else:
                line = _INDENT * depth + piece
        elif piece == ",":
            lines.append(f"{line},")
            line = _INDENT * depth
        else:
            line += piece if line.strip() else piece.lstrip()
    return "\n".join([*lines, line])


def _pieces(text: str) -> Iterator[str]:
    """Brackets and commas one by one, and what is between them."""
    begin, at, quoted = 0, 0, False
    while at < len(text):
        mark = text[at]
        if quoted and mark == "\\":
            at += 2
            continue
        if mark == "'":
            quoted = not quoted
        elif not quoted and mark in "[]{},":
            if at > begin:
                yield text[begin:at]
            yield mark
            begin = at + 1
        at += 1
    if begin < len(text):
        yield text[begin:]


def dumped(digits: str) -> str:
    """Bytes, given as hexadecimal digits: with their places, and the ASCII among them."""
    raw = bytes.fromhex(digits)
    lines: list[str] = []
    for at in range(0, len(raw), _BYTES_A_LINE):
        part = raw[at : at + _BYTES_A_LINE]
        letters = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in part)
        lines.append(f"{at:08x}  {part.hex(' '):<{_BYTES_A_LINE * 3}} {letters}")
    return "\n".join(lines)
