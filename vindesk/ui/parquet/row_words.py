"""How a Parquet window speaks of its rows."""

from typing import Final

from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.store.parquet_pages import ParquetFile
from vindesk.ui.wording import rows_in_words, size

NO_ROW_MATCHES: Final = phrase("No row matches the filter.\nEscape in the filter shows all again.")
NO_ROWS: Final = phrase("This file has no rows. Its columns are listed at the right.")

NOTHING_READ: Final = phrase("Nothing was read. Reload reads the file.")


def what_is_shown(file: ParquetFile, shown: int, reached: int, *, filtered: bool) -> str:
    """How many rows are shown, of what; ``reached``: how many of them by scrolling."""
    rows = rows_in_words(file.row_count)
    if shown != file.row_count or filtered:
        rows = say("{shown} of {rows}", shown=grouped(shown), rows=rows)
    if reached < shown:
        rows = say(
            "{rows} ({most} at a time: Go to Row reaches the others)",
            rows=rows,
            most=grouped(reached),
        )
    columns = say_many("{n} column", "{n} columns", len(file.columns))
    groups = say_many("{n} row group", "{n} row groups", file.row_groups)
    return f"{rows} · {columns} · {groups} · {size(file.size_bytes)}"


def what_was_found(position: int | None, matches: int) -> str:
    """Where the row is that was found; None: there is none."""
    if position is None:
        return say("Nothing matches.")
    return say_many(
        "Row {position}; {n} row matches.",
        "Row {position}; {n} rows match.",
        matches,
        position=grouped(position + 1),
    )
