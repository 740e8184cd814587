"""From Return to the painted answer, for VINs that are in the cache and for new ones.

``python -m tests.benchmarks.answering HOME COUNT``
"""

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import ultravin
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from tests.benchmarks.child import answer
from tests.benchmarks.program import Program
from vindesk.domain.vin import Vin, find_fault

_SEED: Final = 31
_SOME: Final = "SELECT vin FROM vehicle WHERE removed_batch IS NULL ORDER BY hash(vin) LIMIT ?"


class Answer(QObject):
    """Emits ``seen`` once the panel at the right was painted with the VIN that was asked for."""

    seen = Signal()

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._panel = program.session.window.details_dock.widget()
        self._wanted = ""
        self.seen_at = 0.0
        for label in self._panel.findChildren(QLabel):
            label.installEventFilter(self)

    def expect(self, vin: str) -> None:
        self._wanted = vin

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Paint or not self._wanted:
            return False
        if isinstance(watched, QLabel) and watched.text() == self._wanted:
            self._wanted = ""
            QTimer.singleShot(0, self, self._tell)  # what else is painted comes first
        return False

    @Slot()
    def _tell(self) -> None:
        self.seen_at = time.perf_counter()
        self.seen.emit()


def _ask(program: Program, eye: Answer, vins: Iterable[str]) -> list[float]:
    """For each VIN the ms from Return to the paint; it was typed, and all was quiet, before."""
    took_ms: list[float] = []
    entry = program.session.desk.panel.entry
    for vin in vins:
        entry.setText(vin)
        program.until_quiet()
        eye.expect(vin)
        started = time.perf_counter()
        program.until(eye.seen, lambda: QTest.keyClick(entry, Qt.Key.Key_Return), lambda: True)
        took_ms.append((eye.seen_at - started) * 1e3)
        program.until_quiet()
    return took_ms


def main(home: Path, count: int) -> None:
    program = Program(home)
    program.until_begun()
    eye = Answer(program)
    with program.services.database.cursor() as cursor:
        cursor.execute(_SOME, [count])
        cached = [vin for (vin,) in cursor.fetchall()]
    made = ultravin.generate(4 * count, seed=_SEED, invalid_rate=0.0)
    legal = [Vin(vin) for vin in dict.fromkeys(made) if find_fault(vin) is None]
    known = program.services.vehicles.get_many(legal)
    new = [vin.text for vin in legal if vin not in known][:count]
    _ask(program, eye, [*cached[:5], *new[:5]])  # what is made once is made
    found = {"cached": _ask(program, eye, cached[5:]), "embedded": _ask(program, eye, new[5:])}
    program.close()
    answer({**found})


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
