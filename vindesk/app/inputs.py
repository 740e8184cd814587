"""What is handed in: dropped on the window, on the command line, or by a second start."""

from collections.abc import Sequence
from pathlib import Path

from vindesk.app.desk import Desk
from vindesk.domain.endings import is_list, is_parquet
from vindesk.domain.vin import LENGTH, clean


def take_inputs(desk: Desk, inputs: Sequence[str]) -> None:
    """Open files and look VINs up: what the command line holds, here or of a second start."""
    for text in inputs:
        path = Path(text)
        if is_parquet(path):
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


def _take_folder_or_text(desk: Desk, text: str) -> None:
    """What stands beside files; what looks like a VIN is one."""

    def look_up() -> None:
        desk.lookup.take_text(text)

    if len(clean(text)) == LENGTH and "/" not in text:
        look_up()
    else:
        desk.parquet.open_folder_or(Path(text), look_up)
