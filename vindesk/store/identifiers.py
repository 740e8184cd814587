"""Names that may be anybody's, in SQL and in patterns for files."""

import re
from pathlib import Path
from typing import Final

_WILD: Final = re.compile(r"[\[*?]")


def quoted(name: str) -> str:
    """``name`` as an identifier; it takes no NUL."""
    doubled = name.replace("\0", " ").replace('"', '""')
    return f'"{doubled}"'


def pattern(path: Path) -> str:
    """What DuckDB, which takes a path for a pattern, finds nothing by but ``path``."""
    return _WILD.sub(lambda mark: f"[{mark[0]}]", str(path))
