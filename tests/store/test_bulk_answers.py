from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.store.importing import EMBEDDED, PLAN, Desk, answers
from tests.store.samples import MORNING, Clock, vehicle, vin
from tests.store.stoppable import Stoppable
from vindesk.domain.comparison import completed
from vindesk.domain.fields import BY_COLUMN, Value
from vindesk.domain.import_job import Cached
from vindesk.domain.monitor import Cancelled
from vindesk.domain.vehicle import Quality, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.store.bulk_answers import WEB, BulkAnswers, Origin
from vindesk.store.removals import Removals
from vindesk.store.vehicle_pages import VehiclePages

A, B, C = (vin(number).text for number in range(3))
AGAIN = replace(PLAN, cached=Cached.REFRESH_ALL)
LATER = MORNING + timedelta(hours=1)
UNKNOWABLE = frozenset({"NCSAMake", "NCSANote"})


@pytest.fixture
def desk(imports_desk: Desk) -> Desk:
    return imports_desk


def stood(year: int | None = None, **values: Value) -> Vehicle:
    return replace(vehicle(0, **values), requested_year=year)


def got(desk: Desk, number: int = 0) -> Vehicle:
    found = desk.vehicles.get(vin(number))
    assert found is not None
    return found


def order(desk: Desk) -> list[str]:
    """The VINs, newest first."""
    pages = VehiclePages(desk.database)
    everything = pages.order()
    return list(pages.vins(everything, [range(everything.count)]))


def answer_again(desk: Desk, clock: Clock, **values: object) -> Vehicle:
    """Have the embedded copy answer about the first VIN, an hour later."""
    clock.now = LATER
    desk.save(desk.read(A, plan=AGAIN), EMBEDDED, **values)
    return got(desk)


# -- what is kept ------------------------------------------------------------------------


def test_answers_become_vehicles(desk: Desk) -> None:
    number = desk.read(B, A, years=["2004", None])
    desk.save(number, make="HONDA", model="Accord", model_year=2003, extra=[("New", "1")])
    assert got(desk) == Vehicle(
        Vin(A),
        {"make": "HONDA", "model": "Accord", "model_year": 2003},
        SourceName.EMBEDDED,
        fetched_at=MORNING,
        extra={"New": "1"},
        requested_year=None,
        data_version="2026-10",
        added_at=MORNING,
    )
    assert got(desk, 1).requested_year == 2004
    assert order(desk) == [A, B]
    assert desk.imports.get(number).answered == 2


@pytest.mark.parametrize(
    ("values", "quality"),
    [
        ({}, Quality.NO_DATA),
        ({"make": "HONDA"}, Quality.DOUBTFUL),
        ({"make": "HONDA", "model_year": 2003}, Quality.PARTIAL),
        ({"make": "HONDA", "model_year": 2003, "model": "Accord"}, Quality.DECODED),
        ({"make": "HONDA", "error_code": "7", "body_class": "Sedan/Saloon"}, Quality.NO_DATA),
    ],
)
def test_the_quality_is_judged_by_what_there_is(
    desk: Desk, values: Mapping[str, object], quality: Quality
) -> None:
    desk.save(desk.read(A), EMBEDDED, **values)
    with desk.database.cursor() as cursor:
        assert cursor.execute("SELECT quality FROM vehicle").fetchall() == [(quality,)]
    assert got(desk).quality is quality


def test_answers_that_came_one_by_one_are_kept_alike(desk: Desk) -> None:
    said = replace(vehicle(0, make="HONDA", model_year=2003), extra={"New": "1"})
    number = desk.read(A)
    desk.answers.save_vehicles(desk.next(number), [said], WEB)
    assert got(desk) == replace(said, added_at=MORNING)


def test_answers_and_failures_and_the_place_are_one_transaction(desk: Desk) -> None:
    number = desk.read(A, B)
    window = desk.next(number)
    wrong = answers(window, make="HONDA", model_year="no year")
    with pytest.raises(Exception, match="no year"):
        desk.answers.save(window, wrong, EMBEDDED)
    assert (desk.vehicles.count(), desk.imports.get(number).position) == (0, 0)
    desk.answers.save_vehicles(window, [], EMBEDDED, [(A, "Why."), (B, "Why.")])
    assert (desk.vehicles.count(), desk.imports.get(number).position) == (0, 2)
    assert desk.report(number).failed == 2


