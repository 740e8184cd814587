from vindesk.app.repeats import Repeats


def test_the_first_tenth_and_hundredth_time_deserve_a_record() -> None:
    repeats = Repeats()
    said = [count for _ in range(1_234) if (count := repeats.count("storm"))]
    assert said == [1, 10, 100, 1_000]


def test_different_things_are_counted_apart() -> None:
    repeats = Repeats()
    assert [repeats.count(what) for what in ("a", "b", "a")] == [1, 1, 0]


def test_what_never_repeats_fills_no_memory() -> None:
    repeats = Repeats()
    assert {repeats.count(number) for number in range(10_000)} == {1}
    assert len(repeats._counts) <= 1_000
