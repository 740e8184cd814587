from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.store.importing import PLAN, Desk, batch, refreshing
from tests.store.samples import MORNING, Clock, vehicle, vin
from vindesk.domain.errors import ListForgotten
from vindesk.domain.import_job import (
    Cached,
    Columns,
    Failed,
    ImportReport,
    ImportState,
    Rejected,
)
from vindesk.domain.vehicle import Quality, SourceChoice
from vindesk.store.bulk_answers import WEB

A, B, C = (vin(number).text for number in range(3))


@pytest.fixture
def desk(imports_desk: Desk) -> Desk:
    return imports_desk


def test_a_new_import_is_to_be_read(desk: Desk) -> None:
    plan = replace(
        PLAN,
        columns=Columns(vin=2, year=0, own=(1, 3), own_names=("Unit", "Depot")),
        source=SourceChoice.WEB,
        cached=Cached.REFRESH_OLDER,
        older_than=MORNING - timedelta(days=30),
        path="fleet.csv",
        stamp="17 bytes",
        sheet="Trucks",
        has_header=True,
        repairs={"O": "0"},
    )
    record = desk.imports.add(plan)
    assert (record.plan, record.state, record.added_at) == (plan, ImportState.READING, MORNING)
    assert (record.items, record.position, record.answered) == (0, 0, 0)
    assert desk.imports.get(record.id) == record


def test_the_newest_import_comes_first(desk: Desk) -> None:
    first, second = desk.imports.add(PLAN), desk.imports.add(PLAN)
    assert desk.imports.all() == [second, first]


def test_an_import_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(ListForgotten):
        desk.imports.get(17)


def test_progress_is_that_of_its_rows(desk: Desk) -> None:
    number = desk.read(A, B, C, A)
    assert desk.imports.get(number).progress == 0
    desk.items.finish(desk.next(number, 3))
    assert desk.imports.get(number).progress == 0.75
    assert desk.imports.get(desk.read()).progress == 1


@pytest.mark.parametrize("state", list(ImportState))
def test_what_is_open(state: ImportState) -> None:
    assert state.is_open == (state not in {ImportState.DONE, ImportState.CANCELLED})


@pytest.mark.parametrize(
    "state", [ImportState.WAITING, ImportState.PAUSED, ImportState.DONE, ImportState.CANCELLED]
)
def test_it_is_noted_how_it_goes_on(desk: Desk, state: ImportState) -> None:
    number = desk.read(A)
    desk.imports.turn(number, state)
    assert desk.imports.get(number).state is state


def test_what_was_not_read_to_its_end_can_only_be_given_up(desk: Desk) -> None:
    number = desk.imports.add(PLAN).id
    for state in (ImportState.PAUSED, ImportState.WAITING, ImportState.DONE):
        desk.imports.turn(number, state)
        assert desk.imports.get(number).state is ImportState.READING
    desk.imports.turn(number, ImportState.CANCELLED)
    assert desk.imports.get(number).state is ImportState.CANCELLED


def test_what_was_given_up_stays_so(desk: Desk) -> None:
    number = desk.imports.add(PLAN).id
    desk.imports.turn(number, ImportState.CANCELLED)
    desk.items.seal(number)
    desk.imports.turn(number, ImportState.DONE)
    assert desk.imports.get(number).state is ImportState.CANCELLED


def test_the_list_goes_and_the_vehicles_stay(desk: Desk) -> None:
    gone, other = desk.read(A, B), desk.read(A, "nonsense")
    desk.save(gone, make="HONDA")
    desk.items.finish(desk.next(other), [(C, "Why.")])
    desk.imports.forget(gone)
    assert [record.id for record in desk.imports.all()] == [other]
    assert desk.stored(gone) == []
    assert len(desk.stored(other)) == 2
    assert desk.imports.failed(other, 10) == [Failed(C, "Why.")]
    assert desk.vehicles.count() == 2


def test_the_numbers_of_imports_are_never_used_again(desk: Desk) -> None:
    gone = desk.read(A)
    desk.imports.forget(gone)
    assert desk.imports.add(PLAN).id > gone


