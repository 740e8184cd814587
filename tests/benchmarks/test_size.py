"""What the program takes of the disk."""

from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.benchmarks.figures import Figures
from vindesk.services.licences import licences

FOLDER = Path(__file__).parents[2] / "dist" / "vindesk"


def test_size_of_the_packages(figures: Figures) -> None:
    sizes = {
        part.name: sum(_sizes(part.name)) / 1e6 for part in licences() if part.name != "Python"
    }
    largest = sorted(sizes.items(), key=lambda pair: -pair[1])[:5]
    figures.tell(
        "size installed: vindesk and all that it needs",
        sum(sizes.values()),
        "MB",
        ", ".join(f"{name} {size:.0f}" for name, size in largest) + " MB",
    )


def _sizes(name: str) -> Iterator[int]:
    part = distribution(name)
    for file in part.files or ():
        path = Path(str(part.locate_file(file)))
        if path.is_file():
            yield path.stat().st_size


@pytest.mark.skipif(not FOLDER.exists(), reason="resources/packaging/build.sh was not run")
def test_size_of_the_folder(figures: Figures) -> None:
    files = [file for file in FOLDER.rglob("*") if file.is_file() and not file.is_symlink()]
    figures.tell(
        "size of the folder that needs no Python", sum(f.stat().st_size for f in files) / 1e6, "MB"
    )