def test_answers_about_other_vins_are_refused(desk: Desk) -> None:
    window = desk.next(desk.read(A, B))
    with pytest.raises(ValueError, match="other VINs"):
        desk.answers.save(window, answers(window.part(0, 1), make="HONDA"), EMBEDDED)
    assert desk.vehicles.count() == 0


def test_who_looked_a_vin_up_meanwhile_keeps_that_answer(desk: Desk, clock: Clock) -> None:
    number = desk.read(A, B)
    window = desk.next(number)
    (typed,) = desk.vehicles.save([stood(make="ACURA")])
    clock.now = LATER
    desk.answers.save(window, answers(window, make="HONDA"), EMBEDDED)
    assert got(desk) == typed
    assert (got(desk, 1).values["make"], got(desk, 1).added_at) == ("HONDA", LATER)
    assert desk.imports.get(number).answered == 2


def while_it_inserts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]
) -> None:
    """Have a person ``act`` once, when the next answers are in and not committed yet."""
    plain, left = BulkAnswers._put_in, [act]

    def and_then(self: BulkAnswers, *args: Any, **kwargs: Any) -> None:
        plain(self, *args, **kwargs)
        if left:
            with ThreadPoolExecutor(1) as person:
                person.submit(left.pop()).result()

    monkeypatch.setattr(BulkAnswers, "_put_in", and_then)


