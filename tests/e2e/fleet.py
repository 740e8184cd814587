"""A small cache of many kinds, written before the program starts."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.services.assembly import engine_limits, utc_now
from vindesk.store.database import Database

KNOWN: Final = (
    ("ZA9CA05AXJLA12340", "LAMBORGHINI", None, 1988, None, "partial", 2),
    ("1XP5DB9X7XD487964", "PETERBILT", "379", 1999, "Truck-Tractor", "decoded", 10),
    ("4V4NC9EJXEN171694", "VOLVO TRUCK", "VNL", 2014, "Truck-Tractor", "decoded", 4),
    ("1XP5DB9X7YN526158", "PETERBILT", "379", 2000, "Truck-Tractor", "decoded", None),
    ("1XKWDB0X57J211825", "KENWORTH", "W9 Series", 2007, "Truck-Tractor", "decoded", None),
    ("1XPWD40X1ED215307", "PETERBILT", "388", 2014, "Truck-Tractor", "decoded", None),
    ("1XKWD4OX57J211825", "KENWORTH", None, 2007, "Truck-Tractor", "doubtful", None),
)
"""The newest last: VIN, make, model, model year, body class, quality, doors."""

OTHERS: Final = 293
"""Freightliners of twelve models, older than the known ones."""

ALL: Final = OTHERS + len(KNOWN)


def other(number: int) -> tuple[str, str, str, int, str, str, None]:
    vin, model = f"3AKJHHDR{number:09d}", f"M{number % 12:02d}"
    return (vin, "FREIGHTLINER", model, 1990 + number % 10, "Truck", "decoded", None)


def fill(folder: Path) -> None:
    """Write the cache: by the database itself, since only the window is on trial."""
    paths = Paths.under(folder)
    database = Database.open(
        paths.cache, engine_limits(Settings(), paths), backups=paths.backups, clock=utc_now
    )
    first = datetime(2026, 3, 1, 12)  # noqa: DTZ001 - the cache holds UTC with no zone
    rows = [
        (*row, first + timedelta(minutes=number), first + timedelta(minutes=number))
        for number, row in enumerate((*map(other, range(OTHERS)), *KNOWN))
    ]
    places = ", ".join(
        ["(?, ?, ?, ?, ?, ?, ?, 'embedded', ?, ?, nextval('vehicle_seq'))"] * len(rows)
    )
    with database.transaction() as cursor:
        cursor.execute(
            "INSERT INTO vehicle (vin, make, model, model_year, body_class, quality, doors,"
            f" source, fetched_at, added_at, seq) VALUES {places}",
            [value for row in rows for value in row],
        )
    database.close()
