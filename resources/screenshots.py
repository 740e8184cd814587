"""Makes pictures of the windows: the real program, on real data.

::

    python resources/screenshots.py                          the pictures in README and manual
    python resources/screenshots.py --every FOLDER           every window and dialog there is
    python resources/screenshots.py --every FOLDER --only import,export --appearance dark
    python resources/screenshots.py --every FOLDER --language de

It starts the loopback vPIC of the tests, so nothing goes over the network, and every value
shown is a decoded one. The scale and the font are Qt's: ``QT_SCALE_FACTOR``, ``QT_FONT_DPI``.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any, Final, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
_SCREEN = ROOT / "resources" / "lib" / "large_screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={_SCREEN}")

import ultravin  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402
from pytestqt.qt_compat import qt_api  # noqa: E402
from pytestqt.qtbot import QtBot  # noqa: E402
from typing_extensions import override  # noqa: E402

from tests.e2e.conftest import User  # noqa: E402
from tests.e2e.every_window import WINDOWS, opened  # noqa: E402
from tests.fakes.vpic_server import VpicServer  # noqa: E402
from vindesk.app.main import create, end  # noqa: E402
from vindesk.config.language import Language, tongue_of  # noqa: E402
from vindesk.config.settings import Appearance  # noqa: E402
from vindesk.domain.filter_language import parse  # noqa: E402
from vindesk.domain.monitor import Unwatched  # noqa: E402
from vindesk.domain.vehicle import Question, SourceChoice  # noqa: E402
from vindesk.domain.vin import Vin  # noqa: E402
from vindesk.domain.words import speak  # noqa: E402
from vindesk.store.sorts import Sort  # noqa: E402
from vindesk.ui.actions import ActionId  # noqa: E402

VINS: Final = (
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
FLEET: Final = {
    "FREIGHTLINER": 90,
    "PETERBILT": 64,
    "KENWORTH": 58,
    "VOLVO TRUCK": 41,
    "INTERNATIONAL": 33,
    "FORD": 28,
    "MACK": 17,
    "RAM": 11,
    "CHEVROLET": 6,
}
"""What a carrier of some size has, by make."""

_YEARS: Final = (2006, 2026)
_DEPOTS: Final = ("Reno", "Tulsa", "Reno", "Laredo", "Boise")
_DRIVERS: Final = ("M. Alvarez", "T. Okafor", "J. Lindqvist", "R. Chen", "D. Novak", "S. Haddad")
_LONGEST_MS: Final = 60_000


# -- what is in the cache ----------------------------------------------------------


def look_up_all(user: User) -> None:
    for vin in VINS:
        user.session.desk.lookup.take_text(vin)
        user.until_quiet()


def add_fleet(user: User) -> None:
    desk = user.session.desk
    questions = [Question(Vin(vin)) for vin in dict.fromkeys(_fleet(1))]
    desk.services().lookup.find_many(questions, SourceChoice.EMBEDDED, Unwatched())
    desk.table.reload()
    user.until_quiet()


def _fleet(times: int) -> list[str]:
    first, last = _YEARS
    return [
        vin
        for seed, (make, number) in enumerate(FLEET.items())
        for vin in ultravin.generate(
            number * times, seed=seed, make=make, min_year=first, max_year=last
        )
    ]


# -- what the README shows ---------------------------------------------------------


def _window(user: User) -> QWidget:
    return user.window


def _filtered(user: User) -> QWidget:
    """Facets, a filter and two sorts."""
    desk = user.session.desk
    add_fleet(user)
    desk.window.facets_dock.show()
    user.until_quiet()
    desk.window.resize(1440, 860)
    desk.filters.set_filter(parse("make:=KENWORTH,=PETERBILT quality:decoded"))
    desk.table.sort_by([Sort("model_year", descending=True), Sort("model")])
    user.until_quiet()
    desk.table.reveal(VINS[-1])
    user.until_quiet()
    return user.window


def _import(user: User) -> QWidget:
    """A list of some thousands that is handed in."""
    vins = _fleet(12)
    vins[2::900] = [vin.replace("0", "O").replace("1", "I") for vin in vins[2::900]]
    vins.sort(key=lambda vin: vin[::-1])  # makes and bodies mixed, as in any fleet
    rows = (
        f"U-{number:04},{vin},{depot},{driver}"
        for number, (vin, depot, driver) in enumerate(
            zip(vins, cycle(_DEPOTS), cycle(_DRIVERS), strict=False), 1
        )
    )
    listed = user.session.desk.services().database.path.parent / "march fleet.csv"
    listed.write_text("\n".join(("Unit,VIN,Depot,Driver", *rows)), "utf-8")
    user.session.desk.imports.import_file(listed)
    user.until(lambda: user.window.findChild(QWidget, "import_dialog"))
    user.until_quiet()
    dialog = user.window.findChild(QWidget, "import_dialog")
    assert dialog is not None  # noqa: S101 - it was waited for
    return dialog


def _summary(user: User) -> QWidget:
    add_fleet(user)
    user.press(ActionId.SUMMARY)
    user.until_quiet()
    return user.session.desk.insight.summary.window


def _parquet(user: User) -> QWidget:
    add_fleet(user)
    return WINDOWS["parquet"](user)


README: Final[Mapping[str, Callable[[User], QWidget]]] = {
    "window": _window,
    "filtered": _filtered,
    "import": _import,
    "summary": _summary,
    "parquet": _parquet,
}


# -- taking them -------------------------------------------------------------------


class Patience(QtBot):
    """Waits as the tests do, without being one."""

    def __init__(self) -> None:
        qt_api.set_qt_api("pyside6")
        super().__init__(cast("Any", None))

    @override
    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _LONGEST_MS) -> None:
        super().waitUntil(callback, timeout=max(timeout, _LONGEST_MS))


@contextmanager
def program(url: str, appearance: str) -> Generator[User, None, None]:
    """The program with some vehicles, on a data folder that is thrown away."""
    os.environ["VINDESK_APPEARANCE"] = appearance
    with tempfile.TemporaryDirectory() as data:
        session = create(["--data-dir", data, "--vpic-url", url])
        user = User(session, Patience())
        user.until_quiet()
        yield user
        session.close()
        session.window.deleteLater()


def save(widget: QWidget, target: Path) -> None:
    QApplication.processEvents()  # what was written last has to be laid out
    widget.repaint()
    picture = widget.grab().toImage()
    picture.convertToFormat(picture.Format.Format_RGB888).save(str(target), "PNG", 0)  # pyright: ignore[reportCallIssue, reportArgumentType] - it takes no bytes
    sys.stdout.write(f"{target}\n")


def take_readme(folder: Path, appearance: str, url: str) -> None:
    for name, show in README.items():
        with program(url, appearance) as user:
            look_up_all(user)
            window = show(user)
            user.until_quiet()
            save(window, folder / f"{name}-{appearance}.png")
            if window is not user.window:
                window.close()


def take_every(folder: Path, appearance: str, url: str, names: Sequence[str]) -> None:
    """In one run: what is done for one picture can be seen in the next."""
    with program(url, appearance) as user:
        if "empty" in names:
            save(user.window, folder / f"empty-{appearance}.png")
        look_up_all(user)
        add_fleet(user)
        for name in names:
            if name == "empty":
                continue
            user.table.clearSelection()
            with opened(user, name) as window:
                user.until_quiet()
                save(window, folder / f"{name}-{appearance}.png")
            user.until_quiet()


def _named(option: str) -> list[str]:
    return [name for name in option.split(",") if name]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--every", type=Path, metavar="FOLDER", help="every window and dialog")
    parser.add_argument("--only", default="", help=f"names, with commas: {', '.join(WINDOWS)}")
    parser.add_argument("--appearance", default="", help="light, dark, contrast; with commas")
    parser.add_argument("--language", type=Language, default=Language.ENGLISH, choices=Language)
    options = parser.parse_args()
    os.environ["VINDESK_LANGUAGE"] = options.language
    speak(tongue_of(options.language, os.environ))
    folder = options.every or ROOT / "resources" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    usual = [Appearance.LIGHT, Appearance.DARK]
    usual += [Appearance.CONTRAST] if options.every else []
    with VpicServer() as server:
        for appearance in _named(options.appearance) or usual:
            if options.every:
                names = _named(options.only) or list(WINDOWS)
                take_every(folder, appearance, server.url, names)
            else:
                take_readme(folder, appearance, server.url)
    end(0)


if __name__ == "__main__":
    main()
