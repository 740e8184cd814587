"""Damages a Parquet file in many ways, each by its seed, and looks at it as the window does.

Run in a process of its own, in which the library under it may crash:
``python -m tests.store.parquet_damage FOLDER FIRST COUNT``.
"""

import faulthandler
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from tests.store.parquet_samples import ROWS, every_type, write
from vindesk.domain.column_filter import EVERY_ROW
from vindesk.domain.errors import FileUnreadable
from vindesk.store.engine import EngineLimits
from vindesk.store.parquet_details import footer, measured
from vindesk.store.parquet_engines import ParquetEngines
from vindesk.store.parquet_pages import ColumnSort, ParquetFile

_VARIANTS = (("1.0", "snappy", False), ("2.0", "zstd", True), ("1.0", "none", False))


def whole_files(folder: Path) -> Sequence[bytes]:
    return [
        write(
            folder / "whole.parquet",
            every_type(),
            row_group_size=25,
            data_page_version=version,
            compression=codec,
            write_page_checksum=checked,
        ).read_bytes()
        for version, codec, checked in _VARIANTS
    ]


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """Bytes changed anywhere or in the footer, cut out, or set to zero."""
    data, size = bytearray(whole), len(whole)
    footer_size = int.from_bytes(data[-8:-4], "little")
    how = chance.choice(("flip", "flip", "footer", "footer", "cut", "zero"))
    at = chance.randrange(size)
    if how == "flip":
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(size)] = chance.randrange(256)
    elif how == "footer":
        for _ in range(chance.randint(1, 4)):
            data[size - 8 - chance.randrange(footer_size)] = chance.randrange(256)
    elif how == "cut":
        del data[at : at + chance.randint(1, size)]
    else:
        count = min(chance.randint(1, 4096), size - at)
        data[at : at + count] = bytes(count)
    return bytes(data)


def looks(file: ParquetFile) -> Sequence[Callable[[], object]]:
    """What the window asks of a file."""
    places = range(len(file.columns))
    return (
        lambda: file.page(0, 25),
        lambda: file.page(25, ROWS),
        lambda: file.order(EVERY_ROW, [ColumnSort(min(3, places[-1]))]),
        lambda: file.find("a", places, EVERY_ROW),
        lambda: footer(file),
        lambda: measured(file, places[-1]),
    )


def outcome(path: Path, limits: EngineLimits) -> str:
    """``refused``, ``told`` or ``shown``; anything else is raised."""
    try:
        file = _seen_before_it_is_proved(path, limits)
    except FileUnreadable:
        return "refused"
    try:
        told = False
        assert file.row_count == ROWS, f"{file.row_count} rows are shown of {ROWS}"
        for look in looks(file):
            try:
                look()
            except FileUnreadable:
                told = True
        return "told" if told else "shown"
    finally:
        file.close()


def _seen_before_it_is_proved(path: Path, limits: EngineLimits) -> ParquetFile:
    """As a window opens a file: it reads the first rows while the footers are looked at."""
    file = ParquetFile.begin(path, ParquetEngines(limits))
    with suppress(FileUnreadable):
        file.page(0, 25)
    try:
        file.prove()
    except FileUnreadable:
        file.close()
        raise
    return file


def main(folder: Path, first: int, count: int) -> None:
    faulthandler.enable()
    files = whole_files(folder)
    limits = EngineLimits(memory_mb=512, threads=1, temporary=folder)
    outcomes: Counter[str] = Counter()
    for seed in range(first, first + count):
        sys.stderr.write(f"seed {seed}\n")
        chance = random.Random(seed)
        path = folder / "damaged.parquet"
        path.write_bytes(damaged(chance.choice(files), chance))
        outcomes[outcome(path, limits)] += 1
    sys.stdout.write(json.dumps(outcomes))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
