"""What files hold, by the endings of their names."""

from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final

PARQUET_ENDINGS: Final = (".parquet", ".pq", ".parq")
WORKBOOK_ENDINGS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")
LIST_ENDINGS: Final = (".txt", ".csv", ".tsv", ".tab", *WORKBOOK_ENDINGS)
"""Of files that are imported; Parquet files are opened in a window."""


def is_parquet(path: Path) -> bool:
    return path.suffix.lower() in PARQUET_ENDINGS


def is_list(path: Path) -> bool:
    return path.suffix.lower() in LIST_ENDINGS


def is_workbook(path: PurePath) -> bool:
    return path.suffix.lower() in WORKBOOK_ENDINGS


def without_ending(name: str) -> str:
    """The name of a list, or of a Parquet file, as others may be called after it."""
    endings = (*LIST_ENDINGS, *PARQUET_ENDINGS)
    ending = next((each for each in endings if name.lower().endswith(each)), "")
    return name[: len(name) - len(ending)] or name


def masks(endings: Iterable[str]) -> str:
    """``*.parquet *.pq``, as dialogs take it."""
    return " ".join(f"*{ending}" for ending in endings)
