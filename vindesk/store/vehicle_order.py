"""The vehicles in an order, each by a number that is for ever its own."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import neg
from typing import Final

from msgspec import Struct
from typing_extensions import override

from vindesk.store import arrow

_FEW_AFTER: Final = 1_000
_MANY_AFTER: Final = 100_000
"""Who is looked for in a later order at a time, at first and then."""

Keys = array  # of "q": numbers of vehicles
"""Numbers of vehicles. A number is never used again: one that was removed and is looked up
again has a new one; a refresh keeps it."""


_AT_ONCE: Final = 250_000
"""Keys that are copied while other threads of Python wait: half a millisecond."""


class VehicleOrder(Struct, frozen=True):
    """The vehicles that were there when the order was made."""

    keys: "Keys[int]"
    newest: int = 0
    """The greatest number that had been given to any vehicle by then."""

    total: int = 0
    """How many vehicles there were, whatever the filter."""

    rearrangements: int = 0
    """How many times vehicles had gone or come back by then."""

    @override
    def __repr__(self) -> str:
        """How many; there may be a million."""
        return f"VehicleOrder(of {self.count}, newest={self.newest}, total={self.total})"

    @property
    def count(self) -> int:
        return len(self.keys)

    def keys_at(self, ranges: Iterable[range]) -> "Keys[int]":
        """Who stands at these positions, in this order."""
        parts = tuple(ranges)
        if parts == (range(self.count),):
            return self.keys
        found = Keys("q")
        for rows in parts:
            extend(found, self.keys, rows)
        return found

    def renewed(self, newer: "Keys[int]", stirred: "Keys[int]", there: "Keys[int]") -> "Keys[int]":
        """The keys of this order, the newest first, as they are now.

        Before them come those that are ``newer``. Of ``stirred`` those are left that are
        ``there``, whether they stood in this order or not.
        """
        whole, stays, at = Keys("q", newer), frozenset(there), 0
        for key in sorted(frozenset(stirred), reverse=True):
            place = bisect_left(self.keys, -key, at, key=neg)
            extend(whole, self.keys, range(at, place))
            if key in stays:
                whole.append(key)
            at = place + (place < self.count and self.keys[place] == key)
        extend(whole, self.keys, range(at, self.count))
        return whole

    def chosen(self, ranges: Sequence[range]) -> "ChosenVehicles":
        """Those at these positions."""
        return ChosenVehicles(self, ranges)

    def place(self, key: int) -> int | None:
        """Where the vehicle of this number stands; None if it is not in the order."""
        return arrow.place(self.keys, key)

    def successor(self, before: "VehicleOrder", row: int) -> int | None:
        """Where the first stands of those who stood after ``row``; if none is left, the last row.

        ``before`` is the order in which they stood. None: nobody is left at all.
        """
        rows, size = range(row + 1, before.count), _FEW_AFTER
        while rows:
            part, rows = rows[:size], rows[size:]
            keys = before.keys_at([part])
            runs = self.places(keys, len(keys))
            there = {self.keys[place]: place for run in runs for place in run}
            for key in keys:
                if key in there:
                    return there[key]
            size = _MANY_AFTER
        return self.count - 1 if self.count else None

    def places(self, keys: "Keys[int]", most: int) -> Sequence[range]:
        """Where the vehicles of ``keys`` stand, from the top; none if more than ``most`` ranges."""
        return arrow.runs(self.keys, keys, most)

    def older(self, newest: int, most: int) -> Sequence[range]:
        """Where those stand that came in up to ``newest``; none if more than ``most`` ranges."""
        return arrow.runs_up_to(self.keys, newest, most)


class ChosenVehicles(Struct, frozen=True):
    """Those at some positions of an order.

    It costs nothing to make; ``keys`` copies, up to 80 MB of ten million, and is for a worker.
    """

    order: VehicleOrder
    ranges: Sequence[range]

    @property
    def count(self) -> int:
        return sum(map(len, self.ranges))

    @property
    def keys(self) -> "Keys[int]":
        """Who they are, in the order that they stand in."""
        return self.order.keys_at(self.ranges)


def all_of(keys: "Keys[int]") -> ChosenVehicles:
    """The vehicles of these numbers."""
    return ChosenVehicles(VehicleOrder(keys), (range(len(keys)),))


def extend(whole: "Keys[int]", keys: "Keys[int]", rows: range) -> None:
    """Append the keys at ``rows``; all at once would hold up the window."""
    size = keys.itemsize
    with memoryview(keys).cast("B") as data:
        for start in range(rows.start, rows.stop, _AT_ONCE):
            stop = min(start + _AT_ONCE, rows.stop)
            whole.frombytes(data[start * size : stop * size])
