from collections.abc import Mapping

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.domain.strategies import legal_texts
from tests.samples import one_in
from tests.store.importing import EMBEDDED, PLAN, Desk, answers, batch
from tests.store.samples import MORNING, Clock, vehicle, vin
from tests.vpic.watching import Watcher
from vindesk.domain.errors import InvalidVin
from vindesk.domain.import_job import Cached, Failed, ImportState
from vindesk.domain.monitor import Cancelled
from vindesk.domain.vin import Vin
from vindesk.store.removals import Removals

LONG_S, DOTLESS_I = "\u017f", "\u0131"
"""In upper case they are S and I."""

A, B, C, D = (vin(number).text for number in range(4))


@pytest.fixture
def desk(imports_desk: Desk) -> Desk:
    return imports_desk


# -- reading -----------------------------------------------------------------------------


def test_rows_keep_what_was_written_and_where(desk: Desk) -> None:
    number = desk.imports.add(PLAN).id
    own = {"own_0": ["T1", None, "T3"], "own_1": ["x", "y", ""]}
    desk.items.stage(number, batch([f" {A.lower()} ", "nonsense", B], own=own, first=7))
    assert desk.stored(number) == [
        (1, 7, f" {A.lower()} ", A, None, None, ["T1", "x"]),
        (2, 8, "nonsense", None, None, "It has 8 of 17 characters: 9 are missing.", [None, "y"]),
        (3, 9, B, B, None, None, ["T3", ""]),
    ]


def test_batches_are_numbered_on(desk: Desk) -> None:
    number = desk.imports.add(PLAN).id
    assert desk.items.stage(number, batch([A, None])) == 1
    assert desk.items.stage(number, batch([" ", "\u00a0\t", "\u2003\f"], first=3)) == 0
    assert desk.items.stage(number, batch([B, C], first=6)) == 2
    assert [row[:2] for row in desk.stored(number)] == [(1, 1), (2, 6), (3, 7)]


def test_a_row_without_a_vin_is_refused_if_another_cell_is_filled(desk: Desk) -> None:
    number = desk.imports.add(PLAN).id
    own = {
        "own_0": ["T1", "U0011", "\u3000", None, None, None],
        "own_1": ["x", None, "\u00a0", None, "José", "\u00e9"],
    }
    table = batch([A, None, "", None, " \t", "\u2003"], [None] * 3 + ["2003", None, None], own)
    assert desk.items.stage(number, table) == 5
    assert [row[1:] for row in desk.stored(number)] == [
        (1, A, A, None, None, ["T1", "x"]),
        (2, "", None, None, "There is no VIN.", ["U0011", None]),
        (4, "", None, 2003, "There is no VIN.", [None, None]),
        (5, " \t", None, None, "There is no VIN.", [None, "José"]),
        (6, "\u2003", None, None, "There is no VIN.", [None, "\u00e9"]),
    ]
    assert desk.needed(number) == [(A, None)]
    assert desk.imports.rejected(number, 1)[0].written == ""


@pytest.mark.parametrize("written", ["-", " \u2013 ", "\u200b"])
def test_what_stands_for_nothing_is_no_vin(desk: Desk, written: str) -> None:
    number = desk.imports.add(PLAN).id
    assert desk.items.stage(number, batch([written])) == 1
    ((*_, problem, _own),) = desk.stored(number)
    assert problem == "There is no VIN."


def test_several_vins_of_one_line_share_its_number(desk: Desk) -> None:
    number = desk.imports.add(PLAN).id
    table = pa.record_batch(
        {"row": pa.array([4, 4, 4, 5], pa.int64()), "written": [f"*{A}*", "1HG", B, f"I{C}"]}
    )
    assert desk.items.stage(number, table) == 4
    assert [row[1:4] for row in desk.stored(number)] == [
        (4, f"*{A}*", A),
        (4, "1HG", None),
        (4, B, B),
        (5, f"I{C}", C),
    ]


@pytest.mark.parametrize(
    ("written", "year"),
    {
        "2003": 2003, " 2003 ": 2003, "2003.0": 2003, "2003,00": 2003, "2003.": 2003,
        None: None, "": None, "0": None, "99": None, "MY2003": None, "2003.5": None,
        "20031": None, "2003-01-01": None, "3003": None,
    }.items(),
)  # fmt: skip
def test_a_year_is_four_digits(desk: Desk, written: str | None, year: int | None) -> None:
    assert desk.needed(desk.read(A, years=[written])) == [(A, year)]


