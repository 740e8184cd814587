"""Tests of what is remembered of vehicles that went or came back."""

from array import array

import pytest

from vindesk.store.rearrangements import MOST, Rearrangements


@pytest.fixture
def rearrangements() -> Rearrangements:
    return Rearrangements()


def test_nothing_happened(rearrangements: Rearrangements) -> None:
    assert rearrangements.since(rearrangements.count) == array("q")


def test_who_went_is_known_to_who_looked_before_or_in_between(
    rearrangements: Rearrangements,
) -> None:
    before, keys = rearrangements.count, array("q")
    with rearrangements.noted(keys):
        between = rearrangements.count
        keys.extend([7, 9])
    assert set(rearrangements.since(before) or ()) == {7, 9}
    assert set(rearrangements.since(between) or ()) == {7, 9}
    assert rearrangements.since(rearrangements.count) == array("q")


def test_what_failed_may_have_moved_some(rearrangements: Rearrangements) -> None:
    before = rearrangements.count
    with pytest.raises(KeyError), rearrangements.noted(array("q", [7])):
        raise KeyError
    assert set(rearrangements.since(before) or ()) == {7}


def test_where_any_may_have_gone_none_is_named(rearrangements: Rearrangements) -> None:
    before = rearrangements.count
    with rearrangements.noted(array("q", [7])):
        pass
    rearrangements.note_all()
    assert rearrangements.since(before) is None


@pytest.mark.parametrize(("many", "is_known"), [(MOST, True), (MOST + 1, False)])
def test_only_few_are_remembered(rearrangements: Rearrangements, many: int, is_known: bool) -> None:
    before = rearrangements.count
    with rearrangements.noted(array("q", range(many))):
        pass
    assert (rearrangements.since(before) is not None) is is_known


def test_few_at_a_time_may_be_too_many_together(rearrangements: Rearrangements) -> None:
    before = rearrangements.count
    for _ in range(2):
        with rearrangements.noted(array("q", range(MOST // 2 + 1))):
            pass
    assert rearrangements.since(before) is None


def test_what_was_long_ago_is_forgotten(rearrangements: Rearrangements) -> None:
    before = rearrangements.count
    for key in range(100):
        with rearrangements.noted(array("q", [key])):
            pass
    assert rearrangements.since(before) is None
    assert rearrangements.since(rearrangements.count - 2) == array("q", [99, 99])
