"""What the program takes of the memory, before the cache is open, with it, and after work.

``python -m tests.benchmarks.memory HOME``; on Linux only.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.benchmarks.child import answer
from tests.benchmarks.program import Program
from vindesk.domain.filter import EVERYTHING, Condition, Contains, Filter

_JUMPS: Final = 300
_MANY: Final = 500_000
_WORD: Final = Filter((Condition(None, (Contains("diesel"),)),))
_PROCESS: Final = Path("/proc/self")


class Phases:
    """After each phase what is held, in MB, and the most that was while it lasted."""

    def __init__(self) -> None:
        self.found: list[tuple[str, float, float]] = []

    def end(self, name: str) -> None:
        self.found.append((name, _megabytes("VmRSS"), _megabytes("VmHWM")))
        (_PROCESS / "clear_refs").write_text("5", "ascii")  # the peak begins anew


def _megabytes(key: str) -> float:
    for line in (_PROCESS / "status").read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        if name == key:
            return int(value.split()[0]) * 1024 / 1e6
    raise KeyError(key)


def main(home: Path) -> None:
    program, phases = Program(home), Phases()
    program.session.window.repaint()
    phases.end("the window, the cache not open")
    program.until_begun()
    phases.end("first rows")
    for name, work in _work(program):
        work()
        program.until_quiet()
        phases.end(name)
    with program.services.database.cursor() as cursor:
        cursor.execute("SELECT sum(memory_usage_bytes) / 1e6 FROM duckdb_memory()")
        ((engine,),) = cursor.fetchall()
    program.close()
    answer({"phases": phases.found, "engine": engine})


def _work(program: Program) -> list[tuple[str, Callable[[], object]]]:
    return [
        (f"{_JUMPS} jumps", lambda: _jump(program)),
        ("sorting by make", lambda: program.until_seen(lambda: program.click_head("make"))),
        ("sorting by VIN", lambda: program.until_seen(lambda: program.click_head("vin"))),
        ("filtering by a word", lambda: program.until_seen(lambda: program.filter_by(_WORD))),
        ("filtering no more", lambda: program.until_seen(lambda: program.filter_by(EVERYTHING))),
        ("removal", lambda: _remove(program)),
        ("undo", lambda: program.until_seen(program.undo)),
    ]


def _jump(program: Program) -> None:
    for _ in range(_JUMPS):
        row = program.some_row()
        program.until_seen(lambda row=row: program.jump(row), change=False)


def _remove(program: Program) -> None:
    program.select_first(min(_MANY, program.table.row_count() // 2))
    program.until_seen(program.remove)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
