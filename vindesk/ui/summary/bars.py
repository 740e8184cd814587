"""What the bars of a summary say; no widget in here."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum, auto
from typing import Final

from msgspec import Struct

from vindesk.domain.fields import Value, folded
from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.store.breakdowns import Breakdown
from vindesk.store.facets import FacetValue
from vindesk.ui.facets.facet_kinds import FACET_KINDS, FacetKind
from vindesk.ui.wording import percent, vehicles

YEAR: Final = "model_year"
MOST: Final[Mapping[str, int]] = {YEAR: 300, "make": 12, "body_class": 12, "quality": 12}
"""The columns of a summary, and how many of their values have a bar of their own."""

KINDS: Final[Mapping[str, FacetKind]] = {kind.column: kind for kind in FACET_KINDS}
TITLES: Final = (phrase("Field"), phrase("Value"), phrase("Vehicles"), phrase("Share"))
_LONGEST_GAP: Final = 6
"""Years without vehicles, each with a place of its own; a longer gap has one in all."""


class Sort(Enum):
    """What a bar stands for."""

    VALUE = auto()
    REST = auto()
    """All values that have no bar of their own."""

    GAP = auto()
    """Years of which there is no vehicle."""


class Bar(Struct, frozen=True):
    """One bar; ``share`` is of all vehicles, ``length`` of the longest bar, both up to 1."""

    sort: Sort
    value: Value | None
    text: str
    spoken: str
    count: int
    share: float
    length: float
    chosen: bool = False

    @property
    def number(self) -> str:
        return grouped(self.count)

    @property
    def percentage(self) -> str:
        return percent(self.share)

    @property
    def can_be_chosen(self) -> bool:
        return self.sort is Sort.VALUE

    @property
    def said(self) -> str:
        """The whole bar in words."""
        if self.sort is Sort.GAP:
            return say("{spoken}: no vehicles", spoken=self.spoken)
        told = f"{self.spoken}: {vehicles(self.count)}, {self.percentage}"
        return say("{told}, chosen", told=told) if self.chosen else told


def bars(found: Breakdown, chosen: AbstractSet[Value | None]) -> Sequence[Bar]:
    """The bars of one column, in the order of the screen: no data and the rest come last."""
    known = [each for each in found.values if each.value is not None]
    total = found.vehicles
    longest = max((found.rest_vehicles, *(each.vehicles for each in found.values)))
    marked = frozenset(map(folded, chosen))
    kind = KINDS[found.column]

    def bar(each: FacetValue) -> Bar:
        return Bar(
            Sort.VALUE,
            each.value,
            kind.text(each.value),
            kind.spoken(each.value),
            each.vehicles,
            each.vehicles / total,
            each.vehicles / longest,
            chosen=folded(each.value) in marked,
        )

    listed = [bar(each) for each in _in_order(known, kind)]
    if found.column == YEAR:
        listed = list(_with_gaps(listed))
    if found.rest_vehicles:
        listed.append(_rest(found, total, longest))
    listed.extend(bar(each) for each in found.values if each.value is None)
    return listed


def table(found: Sequence[Breakdown]) -> Sequence[Sequence[str]]:
    """All bars as rows under ``TITLES``; numbers as a spreadsheet reads them."""
    return [
        (say(KINDS[each.column].title), bar.spoken, str(bar.count), f"{bar.share:.4f}")
        for each in found
        for bar in bars(each, frozenset())
        if bar.sort is not Sort.GAP
    ]


def _in_order(known: Sequence[FacetValue], kind: FacetKind) -> Sequence[FacetValue]:
    if kind.column == YEAR:
        return sorted(known, key=lambda each: float(each.value or 0))
    rank = kind.rank
    if rank is None:
        return known
    return sorted(known, key=lambda each: rank(each.value or ""))


def _rest(found: Breakdown, total: int, longest: int) -> Bar:
    others = say_many("{n} other", "{n} others", found.rest_values)
    count = found.rest_vehicles
    return Bar(Sort.REST, None, others, others, count, count / total, count / longest)


def _with_gaps(years: Sequence[Bar]) -> Iterator[Bar]:
    """A place for each year between the first and the last; of a long gap, one in all."""
    before: int | None = None
    for bar in years:
        year = int(bar.value or 0)
        if before is not None:
            yield from _gap(before + 1, year - 1)
        yield bar
        before = year


def _gap(first: int, last: int) -> Iterator[Bar]:
    if last - first >= _LONGEST_GAP:
        yield Bar(
            Sort.GAP, None, "…", say("{first} to {last}", first=first, last=last), 0, 0.0, 0.0
        )
        return
    for year in range(first, last + 1):
        yield Bar(Sort.GAP, year, str(year), str(year), 0, 0.0, 0.0)
