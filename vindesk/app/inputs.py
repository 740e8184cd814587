"""What is handed in: dropped on the window, on the command line, or by a second start."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vindesk.app.desk import Desk
from vindesk.domain.vin import LENGTH, clean

LIST_ENDINGS: Final = frozenset(
    {".txt", ".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".xlsb"}
)
"""Of files that are imported; Parquet files are opened in a window."""

_PARQUET: Final = frozenset({".parquet", ".pq"})


def take_inputs(desk: Desk, inputs: Sequence[str]) -> None:
    """Open files and look VINs up: what the command line holds, here or of a second start."""
    for text in inputs:
        path = Path(text)
        if path.suffix.lower() in _PARQUET:
            desk.parquet.open(path)
        elif is_list(path):
            desk.imports.import_file(path)
        else:
            _take_folder_or_text(desk, text)


def connect_drops(desk: Desk) -> None:
    window = desk.window

    def open_file(path: Path) -> None:
        desk.parquet.open(path)

    def take(path: Path) -> None:
        """What is no list by its name may be a folder of Parquet files."""

        def import_it() -> None:
            desk.imports.import_file(path)

        if is_list(path):
            import_it()
        else:
            desk.parquet.open_folder_or(path, import_it)

    window.file_dropped.connect(open_file)
    window.list_dropped.connect(take)
    window.text_dropped.connect(desk.lookup.take_text)


def is_list(path: Path) -> bool:
    return path.suffix.lower() in LIST_ENDINGS


def _take_folder_or_text(desk: Desk, text: str) -> None:
    """What stands beside files; what looks like a VIN is one."""

    def look_up() -> None:
        desk.lookup.take_text(text)

    if len(clean(text)) == LENGTH and "/" not in text:
        look_up()
    else:
        desk.parquet.open_folder_or(Path(text), look_up)
