"""kill -9 at random moments of an import; the same command then goes on to the same rows."""

import faulthandler
import itertools
import random
from pathlib import Path

import pytest
import ultravin

from tests.fakes.vpic_server import VpicServer
from tests.long.import_life import Command, Life, Tables, pause, tables_in
from tests.long.kill_figures import Death, KillFigures

SAMPLE = [("embedded", 20_000, 0, 1), ("web", 600, 0, 1)]
LONG = [
    *(pytest.param("embedded", 120_000, seed, 10, marks=pytest.mark.long) for seed in (1, 2, 3)),
    *(pytest.param("web", 1_500, seed, 10, marks=pytest.mark.long) for seed in (1, 2)),
]
"""The embedded copy answers 16,384 at a time: only where there are many is there a middle."""


def write(file: Path, rows: int, seed: int) -> None:
    """A table with VINs, years, duplicates, and rows that are no VINs."""
    dice = random.Random(seed)
    vins = ultravin.generate(rows, seed=seed, invalid_rate=0.1)
    vins += [*dice.sample(vins, rows // 20), "nonsense", ""]
    dice.shuffle(vins)
    years = {vin: dice.choice(["", "", "", "2003", "1999"]) for vin in vins}
    lines = [f"{vin},{years[vin]}" for vin in vins]
    file.write_text("\n".join(["VIN,Year", *lines]))


@pytest.mark.parametrize(("source", "rows", "seed", "kills"), [*SAMPLE, *LONG])
def test_a_killed_import_goes_on_to_the_rows_of_an_undisturbed_one(  # noqa: PLR0913, PLR0917 - fixtures
    source: str,
    rows: int,
    seed: int,
    kills: int,
    tmp_path: Path,
    vpic_server: VpicServer,
    kill_figures: KillFigures,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it may take longer than a test usually does
    monkeypatch.setenv("VINDESK_REQUESTS_PER_SECOND", "5")
    vpic_server.delay_s = 0.02
    file = tmp_path / "fleet.csv"
    write(file, rows, seed)
    command = Command(file, source, ("--vpic-url", vpic_server.url))
    whole_s, _ = command.finish(tmp_path / "undisturbed")
    expected: Tables = tables_in(tmp_path / "undisturbed")
    assert len(expected["vehicle"]) > rows * 0.8

    dice = random.Random(f"{source} {seed}")
    lives = (Life(command, tmp_path / f"{number}", expected) for number in itertools.count())
    life = next(lives)
    deaths: list[Death] = []
    while len(deaths) < kills:
        death = life.kill_once(lambda: pause(dice, 0.1 * whole_s, 0.8 * whole_s))
        if death is not None:
            deaths.append(death)
        if death is None or death.how == "done":
            life = next(lives)
    life.finish()
    kill_figures.deaths += deaths
