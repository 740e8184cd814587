"""What must be in the cache after a session, by what its user commanded and saw."""

from collections.abc import Collection, Iterable, Mapping

from tests.long.closing_words import (
    Asked,
    Exported,
    Line,
    Redoing,
    Removing,
    Seen,
    Settled,
    Undoing,
)


class Expectation:
    """Each VIN is there, or not, or nobody can tell.

    Nobody can tell of a VIN whose lookup and removal were under way together: either may
    have come first. Nor of one that was being brought back when all rows were removed: it goes
    with them only if the table showed it again by then.
    """

    def __init__(self, at_first: Collection[str]) -> None:
        self._at_first = frozenset(at_first)
        self._there: dict[str, bool | None] = dict.fromkeys(at_first, True)
        self._asked: set[str] = set()
        self._done: list[frozenset[str]] = []
        self._undone: list[frozenset[str]] = []
        self._brought_back: set[str] = set()
        self._under_way: set[str] = set()
        self.exported: set[str] = set()

    @classmethod
    def after(cls, at_first: Collection[str], lines: Iterable[Line]) -> "Expectation":
        expectation = cls(at_first)
        for line in lines:
            expectation.take(line)
        return expectation

    @property
    def there(self) -> Mapping[str, bool]:
        """Of which VINs it is certain whether they are there."""
        return {vin: there for vin, there in self._there.items() if there is not None}

    @property
    def there_if_killed(self) -> Mapping[str, bool]:
        """As ``there``, without those whose command had not been told to be done."""
        return {vin: there for vin, there in self.there.items() if vin not in self._under_way}

    @property
    def is_settled(self) -> bool:
        return not self._under_way

    @property
    def possible(self) -> frozenset[str]:
        """No other VIN can be there."""
        return self._at_first | self._asked

    def take(self, line: Line) -> None:
        if isinstance(line, Asked):
            self._asked.update(line.vins)
        elif isinstance(line, Seen):
            for vin in line.vins:
                self._there.setdefault(vin, True)
        elif isinstance(line, Removing):
            self._remove(frozenset(line.vins), whole=line.whole)
        elif isinstance(line, Undoing):
            self._undo()
        elif isinstance(line, Redoing):
            self._redo()
        elif isinstance(line, Settled):
            self._under_way.clear()
        elif isinstance(line, Exported):
            self.exported.add(line.name)

    def _remove(self, vins: frozenset[str], *, whole: bool) -> None:
        """Of all rows, those are certain that were read, and those that were there at first."""
        if whole:
            unread = (self._asked | self._brought_back) - vins
            self._there.update(dict.fromkeys(unread))
            vins |= self._at_first - unread
        else:
            self._there.update(dict.fromkeys(vins & self._asked & self._at_first))
        gone = frozenset(vin for vin in vins if self._there.get(vin, True))
        self._there.update(dict.fromkeys(gone, False))
        self._under_way |= gone
        self._done.append(gone)
        self._undone.clear()

    def _undo(self) -> None:
        batch = self._done.pop()
        self._undone.append(batch)
        self._brought_back |= batch
        self._set(batch, there=True)

    def _redo(self) -> None:
        batch = self._undone.pop()
        self._done.append(batch)
        self._set(batch, there=False)

    def _set(self, batch: frozenset[str], *, there: bool) -> None:
        certain = (vin for vin in batch if self._there[vin] is not None)
        self._there.update(dict.fromkeys(certain, there))
        self._under_way |= batch
