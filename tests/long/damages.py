"""Random damages of a cache with a backup beside it, and what the program makes of them."""

import json
import random
import shutil
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field

from tests.long.kill_process import ROOT
from tests.store.samples import vehicle
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.backups import Why
from vindesk.domain.monitor import Unwatched
from vindesk.services.assembly import engine_limits, open_services, utc_now
from vindesk.store.backups import Backups
from vindesk.store.cache_copy import present_fingerprint, read_back

_PATIENCE_S: Final = 60
_STATES: Final = 4
_ROWS: Final = 400
_BLOCK: Final = 262_144
_HEADERS: Final = 3 * 4096


class Opener:
    """A process that opens damaged caches; one that hangs is replaced."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def ask(self, what: str, home: Path) -> dict[str, Any] | None:
        """Its answer; None if it was still at it after a minute."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{what} {home}\n")
        process.stdin.flush()
        alarm = threading.Timer(_PATIENCE_S, process.kill)
        alarm.start()
        line = process.stdout.readline()
        alarm.cancel()
        alarm.join()
        if not line:
            self.close()
            return None
        return json.loads(line)

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self) -> subprocess.Popen[str]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.long.damage_opener"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self._process


class Damages(Struct):
    """How the program took them."""

    outcomes: Counter[str] = field(default_factory=Counter[str])

    def line(self) -> str:
        what = ", ".join(f"{how} {count}" for how, count in self.outcomes.most_common())
        return f"damages: {self.outcomes.total()} caches with a backup beside them: {what}"


class Stock:
    """A data folder as after a kill: a file, a log with three transactions, a backup."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "stock"
        living = Paths.under(folder / "living")
        services = open_services(Settings(), living)
        self.states: list[Any] = []
        for state in range(_STATES):
            first = state * _ROWS
            services.vehicles.save(
                [
                    vehicle(n, make="HONDA", model=f"M{n * 7919}")
                    for n in range(first, first + _ROWS)
                ]
            )
            if state == 0:
                services.care.back_up(Unwatched(), Why.DAILY)
                services.database.checkpoint()
            self.states.append(_plain(present_fingerprint(services.database)))
        shutil.copytree(
            living.data, self.folder, ignore=shutil.ignore_patterns("logs", "temporary")
        )
        services.close()


def try_out(stock: Stock, opener: Opener, folder: Path, seed: int, damages: Damages) -> None:
    """One damage; ``seed`` makes it."""
    rng = random.Random(f"damage {seed}")
    home = folder / f"{seed}"
    shutil.copytree(stock.folder, home)
    paths = Paths.under(home)
    log = paths.cache.with_name("vehicles.duckdb.wal")
    target = rng.choice([paths.cache, paths.cache, log])
    how = _spoil(target, rng)
    what = f"seed {seed}: {how} {target.name}"

    told = opener.ask("open", home)
    # Damage may be found only when rows are read: by then the log may be in the file.
    spoilt = {path.name: path.read_bytes() for path in (paths.cache, log) if path.exists()}
    if told is None:
        damages.outcomes["did not open in time"] += 1
        _restore(stock, opener, paths, spoilt, what)
    elif "tables" in told:
        assert told["tables"] in stock.states, what
        is_newest = told["tables"] == stock.states[-1]
        assert is_newest or told["remark"], f"{what}: rows are missing, and nothing was said"
        damages.outcomes["all rows" if is_newest else "rows of an earlier state, said so"] += 1
    else:
        assert told["kind"] in {"CacheDamaged", "CacheMissing", "CacheNewer"}, (what, told)
        _restore(stock, opener, paths, spoilt, what)
        damages.outcomes["refused, restored from the backup"] += 1
    shutil.rmtree(home)


def _restore(
    stock: Stock, opener: Opener, paths: Paths, spoilt: dict[str, bytes], what: str
) -> None:
    """As the offer does; the file is kept, and the rows are those of the backup."""
    assert opener.ask("restore", paths.data) == {}, what
    kept = [path.read_bytes() for path in paths.data.glob("vehicles-damaged-*")]
    kept += [path.read_bytes() for path in paths.backups.glob("vehicles-restore-*.duckdb")]
    for name, content in spoilt.items():
        assert content in kept, f"{what}: {name} was not kept"
    limits = engine_limits(Settings(), paths)
    assert _plain(read_back(paths.cache, limits)[0]) == stock.states[0], what
    assert Backups(paths.backups, limits, utc_now).all(), what


def _plain(tables: object) -> Any:
    return json.loads(json.dumps(tables))


def _spoil(path: Path, rng: random.Random) -> str:
    content = bytearray(path.read_bytes())
    size = len(content)
    how = rng.choice(["flipped", "zeroed", "cut", "garbage", "emptied", "headers"])
    if how == "flipped":
        for _ in range(rng.choice([1, 1, 8, 200])):
            content[rng.randrange(size)] ^= 1 << rng.randrange(8)
    elif how in {"zeroed", "garbage"}:
        at, length = rng.randrange(size), rng.choice([16, 512, 4096, _BLOCK])
        part = content[at : at + length]
        content[at : at + length] = (
            bytes(len(part)) if how == "zeroed" else rng.randbytes(len(part))
        )
    elif how == "cut":
        del content[rng.randrange(size) :]
    elif how == "headers":
        content[rng.randrange(min(size, _HEADERS))] ^= 1 << rng.randrange(8)
    else:
        content.clear()
    path.write_bytes(content)
    return how
