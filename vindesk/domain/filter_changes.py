"""Small steps from one filter to another: what a click in a list or a cell asks for."""

from collections.abc import Set as AbstractSet

from vindesk.domain.fields import Value
from vindesk.domain.filter import Condition, Empty, Filter, Is, Test


def including(wanted: Filter, condition: Condition) -> Filter:
    """``wanted`` and ``condition`` too.

    A choice of values takes the place of the choice that its column had.
    """
    if condition in wanted.conditions:
        return wanted
    present = _choice(wanted, condition.column) if _is_choice(condition) else None
    if present is None:
        return Filter((*wanted.conditions, condition))
    return _replaced(wanted, present, condition)


def choice(column: str, value: Value | None) -> Condition:
    """That ``column`` is ``value``; None: that it has no data."""
    return Condition(column, (_test(value),))


def only(wanted: Filter, column: str, value: Value | None) -> Filter:
    """``wanted``, but of ``column`` this value and nothing else."""
    return Filter((*wanted.without(column).conditions, choice(column, value)))


def toggled(wanted: Filter, column: str, value: Value | None) -> Filter:
    """Add ``value``, None for no data, to what ``column`` may be; or take it away again."""
    test = _test(value)
    present = _choice(wanted, column)
    if present is None:
        return Filter((*wanted.conditions, choice(column, value)))
    others = tuple(one for one in present.tests if not _same(one, test))
    if len(others) == len(present.tests):
        others = (*others, test)
    return _replaced(wanted, present, Condition(column, others) if others else None)


def without_choice(wanted: Filter, column: str) -> Filter:
    """``wanted`` but for the choice that ``toggled`` would change: all else that it asks stays."""
    present = _choice(wanted, column)
    return wanted if present is None else _replaced(wanted, present, None)


def chosen(wanted: Filter, column: str) -> AbstractSet[Value | None]:
    """The values that ``column`` may be, None for no data; empty if it may be any."""
    present = _choice(wanted, column)
    tests = () if present is None else present.tests
    return frozenset(test.value if isinstance(test, Is) else None for test in tests)


def is_chosen(wanted: Filter, column: str, value: Value | None) -> bool:
    """Whether ``value`` is one of those that are chosen, without regard to case."""
    test = _test(value)
    present = _choice(wanted, column)
    return present is not None and any(_same(one, test) for one in present.tests)


def _test(value: Value | None) -> Test:
    return Empty() if value is None else Is(value)


def _choice(wanted: Filter, column: str | None) -> Condition | None:
    """The condition that lists values of ``column``; the last one, if there are several."""
    found = [one for one in wanted.conditions if one.column == column and _is_choice(one)]
    return found[-1] if found else None


def _is_choice(condition: Condition) -> bool:
    positive = condition.column is not None and not condition.negated
    return positive and all(isinstance(test, Is | Empty) for test in condition.tests)


def _same(one: Test, other: Test) -> bool:
    """Text is compared as the cache compares it."""
    return _fold(one) == _fold(other)


def _fold(test: Test) -> Test:
    if isinstance(test, Is) and isinstance(test.value, str):
        return Is(test.value.lower())
    return test


def _replaced(wanted: Filter, old: Condition, new: Condition | None) -> Filter:
    pairs = ((new if one is old else one) for one in wanted.conditions)
    return Filter(tuple(one for one in pairs if one is not None))
