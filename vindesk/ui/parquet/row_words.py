"""How a Parquet window speaks of its rows."""

from typing import Final

from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.wording import counted, grouped, size

NOTHING_FOUND: Final = "Nothing matches."
NO_ROW_MATCHES: Final = "No row matches the filter.\nEscape in the filter shows all again."
NO_ROWS: Final = "This file has no rows. Its columns are listed at the right."


def rows_in_words(number: int) -> str:
    return counted(number, "row", "rows")


def what_is_shown(file: ParquetFile, shown: int, reached: int, *, filtered: bool) -> str:
    """How many rows are shown, of what; ``reached``: how many of them by scrolling."""
    rows = rows_in_words(file.row_count)
    if shown != file.row_count or filtered:
        rows = f"{grouped(shown)} of {rows}"
    if reached < shown:
        rows = f"{rows} ({grouped(reached)} at a time: Go to Row reaches the others)"
    columns = counted(len(file.columns), "column", "columns")
    groups = counted(file.row_groups, "row group", "row groups")
    return f"{rows} · {columns} · {groups} · {size(file.size_bytes)}"


def what_was_found(position: int | None, matches: int) -> str:
    """Where the row is that was found; None: there is none."""
    if position is None:
        return NOTHING_FOUND
    return f"Row {grouped(position + 1)}; {rows_in_words(matches)} match."
