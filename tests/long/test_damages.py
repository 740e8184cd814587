"""Bytes flipped, cut, zeroed, in the file and in its log: the program always has an answer."""

import faulthandler
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.long.damages import Damages, Opener, Stock, try_out


@pytest.fixture(scope="module")
def damaged_stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    return Stock(tmp_path_factory.mktemp("damages"))


@pytest.fixture
def damages() -> Iterator[Damages]:
    found = Damages()
    yield found
    print(found.line())  # noqa: T201 - pytest shows it with -rP


@pytest.fixture(scope="module")
def opener() -> Iterator[Opener]:
    opener = Opener()
    yield opener
    opener.close()


@pytest.mark.parametrize(
    "seeds",
    [
        range(8),
        *(pytest.param(range(n, n + 20), marks=pytest.mark.long) for n in range(100, 300, 20)),
    ],
    ids=lambda seeds: f"{seeds.start}",
)
def test_a_damaged_cache_shows_a_committed_state_or_is_restored(
    seeds: range, damaged_stock: Stock, opener: Opener, tmp_path: Path, damages: Damages
) -> None:
    faulthandler.cancel_dump_traceback_later()  # it may take longer than a test usually does
    for seed in seeds:
        try_out(damaged_stock, opener, tmp_path, seed, damages)
