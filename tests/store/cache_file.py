"""What stands at the beginning of a DuckDB file, for tests that spoil it."""

import struct
from pathlib import Path

HEADER = 4096
_VERSION_AT = 12
_TABLES_AT = 16


def pretend_newer_storage(path: Path) -> None:
    """Make the file claim a storage version that no DuckDB has yet."""
    content = bytearray(path.read_bytes())
    struct.pack_into("<Q", content, _VERSION_AT, 1999)
    seal(content, 0)
    path.write_bytes(content)


def point_nowhere(content: bytearray) -> None:
    """Make both headers say that the tables begin in a block that is not there."""
    for header in (HEADER, 2 * HEADER):
        struct.pack_into("<Q", content, header + _TABLES_AT, 100_000)
        seal(content, header)


def seal(content: bytearray, header: int) -> None:
    """Make the checksum of the header at ``header`` right."""
    checksum = _checksum(bytes(content[header + 8 : header + HEADER]))
    struct.pack_into("<Q", content, header, checksum)


def _checksum(block: bytes) -> int:
    """DuckDB's: each word of eight bytes times a constant, and all of them by XOR."""
    result = 5381
    for (word,) in struct.iter_unpack("<Q", block):
        result ^= word * 0xBF58476D1CE4E5B9 % 2**64
    return result
