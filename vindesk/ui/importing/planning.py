"""From what is chosen in the dialog to the plan of an import: no widget in here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct, field

from vindesk.domain.import_job import Cached, ImportPlan
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import SourceChoice
from vindesk.domain.vin_text import Reject
from vindesk.services.importing import Readable
from vindesk.services.repaired import Repaired
from vindesk.ui.importing.column_roles import ColumnRoles
from vindesk.ui.importing.handed_in import HandedIn, Reading

DAYS: Final = 90

OpenAgain = Callable[[], Readable]
"""The input again; it is opened when its batches are asked for, off the GUI thread."""


class Policy(Struct, frozen=True):
    """Who answers, and what becomes of vehicles that are in the cache."""

    source: SourceChoice = SourceChoice.AUTO
    cached: Cached = Cached.KEEP
    days: int = DAYS
    """With ``REFRESH_OLDER``."""

    def older_than(self, now: datetime) -> datetime | None:
        return now - timedelta(days=self.days) if self.cached is Cached.REFRESH_OLDER else None


class Taken(Struct, frozen=True):
    """What the repairs that were taken change in the number of different VINs."""

    comes: int = 0
    """So many they bring in; each may stand in another row already."""

    goes: int = 0
    """So many they replace that stand in no other row."""


class Chosen(Struct, frozen=True):
    """Everything that is chosen in the dialog."""

    name: str
    sheet: str | None
    has_header: bool
    roles: ColumnRoles
    policy: Policy
    repairs: Mapping[str, str] = field(default_factory=dict[str, str])
    """From what is written to the VIN that is taken instead."""


def plan_of(handed: HandedIn, chosen: Chosen, now: datetime) -> ImportPlan:
    return ImportPlan(
        name=chosen.name.strip() or handed.name,
        columns=chosen.roles.columns(as_written=bool(chosen.repairs)),
        source=chosen.policy.source,
        cached=chosen.policy.cached,
        older_than=chosen.policy.older_than(now),
        path=handed.path,
        sheet=chosen.sheet,
        has_header=chosen.has_header,
        repairs=chosen.repairs,
    )


def opener_of(handed: HandedIn, chosen: Chosen) -> OpenAgain:
    """Opens what was handed in anew, so that nobody else reads the same table."""

    def opener() -> Readable:
        anew = _Anew(handed, chosen)
        return Repaired(anew, chosen.repairs) if chosen.repairs else anew

    return opener


class _Anew:
    """Is opened when it is read, and closed when it has been."""

    def __init__(self, handed: HandedIn, chosen: Chosen) -> None:
        self._handed = handed
        self._chosen = chosen
        self._table: Readable | None = None

    @property
    def rejects(self) -> Sequence[Reject]:
        return self._table.rejects if self._table is not None else ()

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        reading = Reading(self._handed)
        try:
            table = reading.read(self._chosen.sheet, self._chosen.has_header, monitor)
            self._table = table
            yield from table.batches(columns, monitor)
        finally:
            reading.close()
