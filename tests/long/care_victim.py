"""A program that backs up, restores, compacts and cleans until it is killed.

``python -m tests.long.care_victim FOLDER SEED``: each deed is announced, then acknowledged
with what the cache holds.
"""

import json
import random
import sys
from pathlib import Path
from typing import Final, NoReturn

from tests.store.samples import vehicle
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.monitor import Unwatched
from vindesk.services.assembly import Services, open_services
from vindesk.store.cache_copy import present_fingerprint
from vindesk.store.replacing import compact

DEEDS: Final = ("save", "backup", "restore", "compact", "clean")
SAVED: Final = 50
_SETTINGS: Final = Settings(daily_backups=2, weekly_backups=0, safety_backups=2)
_QUIET: Final = Unwatched()


def say(**told: object) -> None:
    """The line is in the pipe when this returns, and a kill does not take it back."""
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def do(deed: str, services: Services, rng: random.Random, paths: Paths) -> None:
    care = services.care
    if deed == "save":
        first = rng.randrange(900_000)
        services.vehicles.save([vehicle(n, model=f"M{n}") for n in range(first, first + SAVED)])
    elif deed == "backup":
        care.back_up(_QUIET)
        by_hand = [each for each in care.backups() if each.why == "by-hand"]
        for each in by_hand[3:]:
            each.path.unlink()
    elif deed == "restore":
        care.restore(rng.choice(care.backups()), _QUIET)
    elif deed == "compact":
        compact(services.database, _QUIET)
    else:
        (paths.logs / f"vindesk-20260101-000000-{rng.randrange(10**6):06}.log").write_text("old")
        care.clean(care.cleaner.preview(), _QUIET)


def live(folder: str, seed: str) -> NoReturn:
    paths, rng = Paths.under(Path(folder)), random.Random(int(seed))
    say(opening=True)
    services = open_services(_SETTINGS, paths)
    paths.logs.mkdir(exist_ok=True)
    say(opened=True)
    while True:
        deed = rng.choice(DEEDS)
        say(begun=deed)
        do(deed, services, rng, paths)
        say(done=deed, tables=present_fingerprint(services.database))


if __name__ == "__main__":
    live(*sys.argv[1:])