def parsed(written: str) -> str | None:
    try:
        return Vin.parse(written).text
    except InvalidVin:
        return None


odd = st.text(
    st.sampled_from(f"AZ019ioq-* \u2011{LONG_S}{DOTLESS_I}À\u00a0ß"), min_size=15, max_size=20
)
damaged = st.builds(
    lambda text, place, mark: f"{text[:place]}{mark}{text[place:]}",
    legal_texts,
    st.integers(0, 17),
    st.sampled_from(["", " ", "-", LONG_S, DOTLESS_I, "I", "\n", "\u200b", "*", "'", '="']),
)


@settings(max_examples=one_in(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(legal_texts | legal_texts.map(str.lower) | odd | damaged, min_size=1, max_size=100))
def test_a_vin_is_what_the_domain_says(desk: Desk, written: list[str]) -> None:
    number = desk.read(*written)
    found = [(row[2], row[3]) for row in desk.stored(number)]
    assert found == [(text, parsed(text)) for text in written if text.strip(" \t\r\n\u00a0")]


def test_a_letter_that_only_becomes_one_in_upper_case_is_refused(desk: Desk) -> None:
    number = desk.read(A.replace("A", LONG_S))
    ((*_, problem, _own),) = desk.stored(number)
    assert problem.startswith(f"Character 11 is {LONG_S} (latin small letter long s): ")


def test_reading_can_begin_again(desk: Desk) -> None:
    number, other = desk.imports.add(PLAN).id, desk.read(D)
    desk.items.stage(number, batch([A, B]))
    desk.items.clear(number)
    assert (desk.imports.get(number).items, desk.stored(number)) == (0, [])
    desk.items.stage(number, batch([C]))
    desk.items.seal(number)
    assert desk.imports.get(number).state is ImportState.WAITING
    assert [row[3] for row in desk.stored(number)] == [C]
    assert [row[3] for row in desk.stored(other)] == [D]


def test_cancelled_reading_leaves_no_part_of_a_batch(desk: Desk) -> None:
    number, watcher = desk.imports.add(PLAN).id, Watcher()
    watcher.cancel()
    with pytest.raises(Cancelled):
        desk.items.stage(number, batch([A, B]), watcher)
    assert (desk.imports.get(number).items, desk.stored(number)) == (0, [])


# -- windows -----------------------------------------------------------------------------


def test_windows_are_taken_in_the_order_of_the_input(desk: Desk) -> None:
    number = desk.read(C, "nonsense", A, B, A)
    assert desk.needed(number, 3) == [(C, None), (A, None)]
    first = desk.next(number, 3)
    assert (first.first, first.last, first.size) == (0, 3, 2)
    desk.items.finish(first)
    second = desk.next(number, 3)
    assert (second.first, second.last) == (3, 5)
    assert desk.needed(number, 3) == [(B, None), (A, None)]
    desk.items.finish(second)
    assert desk.items.window(number, 3) is None
    assert desk.items.window(desk.read(), 3) is None


def test_what_is_in_the_cache_is_not_needed(desk: Desk) -> None:
    desk.vehicles.save([vehicle(0, make="HONDA")])
    assert desk.needed(desk.read(A, B)) == [(B, None)]


def test_what_was_removed_is_needed(desk: Desk, clock: Clock) -> None:
    desk.vehicles.save([vehicle(0, make="HONDA")])
    Removals(desk.database, clock).remove([vin(0)])
    assert desk.needed(desk.read(A)) == [(A, None)]


def test_no_data_is_asked_again_after_its_life(desk: Desk, clock: Clock) -> None:
    desk.vehicles.save([vehicle(0), vehicle(1, make="HONDA")])
    number = desk.read(A, B)
    clock.advance(days=6, hours=23)
    assert desk.needed(number) == []
    clock.advance(hours=1)
    assert desk.needed(number) == [(A, None)]


@pytest.mark.parametrize(
    ("requested", "decoded", "year", "is_needed"),
    [
        (None, 2003, None, False),
        (None, 2003, 2003, False),
        (None, 2003, 2004, True),
        (None, None, 2004, True),
        (2004, 2003, None, False),
        (2004, 2003, 2004, False),
        (2004, 2003, 2003, True),
    ],
)
def test_another_year_is_another_question(
    desk: Desk, requested: int | None, decoded: int | None, year: int | None, is_needed: bool
) -> None:
    values: Mapping[str, int] = {} if decoded is None else {"model_year": decoded}
    desk.vehicles.save([replace(vehicle(0, make="HONDA", **values), requested_year=requested)])
    number = desk.read(A, years=[None if year is None else str(year)])
    assert bool(desk.needed(number)) == is_needed


def test_of_several_years_the_last_is_asked(desk: Desk) -> None:
    number = desk.read(A, B, A, A, years=["2003", "2001", "2004", None])
    assert desk.needed(number) == [(A, 2004), (B, 2001)]


def test_what_a_refresh_has_answered_is_not_asked_again(desk: Desk, clock: Clock) -> None:
    desk.vehicles.save([vehicle(0, make="HONDA"), vehicle(1, make="HONDA")])
    clock.advance(hours=1)
    number = desk.read(A, B, A, plan=replace(PLAN, cached=Cached.REFRESH_ALL))
    window = desk.next(number, 1)
    assert window.needed["vin"].to_pylist() == [A]
    clock.advance(hours=1)
    desk.answers.save(window, answers(window, make="ACURA"), EMBEDDED)
    assert desk.needed(number) == [(B, None)]


def test_a_part_of_a_window_does_not_end_it(desk: Desk) -> None:
    number = desk.read(A, B, C)
    window = desk.next(number)
    part, only = window.part(1, 5), window.only([True, False, True])
    assert (part.size, only.size) == (2, 2)
    assert only.needed["vin"].to_pylist() == [A, C]
    desk.items.finish(part)
    desk.items.finish(only)
    assert desk.imports.get(number).position == 0
    desk.items.finish(window)
    assert desk.imports.get(number).position == 3


def test_a_window_is_dealt_with_in_steps(desk: Desk) -> None:
    number = desk.read(A, "nonsense", B, A, C, "nonsense", D, A)
    window = desk.next(number)
    steps = list(window.steps(2))
    assert [(step.first, step.last) for step in steps] == [(0, 3), (3, 8)]
    assert [step.needed["vin"].to_pylist() for step in steps] == [[A, B], [C, D]]
    desk.answers.save(steps[0], answers(steps[0], make="HONDA"), EMBEDDED)
    again = desk.next(number)
    assert (again.first, again.last, again.needed["vin"].to_pylist()) == (3, 8, [C, D])
    (whole,) = window.steps(4)
    assert (whole.first, whole.last) == (0, 8)
    desk.vehicles.save([vehicle(place) for place in range(4)])
    assert list(desk.next(desk.read(A, B)).steps(2)) == []


def test_a_window_tells_which_rows_are_in_the_way(desk: Desk, clock: Clock) -> None:
    desk.vehicles.save([vehicle(0, make="HONDA"), vehicle(1, make="HONDA")])
    Removals(desk.database, clock).remove([vin(0)])
    window = desk.next(desk.read(A, B, C, years=[None, "2003", None]))
    assert window.needed.select(["vin", "stands"]).to_pylist() == [
        {"vin": A, "stands": True},
        {"vin": B, "stands": True},
        {"vin": C, "stands": False},
    ]


# -- failures ----------------------------------------------------------------------------


def test_failures_are_listed_and_asked_again_with_their_years(desk: Desk) -> None:
    number = desk.read(A, B, C, B, years=["2003", "2004", None, None])
    assert desk.items.failures(number, 5) == []
    desk.items.finish(desk.next(number), [(C, "Why."), (B, "Why.")])
    one, two = desk.items.failures(number, 1)
    assert one.needed.to_pylist() == [{"vin": B, "year": 2004, "stands": True}]
    assert two.needed.to_pylist() == [{"vin": C, "year": None, "stands": True}]
    desk.answers.save(one, answers(one, make="HONDA"), EMBEDDED)
    desk.items.finish(two, [(C, "Still.")])
    assert desk.imports.failed(number, 9) == [Failed(C, "Still.")]
    record = desk.imports.get(number)
    assert (record.position, record.answered) == (4, 1)


def test_a_vin_that_fails_twice_is_listed_once(desk: Desk) -> None:
    number = desk.read(A, A)
    for _ in range(2):
        desk.items.finish(desk.next(number, 1), [(A, "Why.")])
    assert desk.imports.failed(number, 9) == [Failed(A, "Why.")]


def test_failures_of_another_import_are_left_alone(desk: Desk) -> None:
    first, second = desk.read(A), desk.read(A)
    desk.items.finish(desk.next(first), [(A, "Why.")])
    desk.save(second, make="HONDA")
    assert desk.imports.failed(first, 9) == [Failed(A, "Why.")]
    assert desk.vehicles.count() == 1
    assert desk.imports.get(second).added_at == MORNING
