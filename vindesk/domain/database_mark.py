"""How a file of DuckDB's begins, whatever its name says."""

from typing import Final

_MARK: Final = b"DUCK"
_MARK_AT: Final = 8

HEAD_BYTES: Final = _MARK_AT + len(_MARK)
"""How much of a file's beginning is enough."""


def is_database(head: bytes) -> bool:
    """Whether what begins with ``head`` is one."""
    return head[_MARK_AT:HEAD_BYTES] == _MARK