def test_a_person_need_not_wait_until_all_is_inserted(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.vehicles.save([vehicle(7)])
    number = desk.read(A, B)
    while_it_inserts(desk, monkeypatch, lambda: Removals(desk.database, clock).remove([vin(7)]))
    desk.save(number, make="HONDA")
    assert order(desk) == [B, A]
    assert desk.imports.get(number).answered == 2


def test_a_vehicle_that_comes_in_between_is_older(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desk.read(A, B)
    while_it_inserts(desk, monkeypatch, lambda: desk.vehicles.save([vehicle(7)]))
    desk.save(number, make="HONDA")
    assert order(desk) == [B, A, vin(7).text]
    assert desk.imports.get(number).answered == 2


def test_one_of_them_that_comes_in_between_stays_as_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desk.read(A, B)
    while_it_inserts(desk, monkeypatch, lambda: desk.vehicles.save([stood(make="ACURA")]))
    desk.save(number, make="HONDA")
    assert order(desk) == [B, A]
    assert [got(desk, each).values["make"] for each in (0, 1)] == ["ACURA", "HONDA"]
    assert desk.imports.get(number).answered == 2


def test_an_import_that_is_renamed_meanwhile_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desk.read(A, B)
    while_it_inserts(desk, monkeypatch, lambda: desk.imports.rename(number, "March"))
    desk.save(number, make="HONDA")
    record = desk.imports.get(number)
    assert (record.plan.name, record.answered, record.position) == ("March", 2, 2)
    assert order(desk) == [B, A]


def test_cancelling_interrupts_and_saves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, monitor = desk.read(A, B), Stoppable()
    while_it_inserts(desk, monkeypatch, monitor.cancel)
    window = desk.next(number)
    with pytest.raises(Cancelled):
        desk.answers.save(window, answers(window, make="HONDA"), EMBEDDED, monitor=monitor)
    assert desk.vehicles.count() == desk.imports.get(number).position == 0


# -- what stood there --------------------------------------------------------------------


def test_a_refresh_keeps_the_place_and_the_time_it_came_in(desk: Desk, clock: Clock) -> None:
    desk.save(desk.read(A, B), make="HONDA")
    again = answer_again(desk, clock, make="ACURA", model="MDX")
    assert (again.added_at, again.fetched_at) == (MORNING, LATER)
    assert again.values == {"make": "ACURA", "model": "MDX"}
    assert order(desk) == [B, A]


def test_what_was_removed_comes_in_anew(desk: Desk, clock: Clock) -> None:
    desk.vehicles.save([vehicle(0, make="HONDA", ncsa_make="37"), vehicle(1)])
    Removals(desk.database, clock).remove([vin(0)])
    again = answer_again(desk, clock, make="HONDA")
    assert again.added_at == LATER
    assert again.values == {"make": "HONDA"}
    assert order(desk) == [A, B]


@pytest.mark.parametrize(
    ("standing", "answered", "is_kept"),
    [
        (stood(make="HONDA", model_year=2003), {"model_year": 2003}, True),
        (stood(make="HONDA"), {"model_year": 2003}, True),
        (stood(2004, make="HONDA", model_year=2003), {"model_year": 2003}, True),
        (stood(2004, make="HONDA"), {}, True),
        (stood(2004, make="HONDA", model_year=2004), {"model_year": 2003}, False),
    ],
    ids=["same", "same question", "same year", "both without", "another year"],
)
@pytest.mark.parametrize("source", list(SourceName), ids=str)
def test_an_embedded_answer_blanks_nothing_that_it_cannot_say(  # noqa: PLR0913, PLR0917 - cases
    desk: Desk,
    clock: Clock,
    source: SourceName,
    standing: Vehicle,
    answered: Mapping[str, Value],
    is_kept: bool,
) -> None:
    extra = {"NewKey": "n", "NCSANote": "not a note", "Note#2": "again", "Doors": "four"}
    values = {**standing.values, "ncsa_make": "37", "body_class": "Sedan/Saloon"}
    old = replace(standing, values=values, extra=extra, source=source)
    desk.vehicles.save([old])
    again = answer_again(desk, clock, make="HONDA", **answered)
    assert ("ncsa_make" in again.values) == is_kept
    new = replace(again, values={"make": "HONDA", **answered}, extra={})
    assert again == replace(completed(new, old, UNKNOWABLE), added_at=MORNING)


def test_what_the_answer_says_itself_wins(desk: Desk, clock: Clock) -> None:
    old = replace(stood(make="HONDA", ncsa_make="37"), extra={"NewKey": "old", "Other": "o"})
    desk.vehicles.save([old])
    again = answer_again(desk, clock, ncsa_make="38", extra=[("NewKey", "new")])
    assert again.values["ncsa_make"] == "38"
    assert again.extra == {"NewKey": "new", "Other": "o"}


def test_a_second_refresh_blanks_nothing_either(desk: Desk, clock: Clock) -> None:
    desk.vehicles.save([replace(stood(make="HONDA", ncsa_make="37"), extra={"NewKey": "n"})])
    answer_again(desk, clock, make="HONDA")
    again = answer_again(desk, clock, make="HONDA")
    assert again.values == {"make": "HONDA", "ncsa_make": "37"}
    assert again.extra == {"NewKey": "n"}


@pytest.mark.parametrize(
    ("answered", "kept"),
    [
        ({"make": "HONDA", "model": "Accord"}, {"make_id": 474, "model_id": 1861}),
        ({"make": "HONDA", "model": "Civic"}, {"make_id": 474}),
        ({"make": "HONDA"}, {"make_id": 474}),
        ({"make": "ACURA", "model": "Accord", "make_id": 475}, {"make_id": 475, "model_id": 1861}),
    ],
)
def test_the_number_of_a_text_stays_while_the_text_does(
    desk: Desk, clock: Clock, answered: Mapping[str, Value], kept: Mapping[str, int]
) -> None:
    desk.vehicles.save([stood(make="HONDA", model="Accord", make_id=474, model_id=1861)])
    again = answer_again(desk, clock, **answered)
    assert again.values == {**answered, **kept}


def test_an_answer_of_the_web_stands_for_itself(desk: Desk, clock: Clock) -> None:
    desk.vehicles.save([replace(stood(make="HONDA", ncsa_make="37"), extra={"NewKey": "n"})])
    clock.now = LATER
    desk.save(desk.read(A, plan=AGAIN), WEB, make="HONDA")
    again = got(desk)
    assert (again.values, again.extra, again.source) == ({"make": "HONDA"}, {}, SourceName.WEB)
    assert again.data_version is None


def test_of_some_that_stood_there_and_some_that_did_not_each_gets_its_own(
    desk: Desk, clock: Clock
) -> None:
    desk.vehicles.save([stood(make="HONDA", ncsa_make="37")])
    clock.now = LATER
    desk.save(desk.read(A, B, plan=AGAIN), make="HONDA")
    assert got(desk).values == {"make": "HONDA", "ncsa_make": "37"}
    assert got(desk, 1).values == {"make": "HONDA"}
    assert (got(desk).added_at, got(desk, 1).added_at) == (MORNING, LATER)
    assert order(desk) == [B, A]


def test_an_origin_may_have_nothing_to_leave_alone(desk: Desk, clock: Clock) -> None:
    plain = Origin(SourceName.EMBEDDED)
    desk.vehicles.save([stood(make="HONDA", ncsa_make="37")])
    clock.now = LATER
    number = desk.read(A, plan=AGAIN)
    desk.save(number, plain, make="HONDA")
    assert got(desk).values == {"make": "HONDA"}


def test_the_names_of_the_tests_are_columns() -> None:
    assert {BY_COLUMN[name].key for name in EMBEDDED.unknowable} == UNKNOWABLE
