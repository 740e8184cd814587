from datetime import UTC, datetime
from pathlib import Path

from vindesk.config.crash_files import KEPT, name_at, outdated

NOW = datetime(2026, 11, 12, 8, tzinfo=UTC)


def on(*days: int, year: int = 2026) -> list[Path]:
    return [Path(name_at(datetime(year, 11, day, 6, 30, 5, tzinfo=UTC))) for day in days]


def test_a_name_tells_when_it_was() -> None:
    assert name_at(NOW) == "native-crash-20261112-080000.log"


def test_the_oldest_may_go_and_a_few_stay() -> None:
    files = on(7, 3, 1, 2, 6, 4, 5)
    assert len(files) == KEPT + 2
    assert outdated(files, NOW) == on(1, 2)
    assert outdated(files[:KEPT], NOW) == []


def test_what_bears_another_name_is_not_ours() -> None:
    names = ("native-crash.log", "native-crash-of-mine.log", "native-crash-20200101-000000.log.txt")
    assert outdated([*map(Path, names), *on(1, 2, 3, 4, 5)], NOW) == []


def test_what_a_wrong_clock_dated_goes_first_and_in_its_order() -> None:
    ahead = on(1, 2, year=2099)
    assert outdated([*ahead, *on(1, 2, 3, 4, 5)], NOW) == ahead
    assert outdated([*on(13), *on(1, 2, 3, 4, 5)], NOW) == on(1)  # clocks differ a little
