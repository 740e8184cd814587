"""What is said of an export."""

from typing import Final

from vindesk.domain.export_plan import (
    MISSION,
    ROWS_OF_A_SHEET,
    Compression,
    ExportFormat,
    Partition,
)
from vindesk.domain.monitor import Progress
from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.services.export import ExportReport
from vindesk.store.export_place import Exported
from vindesk.ui.exporting.choices import Choices, Columns, Subject, Which
from vindesk.ui.jobs_panel.job_telling import time_left
from vindesk.ui.wording import duration, rows_in_words, size, vehicles

WHICH: Final = {
    Which.EVERYTHING: phrase("All in the cache"),
    Which.FILTERED: phrase("What the filter shows"),
    Which.SELECTED: phrase("The selection"),
}
COLUMNS: Final = {
    Columns.NONE: phrase("VIN, make, model, model year, body class"),
    Columns.SHOWN: phrase("These five, then the others that are shown"),
    Columns.ALL: phrase("These five, then all others"),
}
FORMATS: Final = {
    ExportFormat.PARQUET: "Parquet",
    ExportFormat.CSV: "CSV",
    ExportFormat.XLSX: phrase("Workbook (xlsx)"),
}
COMPRESSIONS: Final = {
    Compression.ZSTD: phrase("zstd (small)"),
    Compression.SNAPPY: phrase("snappy (read by everything)"),
    Compression.NONE: phrase("None"),
}
PARTITIONS: Final = {
    None: phrase("One file"),
    Partition.MAKE: phrase("A folder for each make"),
    Partition.MODEL_YEAR: phrase("A folder for each model year"),
}
_VEHICLES_OF_A_SHEET: Final = ROWS_OF_A_SHEET - 1
_NOTES: Final = {
    ExportFormat.PARQUET: "",
    ExportFormat.CSV: phrase(
        "A text that a spreadsheet would calculate gets an apostrophe before it."
    ),
    ExportFormat.XLSX: phrase("VINs and all other texts stay texts. A large table takes minutes."),
}
_FOLDER: Final = phrase(
    "A new or empty folder is filled, which other programs read as one table; its folders are "
    "named by_{column}=…"
)


def count_line(count: int | None, choices: Choices, subject: Subject) -> str:
    """How many vehicles will be written, and how many columns."""
    if count is None:
        return say("Counting…")
    shown = len({*MISSION, *subject.shown})
    columns = {
        Columns.NONE: say_many("{n} column", "{n} columns", len(MISSION)),
        Columns.SHOWN: say_many("{n} column", "{n} columns", shown),
        Columns.ALL: say("all columns"),
    }
    said = f"{vehicles(count)}, {columns[choices.columns]}"
    sheets = -(-count // _VEHICLES_OF_A_SHEET)
    if choices.form is ExportFormat.XLSX and sheets > 1:
        return say(
            "{said}, on {sheets} sheets: one holds {most} rows.",
            said=said,
            sheets=sheets,
            most=grouped(_VEHICLES_OF_A_SHEET),
        )
    return f"{said}."


def note(choices: Choices) -> str:
    """What one should know of this form."""
    if choices.is_folder and choices.partition is not None:
        return say(_FOLDER, column=choices.partition.value)
    return say(_NOTES[choices.form])


def progress_line(name: str, progress: Progress, left_s: float | None) -> str:
    """How far an export is."""
    if not progress.total:
        return say("Exporting to {name}…", name=name)
    if progress.note:
        return say("{note}: {name}…", note=progress.note, name=name)
    percent = grouped(100 * progress.done // progress.total)
    left = time_left(left_s)
    told = say("Exporting to {name}… {percent} %", name=name, percent=percent)
    return f"{told}, {left}" if left else told


def rows_line(done: Exported) -> str:
    """What was written of a list, or of a file."""
    said = say(
        "Exported {rows} to {name}: {bytes}.",
        rows=rows_in_words(done.rows),
        name=_named(done),
        bytes=size(done.bytes),
    )
    return _with_cut(said, done)


def report_line(report: ExportReport) -> str:
    """What was written."""
    said = say(
        "Exported {vehicles} to {name}: {size}, {time}.",
        vehicles=vehicles(report.rows),
        name=_named(report),
        size=size(report.bytes),
        time=duration(report.elapsed_s),
    )
    return _with_cut(said, report)


def _named(done: Exported) -> str:
    name = done.path.name
    if done.sheets > 1:
        return say("{name} on {n} sheets", name=name, n=done.sheets)
    return name


def _with_cut(said: str, done: Exported) -> str:
    if not done.cut:
        return said
    cut = say_many(
        "{n} text was too long for a cell and cut.",
        "{n} texts were too long for a cell and cut.",
        done.cut,
    )
    return f"{said} {cut}"
