"""The program from the start of its process to the paint that shows rows of the cache.

``python -m tests.benchmarks.first_rows ARGUMENT ...``, the arguments being the program's. It
imports next to nothing that the program does not.
"""

import gc
import sys
import time
from collections.abc import Sequence
from functools import partial


def main(argv: Sequence[str]) -> None:
    gc.disable()  # and the imports in the order of ``vindesk.__main__``
    from vindesk.app.main import create  # noqa: PLC0415

    # isort: split
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from tests.benchmarks.screen import Screen  # noqa: PLC0415

    moments = {"imported": time.monotonic()}
    session = create(argv)
    screen = Screen(session.desk.table)

    def mark(name: str) -> None:
        moments.setdefault(name, time.monotonic())

    session.window.first_painted.connect(lambda: mark("window"))
    session.desk.table.counted.connect(lambda: mark("ordered"))
    screen.seen.connect(lambda: mark("rows"))
    screen.seen.connect(partial(QApplication.exit, 0))
    screen.expect(change=True)
    QApplication.exec()
    from tests.benchmarks.child import answer  # noqa: PLC0415 - it brings much, which is not ours

    count = session.desk.table.row_count()
    session.close()
    answer({**moments, "count": count})


if __name__ == "__main__":
    main(sys.argv[1:])
