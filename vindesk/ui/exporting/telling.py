"""What is said of an export."""

from typing import Final

from vindesk.domain.export_plan import MISSION, Compression, ExportFormat, Partition
from vindesk.domain.monitor import Progress
from vindesk.services.export import ExportReport
from vindesk.ui.exporting.choices import Choices, Columns, Subject, Which
from vindesk.ui.jobs_panel.job_telling import time_left
from vindesk.ui.wording import counted, duration, grouped, size, vehicles

WHICH: Final = {
    Which.EVERYTHING: "All in the cache",
    Which.FILTERED: "What the filter shows",
    Which.SELECTED: "The selection",
}
COLUMNS: Final = {
    Columns.NONE: "VIN, make, model, model year, body class",
    Columns.SHOWN: "These five, then the others that are shown",
    Columns.ALL: "These five, then all others",
}
FORMATS: Final = {
    ExportFormat.PARQUET: "Parquet",
    ExportFormat.CSV: "CSV",
    ExportFormat.XLSX: "Workbook (xlsx)",
}
COMPRESSIONS: Final = {
    Compression.ZSTD: "zstd (small)",
    Compression.SNAPPY: "snappy (read by everything)",
    Compression.NONE: "None",
}
PARTITIONS: Final = {
    None: "One file",
    Partition.MAKE: "A folder for each make",
    Partition.MODEL_YEAR: "A folder for each model year",
}
_ROWS_OF_A_SHEET: Final = 1_048_575
_NOTES: Final = {
    ExportFormat.PARQUET: "",
    ExportFormat.CSV: "A text that a spreadsheet would calculate gets an apostrophe before it.",
    ExportFormat.XLSX: "VINs and all other texts stay texts. A large table takes minutes.",
}
_FOLDER: Final = (
    "A new or empty folder is filled, which other programs read as one table; its folders are "
    "named by_{}=…"
)


def count_line(count: int | None, choices: Choices, subject: Subject) -> str:
    """How many vehicles will be written, and how many columns."""
    if count is None:
        return "Counting…"
    shown = len({*MISSION, *subject.shown})
    columns = {Columns.NONE: f"{len(MISSION)} columns", Columns.SHOWN: f"{shown} columns"}
    said = f"{vehicles(count)}, {columns.get(choices.columns, 'all columns')}"
    sheets = -(-count // _ROWS_OF_A_SHEET)
    if choices.form is ExportFormat.XLSX and sheets > 1:
        return f"{said}, on {sheets} sheets: one holds {grouped(_ROWS_OF_A_SHEET)} rows."
    return f"{said}."


def note(choices: Choices) -> str:
    """What one should know of this form."""
    if choices.is_folder and choices.partition is not None:
        return _FOLDER.format(choices.partition.value)
    return _NOTES[choices.form]


def progress_line(name: str, progress: Progress, left_s: float | None) -> str:
    """How far an export is."""
    if not progress.total:
        return f"Exporting to {name}…"
    if progress.note:
        return f"{progress.note} {name}…".replace("the file ", "")
    percent = grouped(100 * progress.done // progress.total)
    left = time_left(left_s)
    return f"Exporting to {name}… {percent} %" + (f", {left}" if left else "")


def report_line(report: ExportReport) -> str:
    """What was written."""
    sheets = f" on {report.sheets} sheets" if report.sheets > 1 else ""
    cut = (
        f" {counted(report.cut, 'text was', 'texts were')} too long for a cell and cut."
        if report.cut
        else ""
    )
    return (
        f"Exported {vehicles(report.rows)} to {report.path.name}{sheets}: "
        f"{size(report.size_bytes)}, {duration(report.elapsed_s)}.{cut}"
    )
