"""Where the rows that match a search stand in what is shown."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, overload

from typing_extensions import override

from vindesk.domain.monitor import Monitor
from vindesk.store.parquet_order import ChosenRows, EveryRow, RowNumbers

_STEP: Final = 20_000


class Places:
    """The rows of ``matches``, which are in the order of the files."""

    def __init__(self, matches: ChosenRows) -> None:
        self._matches = matches

    @property
    def count(self) -> int:
        return self._matches.count

    def next_to(
        self, position: int, order: RowNumbers, monitor: Monitor, *, backwards: bool
    ) -> int | None:
        """The next position after ``position``, or before it, around the end; None: none."""
        if not self.count:
            return None
        if isinstance(order, EveryRow):
            return self._in_file_order(position, backwards=backwards)
        matches = self._matches.at(0, self.count)
        for part in _parts(position, order.count, backwards=backwards):
            monitor.raise_if_cancelled()
            numbers = order.at(part.start, len(part))
            hits = [at for at, number in zip(part, numbers, strict=True) if _has(matches, number)]
            if hits:
                return hits[-1 if backwards else 0]
        return None

    def _in_file_order(self, position: int, *, backwards: bool) -> int:
        matches = _Numbers(self._matches)
        if backwards:
            return matches[bisect_left(matches, position) - 1]
        at = bisect_right(matches, position)
        return matches[at if at < len(matches) else 0]


def _has(numbers: Sequence[int], number: int) -> bool:
    """Whether ``number`` is among ``numbers``, which ascend: a set would take much memory."""
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


class _Numbers(Sequence[int]):
    """Numbers on disk, as a sequence to search in by halves."""

    def __init__(self, rows: ChosenRows) -> None:
        self._rows = rows

    @override
    def __len__(self) -> int:
        return self._rows.count

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...

    @override
    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        if isinstance(place, slice):
            raise TypeError("one at a time")
        return self._rows.at(place % len(self), 1)[0]


def _parts(position: int, count: int, *, backwards: bool) -> list[range]:
    """All positions but ``position``, and it last, in the order in which they are looked at."""
    if backwards:
        begin = max(position, 0)
        return [*_cut(range(begin))[::-1], *_cut(range(begin, count))[::-1]]
    return [*_cut(range(position + 1, count)), *_cut(range(min(position + 1, count)))]


def _cut(rows: range) -> list[range]:
    return [rows[at : at + _STEP] for at in range(0, len(rows), _STEP)]
