"""Makes the pictures in the README: the real window, on real data, light and dark.

Run it with ``python resources/screenshots.py [FOLDER]``; it starts the loopback vPIC of
the tests, so nothing goes over the network, and every value shown is a decoded one.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import ultravin  # noqa: E402
from PySide6.QtCore import QDeadlineTimer, QEventLoop  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog, QWidget  # noqa: E402

from tests.fakes.vpic_server import VpicServer  # noqa: E402
from vindesk.app.main import Session, create  # noqa: E402
from vindesk.domain.filter_language import parse  # noqa: E402
from vindesk.domain.monitor import Unwatched  # noqa: E402
from vindesk.domain.vehicle import Question, SourceChoice  # noqa: E402
from vindesk.domain.vin import Vin  # noqa: E402
from vindesk.store.sorts import Sort  # noqa: E402

VINS = (
    "ZA9CA05AXJLA12340",
    "1XP5DB9X7XD487964",
    "4V4NC9EJXEN171694",
    "1XP5DB9X7YN526158",
    "1XKWDB0X57J211825",
    "1HGCM82633A004352",
    "5YJ3E1EA7JF000316",
    "1FTMW1T88MFA00001",
    "WVWZZZ1KZ8W123456",
    "1FUBCXBS9DHFG2387",
    "1XPWD40X1ED215307",
)
FLEET = (
    {"make": "KENWORTH"},
    {"make": "PETERBILT"},
    {"vehicle_type": 2},
    {"vehicle_type": 7},
    {"vehicle_type": 5},
)
_LONGEST_S = 60


def wait_until(seen: Callable[[], bool]) -> None:
    """Run the event loop until ``seen``."""
    deadline = QDeadlineTimer(_LONGEST_S * 1000)
    while not seen():
        if deadline.hasExpired():
            raise TimeoutError("the window did not come to rest")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


def save(widget: QWidget, target: Path) -> None:
    wait_until(lambda: True)
    widget.repaint()
    widget.grab().save(str(target), "PNG")
    sys.stdout.write(f"{target}\n")


def look_up(session: Session, vin: str) -> None:
    session.desk.lookup.take_text(vin)
    wait_until(lambda: session.at_rest)


def take_filtered(session: Session, folder: Path, appearance: str) -> None:
    """A fleet in the table, with facets, a filter and two sorts; then the columns."""
    desk = session.desk
    fleet = [vin for kind in FLEET for vin in ultravin.generate(60, seed=3, **kind)]
    questions = [Question(Vin(vin)) for vin in dict.fromkeys(fleet)]
    desk.services().lookup.find_many(questions, SourceChoice.EMBEDDED, Unwatched())
    desk.table.reload()
    desk.window.facets_dock.show()
    wait_until(lambda: session.at_rest)
    desk.filters.set_filter(parse("make:kenworth,peterbilt year:1995-"))
    desk.table.sort_by([Sort("model_year", descending=True), Sort("model")])
    wait_until(lambda: session.at_rest)
    desk.table.view.setCurrentIndex(desk.table.view.model().index(2, 1))
    wait_until(lambda: session.at_rest)
    save(session.window, folder / f"filtered-{appearance}.png")
    desk.columns.choose()
    for dialog in _dialogs():
        save(dialog, folder / f"columns-{appearance}.png")
        dialog.close()
    desk.filters.clear()
    take_insight(session, folder, appearance)
    desk.table.sort_by([])
    wait_until(lambda: session.at_rest)


def take_insight(session: Session, folder: Path, appearance: str) -> None:
    """The summary, a comparison and the help."""
    desk, insight = session.desk, session.desk.insight
    insight.summary.show()
    wait_until(lambda: session.at_rest)
    save(insight.summary.window, folder / f"summary-{appearance}.png")
    insight.summary.close()
    desk.table.view.select_ranges([range(3)], 0)
    insight.compare.compare_selected()
    wait_until(lambda: bool(_dialogs()))
    for dialog in _dialogs():
        save(dialog, folder / f"compare-{appearance}.png")
        dialog.close()
    insight.help.open("vin")
    wait_until(lambda: session.at_rest)
    save(insight.help.window, folder / f"help-{appearance}.png")
    insight.help.close()


def take_import(session: Session, folder: Path, appearance: str) -> None:
    """A list is handed in, imported, and looked at in its report."""
    vins = [vin for kind in FLEET for vin in ultravin.generate(800, seed=5, **kind)]
    vins[3] = vins[3].replace("0", "O")
    rows = (f"U-{number:04},{vin},J. Doe" for number, vin in enumerate(vins, 1))
    listed = folder / "march fleet.csv"
    listed.write_text("\n".join(("Unit,VIN,Driver", *rows)), "utf-8")
    session.desk.imports.import_file(listed)
    wait_until(lambda: bool(_dialogs()))
    wait_until(lambda: session.at_rest)
    (dialog,) = _dialogs()
    save(dialog, folder / f"import-{appearance}.png")
    dialog.accept()
    wait_until(lambda: session.desk.table.row_count() > len(vins) - 100)
    wait_until(lambda: session.at_rest)
    save(session.window, folder / f"imported-{appearance}.png")
    session.desk.window.jobs_dock.hide()
    listed.unlink()


def take_preferences(session: Session, folder: Path, appearance: str) -> None:
    session.desk.preferences.open()
    (dialog,) = _dialogs()
    save(dialog, folder / f"preferences-{appearance}.png")
    dialog.close()


def take_log(session: Session, folder: Path, appearance: str) -> None:
    """The log with its last line, and the activity."""
    session.desk.logs.open()
    wait_until(lambda: session.at_rest)
    window = session.desk.logs.window
    assert window is not None  # noqa: S101 - it was opened
    window.log_view.table.selectRow(window.log_view.model.rowCount() - 1)
    save(window, folder / f"log-{appearance}.png")
    window.tabs.setCurrentWidget(window.activity_view)
    save(window, folder / f"activity-{appearance}.png")
    window.close()


def _dialogs() -> list[QDialog]:
    windows = QApplication.topLevelWidgets()
    return [one for one in windows if isinstance(one, QDialog) and one.isVisible()]


def take(folder: Path, appearance: str, url: str) -> None:
    """All pictures in one appearance."""
    os.environ["VINDESK_APPEARANCE"] = appearance
    with tempfile.TemporaryDirectory() as data:
        session = create(["--data-dir", data, "--vpic-url", url])
        wait_until(lambda: session.at_rest)
        save(session.window, folder / f"empty-{appearance}.png")
        for vin in VINS:
            look_up(session, vin)
        save(session.window, folder / f"window-{appearance}.png")
        take_filtered(session, folder, appearance)
        take_import(session, folder, appearance)
        take_preferences(session, folder, appearance)
        take_log(session, folder, appearance)
        exported = Path(data) / "vehicles.parquet"
        session.desk.exports.export(exported)
        wait_until(lambda: session.at_rest)
        session.desk.parquet.open(exported)
        wait_until(lambda: session.at_rest)
        wait_until(lambda: session.at_rest)
        for window in QApplication.topLevelWidgets():
            if window.objectName() == "parquet_window":
                save(window, folder / f"parquet-{appearance}.png")
        session.close()


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with VpicServer() as server:
        for appearance in ("light", "dark"):
            take(folder, appearance, server.url)


if __name__ == "__main__":
    main()