def test_the_report_counts_rows_vins_and_what_came_of_them(desk: Desk) -> None:
    desk.vehicles.save([vehicle(2, make="HONDA", model="Accord", model_year=2003)])
    number = desk.read(A, "nonsense", B, A, None, C, "1HGCM82633A00000")
    assert desk.report(number) == ImportReport(
        desk.imports.get(number),
        vins=3, kept=0, duplicates=1, rejected=2, failed=0, by_quality={Quality.DECODED: 1},
    )  # fmt: skip
    window = desk.next(number)
    desk.answers.save_vehicles(window.part(0, 1), [vehicle(0)], WEB)
    desk.items.finish(window, [(B, "Why.")])
    report = desk.report(number)
    assert (report.record.answered, report.kept, report.failed) == (1, 1, 1)
    assert report.by_quality == {Quality.DECODED: 1, Quality.NO_DATA: 1}


def test_a_report_takes_no_more_memory_than_an_import(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, asked, modest = desk.read(A), list[int](), desk.database.modest

    def watched(memory_mb: int) -> AbstractContextManager[None]:
        asked.append(memory_mb)
        return modest(memory_mb)

    monkeypatch.setattr(desk.database, "modest", watched)
    desk.report(number)
    assert asked == [256]


def test_a_vin_that_was_answered_twice_makes_no_count_negative(desk: Desk) -> None:
    number = desk.read(A, A, plan=PLAN, years=["2003", "2004"])
    for _ in range(2):
        window = desk.next(number, 1)
        desk.answers.save_vehicles(window, [vehicle(0)], WEB)
    report = desk.report(number)
    assert (report.record.answered, report.kept) == (2, 0)


def test_rejected_rows_come_in_the_order_of_the_input(desk: Desk) -> None:
    number = desk.read("1HGCM82633A00000", A, "1HGCM82633A00000O")
    few, short = desk.imports.rejected(number, 10), desk.imports.rejected(number, 1)
    assert short == few[:1]
    assert few == [
        Rejected(1, "1HGCM82633A00000", "It has 16 of 17 characters: 1 is missing."),
        Rejected(3, "1HGCM82633A00000O", "Character 17 is O: no VIN has I, O or Q."),
    ]


def test_rejected_rows_come_with_as_many_own_columns_as_wanted(desk: Desk) -> None:
    number = desk.imports.add(PLAN).id
    own = {"own_0": ["U0011"], "own_1": [None], "own_2": ["x"]}
    desk.items.stage(number, batch([None], own=own))
    assert [desk.imports.rejected(number, 1, most)[0].own for most in (0, 1, 2, 9)] == [
        (),
        ("U0011",),
        ("U0011", None),
        ("U0011", None, "x"),
    ]


def test_as_many_failures_as_wanted(desk: Desk) -> None:
    number = desk.read(A, B, C)
    desk.items.finish(desk.next(number), [(B, "Why."), (A, "Because.")])
    assert desk.imports.failed(number, 10) == [Failed(A, "Because."), Failed(B, "Why.")]
    assert desk.imports.failed(number, 1) == [Failed(A, "Because.")]


def test_the_plan_says_from_when_answers_are_fresh(desk: Desk, clock: Clock) -> None:
    old, new = vehicle(0), replace(vehicle(1), fetched_at=MORNING + timedelta(hours=2))
    desk.vehicles.save([old, new])
    clock.advance(hours=1)
    between = MORNING + timedelta(hours=1)
    assert desk.needed(desk.read(A, B, plan=refreshing(Cached.REFRESH_ALL))) == [(A, None)]
    older = refreshing(Cached.REFRESH_OLDER, between)
    assert desk.needed(desk.read(A, B, plan=older)) == [(A, None)]
    undated = refreshing(Cached.REFRESH_OLDER)
    assert desk.needed(desk.read(A, B, plan=undated)) == []


def test_a_name_can_be_changed(desk: Desk) -> None:
    number = desk.read(A)
    desk.imports.rename(number, "Trucks")
    with desk.database.cursor() as cursor:
        assert cursor.execute("SELECT name FROM import_job").fetchall() == [("Trucks",)]
    assert desk.imports.get(number).plan.name == "Trucks"


def test_what_is_staged_is_counted(desk: Desk) -> None:
    number = desk.imports.add(PLAN).id
    assert desk.items.stage(number, batch([A, None, B])) == 2
    assert desk.imports.get(number).items == 2
