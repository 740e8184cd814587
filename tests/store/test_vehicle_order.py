import random
from itertools import pairwise

import pytest

from vindesk.store.vehicle_order import Keys, VehicleOrder


def order_of(*keys: int) -> VehicleOrder:
    return VehicleOrder(Keys("q", keys), max(keys, default=0))


def test_positions_become_numbers_and_numbers_positions() -> None:
    order = order_of(9, 4, 7, 1, 8)
    assert order.keys_at([range(3, 5), range(1)]) == Keys("q", [1, 8, 9])
    assert [order.place(key) for key in (9, 8, 5)] == [0, 4, None]
    assert order.places(Keys("q", [7, 4, 8, 99]), most=10) == [range(1, 3), range(4, 5)]
    assert order.places(Keys("q"), most=10) == []
    assert order.older(7, most=10) == [range(1, 4)]


def test_an_empty_order_has_no_places() -> None:
    order = order_of()
    assert order.count == 0
    assert order.place(1) is None
    assert order.places(Keys("q", [1]), most=1) == []
    assert order.older(5, most=1) == []


def test_who_stood_after_one_that_is_gone_is_found() -> None:
    before = order_of(9, 4, 7, 1, 8)
    assert order_of(9, 8, 1).successor(before, 1) == 2
    assert order_of(9, 4).successor(before, 2) == 1
    assert order_of(9).successor(before, 4) == 0
    assert order_of().successor(before, 0) is None


def test_who_stood_far_after_one_that_is_gone_is_found() -> None:
    before = order_of(*range(250_000))
    assert order_of(0, 249_999, 7).successor(before, 10) == 1


def test_a_selection_that_is_too_scattered_is_given_up() -> None:
    order = order_of(*range(10))
    every_other = Keys("q", range(0, 10, 2))
    assert len(order.places(every_other, most=5)) == 5
    assert order.places(every_other, most=4) == []


@pytest.mark.parametrize("seed", range(20))
def test_ranges_cover_just_what_was_asked_for(seed: int) -> None:
    rng = random.Random(seed)
    keys = rng.sample(range(1_000), 300)
    wanted = rng.sample(range(1_000), rng.randint(1, 400))
    found = order_of(*keys).places(Keys("q", wanted), most=1_000)
    rows = [row for part in found for row in part]
    assert rows == [row for row, key in enumerate(keys) if key in set(wanted)]
    assert all(before.stop < after.start for before, after in pairwise(found))
