"""What is handed in: dropped on the window, on the command line, or by a second start."""

from collections.abc import Sequence
from pathlib import Path

from vindesk.app.desk import Desk
from vindesk.domain.endings import is_list, is_parquet
from vindesk.domain.vin import LENGTH, clean


def take_inputs(desk: Desk, inputs: Sequence[str]) -> None:
    """Open files and look VINs up: what the command line holds, here or of a second start.

    VINs are looked up together, so that one of which something is to be said hides no other.
    """
    vins = list[str]()
    for text in inputs:
        path = Path(text)
        if is_parquet(path):
            desk.parquet.open(path)
        elif is_list(path):
            desk.imports.import_file(path)
        elif len(clean(text)) == LENGTH and not {"/", "\\"} & {*text}:
            vins.append(text)
        else:
            _take_path_or_text(desk, text)
    if vins:
        desk.lookup.take_text("\n".join(vins))


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
            desk.parquet.open_folder_or(path, import_it, import_it)  # that it is gone is said there

    window.file_dropped.connect(open_file)
    window.list_dropped.connect(take)
    window.text_dropped.connect(desk.lookup.take_text)


def _take_path_or_text(desk: Desk, text: str) -> None:
    """A folder, a list whatever its name ends in, or else what was meant as VINs."""
    path = Path(text)
    desk.parquet.open_folder_or(
        path,
        if_file=lambda: desk.imports.import_file(path),
        if_nothing=lambda: desk.lookup.take_text(text),
    )
