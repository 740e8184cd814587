"""A file is imported into an empty cache, and a person goes on working with the table.

``python -m tests.benchmarks.meanwhile FOLDER ROWS``
"""

import sys
import time
from pathlib import Path
from statistics import median
from typing import Final

from PySide6.QtCore import QTimer

from tests.benchmarks.bulk import made_up
from tests.benchmarks.child import answer, peak_mb
from tests.benchmarks.importing import FileImport
from tests.benchmarks.percentile import p99
from tests.benchmarks.program import Program
from tests.benchmarks.stalls import Stalls

_JUMPS_TO_A_REMOVAL: Final = 5
_ENOUGH_ROWS: Final = 2_000
_TENTHS: Final = 10


def main(folder: Path, rows: int) -> None:
    folder.mkdir(exist_ok=True)
    file = folder / f"{rows}.csv"
    made_up(file, rows)
    home = folder / f"meanwhile-{time.time_ns()}"
    home.mkdir(parents=True)
    program = Program(home)
    program.until_quiet()
    stalls, writing = Stalls(program.session), FileImport(program, file)
    pages_ms, removals_ms, filled = list[float](), list[float](), list[int]()
    started = time.perf_counter()
    writing.start()
    _wait_for_rows(program)
    stalls.start()
    while not writing.is_over:
        for _ in range(_JUMPS_TO_A_REMOVAL):
            row = program.some_row()
            pages_ms.append(
                program.until_seen(lambda row=row: program.jump(row), change=False) * 1e3
            )
        program.click_row(program.some_row())
        took_s = program.until(program.history.changed, program.remove, lambda: program.is_removed)
        removals_ms.append(took_s * 1e3)
        program.until(program.history.changed, program.undo, lambda: program.is_undone)
        filled.append(program.table.row_count())
    took_s = time.perf_counter() - started
    stalls.stop()
    writing.stop()
    program.until_quiet()
    done = {
        "seconds": took_s,
        "saved": program.table.row_count(),
        "peak_mb": peak_mb(),
        "jumps": len(pages_ms),
        "removals": len(removals_ms),
        "filled": filled[:: max(len(filled) // _TENTHS, 1)],
        **_of("page", pages_ms),
        **_of("removal", removals_ms),
    }
    program.close()
    answer({**stalls.found(), **done})


def _of(name: str, times_ms: list[float]) -> dict[str, float]:
    return {
        f"{name}_median": median(times_ms),
        f"{name}_p99": p99(times_ms),
        f"{name}_longest": max(times_ms),
    }


def _wait_for_rows(program: Program) -> None:
    timer = QTimer(interval=10)
    timer.start()
    program.until(timer.timeout, lambda: None, lambda: program.table.row_count() >= _ENOUGH_ROWS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
