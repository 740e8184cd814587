"""An export without its questions, for tests of what comes before and after it."""

from collections.abc import Callable
from pathlib import Path

from vindesk.domain.export_plan import EVERY_VEHICLE
from vindesk.store.export_place import Target
from vindesk.ui.exporting.export_controller import ExportController


def export_every_vehicle(exports: ExportController, target: Path) -> None:
    """Begin what the dialog begins; a file that is there is replaced."""
    exports._running.start(lambda: EVERY_VEHICLE, Target(target))


def hear_exported(exports: ExportController, heard: Callable[[Path], object]) -> None:
    """Have ``heard`` called with each file that was written, whoever asked for it."""

    def hear(text: str) -> None:
        if text.startswith("Exported "):
            heard(exports._running._bar._path)

    exports.told.connect(hear)
