"""Work that is tried again when there is more memory."""

from array import array
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import duckdb
import pytest
from typing_extensions import override

from tests.store.full_disk import files_up_to
from tests.store.importing import EMBEDDED, Desk, answers, batch
from tests.store.memory import limit_of
from tests.store.samples import vin
from tests.store.stoppable import Stoppable
from tests.store.test_database import fill
from tests.store.waiting import until
from vindesk.domain.errors import OutOfMemory
from vindesk.domain.monitor import Cancelled
from vindesk.store import room
from vindesk.store.breakdowns import Breakdowns
from vindesk.store.database import Database
from vindesk.store.engine import Engine
from vindesk.store.facets import Facets
from vindesk.store.import_items import Window
from vindesk.store.removals import Removals
from vindesk.store.room import with_room
from vindesk.store.vehicle_order import VehicleOrder
from vindesk.store.vehicle_pages import VehiclePages


class Greedy:
    """Finds too little memory so many times."""

    def __init__(self, fails: int) -> None:
        self.tries = 0
        self._fails = fails

    def __call__(self) -> int:
        self.tries += 1
        if self.tries <= self._fails:
            raise OutOfMemory("full")
        return self.tries


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PAUSES_S", (0.0, 0.0, 0.0))


def change(database: Database) -> None:
    with database.transaction() as cursor:
        cursor.execute("UPDATE numbers SET text = 'other'")


def test_what_had_too_little_memory_is_tried_again_after_a_checkpoint(database: Database) -> None:
    fill(database, 10)
    assert with_room(database, Greedy(1)) == 2
    assert not database.log_path.exists()


def test_the_modest_are_so_no_more_until_they_are_done(database: Database) -> None:
    def greedy() -> str:
        if limit_of(database) != "256.0 MiB":
            raise OutOfMemory("full")
        return "enough"

    with database.modest(150):
        with database.modest(100):
            assert with_room(database, greedy) == "enough"
        assert limit_of(database) == "256.0 MiB"
    with database.modest(100):
        assert limit_of(database) == "100.0 MiB"
    assert limit_of(database) == "256.0 MiB"


@pytest.mark.usefixtures("impatient")
def test_what_never_has_enough_is_told_in_the_end(database: Database) -> None:
    greedy = Greedy(9)
    with pytest.raises(OutOfMemory):
        with_room(database, greedy)
    assert greedy.tries == 4


def test_it_waits_for_reads_that_need_what_was_before_a_change(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_PAUSES_S", (0.0,) * 1_000)
    fill(database, 10)
    with ThreadPoolExecutor(1) as pool:
        with database.cursor() as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM numbers")
            change(database)
            greedy = Held(database)
            done = pool.submit(with_room, database, greedy)
            until(lambda: greedy.tries > 2)
            assert not done.done()
        done.result()
    assert not database.log_path.exists()


class Held(Greedy):
    """Finds too little memory while the log has not gone into the file."""

    def __init__(self, database: Database) -> None:
        super().__init__(0)
        self._log = database.log_path

    @override
    def __call__(self) -> int:
        self._fails = self.tries + 1 if self._log.exists() else 0
        return super().__call__()


def test_who_cancels_does_not_wait(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PAUSES_S", (60.0,))
    monitor, greedy = Stoppable(), Greedy(1)
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(with_room, database, greedy, monitor)
        until(lambda: greedy.tries == 1 and bool(monitor._stops))
        monitor.cancel()
        with pytest.raises(Cancelled):
            done.result(10)
    assert greedy.tries == 1


def test_a_checkpoint_that_fails_is_no_reason_not_to_try(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    fill(database, 50_000)
    with files_up_to(20_000):
        assert with_room(database, Greedy(1)) == 2
    assert "No checkpoint" in caplog.text


Preparing = Callable[[Desk, Removals], Callable[[], object]]

WORKS: Mapping[str, Preparing] = {
    "reading a list": lambda desk, _: lambda: desk.items.stage(1, batch(["JH4KA7532NC036794"])),
    "putting in order": lambda desk, _: VehiclePages(desk.database).order,
    "looking what to ask": lambda desk, _: lambda: desk.next(1),
    "saving answers": lambda desk, _: partial(_save, desk, desk.next(1)),
    "removing": lambda _, removals: lambda: removals.remove([vin(1)]),
    "removing by number": lambda _, removals: lambda: removals.remove_keys(array("q", [1])),
    "a page": lambda desk, _: partial(
        VehiclePages(desk.database).page, VehicleOrder(array("q", [1])), 0, 1, ["make"]
    ),
    "a facet": lambda desk, _: lambda: Facets(desk.database).count("make"),
    "a summary": lambda desk, _: lambda: Breakdowns(desk.database).count({"make": 5}),
    "undoing a removal": lambda _, removals: lambda: removals.restore(7),
}


def _save(desk: Desk, window: Window) -> None:
    desk.answers.save(window, answers(window, make="KENWORTH"), EMBEDDED)


@pytest.mark.parametrize("prepare", WORKS.values(), ids=WORKS)
def test_imports_removals_and_orders_are_tried_again(
    imports_desk: Desk, removals: Removals, monkeypatch: pytest.MonkeyPatch, prepare: Preparing
) -> None:
    imports_desk.read(vin(1).text)
    work = prepare(imports_desk, removals)
    lent, failing = Engine._lent, [duckdb.OutOfMemoryException("Out of Memory Error: full")]

    @contextmanager
    def short_of_memory(engine: Engine) -> Generator[Any]:
        with lent(engine) as loan:
            if failing:
                raise failing.pop()
            yield loan

    monkeypatch.setattr(Engine, "_lent", short_of_memory)
    work()
    assert not failing
