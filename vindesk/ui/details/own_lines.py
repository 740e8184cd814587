"""The user's own columns as lines above the fields."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from typing_extensions import override

from vindesk.domain.filter import OWN
from vindesk.domain.own_columns import OwnRow
from vindesk.domain.words import grouped, say
from vindesk.ui.details.field_lines import Line
from vindesk.ui.wording import day

_COMING: Final = "…"
_MOST_AWAITED: Final = 10
"""They are painted with the answer, and more would take their time."""


class OwnLine(Line, frozen=True):
    """What stands in one of the user's own columns; ``group`` is in words already."""

    @property
    @override
    def informs(self) -> bool:
        return True

    @property
    @override
    def heading(self) -> str:
        return self.group


def own_lines(rows: Sequence[OwnRow]) -> Sequence[OwnLine]:
    """The user's own columns, a group for each of ``rows``."""
    return tuple(_lines(rows))


def _lines(rows: Sequence[OwnRow]) -> Iterator[OwnLine]:
    known = Counter[str]()
    for row in rows:
        heading = say("Import “{name}”", name=row.import_name)
        known[heading] += 1
        if known[heading] > 1:
            heading = f"{heading} ({known[heading]})"
        told = say(
            "Your own column, from row {row} of the import “{name}” of {day}",
            row=grouped(row.row),
            name=row.import_name,
            day=day(row.added_at),
        )
        for name, text in row.values:
            yield OwnLine(heading, name, text, text, told, OWN, text)


def awaited(own: Sequence[OwnLine]) -> Sequence[OwnLine]:
    """What keeps the place of ``own`` until it is known what they say of another vehicle."""
    return tuple(OwnLine(line.group, line.label, _COMING, "", "") for line in own[:_MOST_AWAITED])
