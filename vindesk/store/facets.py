"""What values a column has, and how many vehicles have each."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from vindesk.domain.fields import Value
from vindesk.domain.filter import (
    EVERYTHING,
    FILTER_COLUMNS,
    IMPORT,
    MOMENT_COLUMNS,
    OWN,
    Condition,
    Contains,
    Filter,
)
from vindesk.domain.filter_changes import without_choice
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.store.database import Database
from vindesk.store.filters import folded, where
from vindesk.store.room import fetched

_MOST: Final = 200


class FacetValue(Struct, frozen=True):
    """A value, None for no data, and the number of vehicles that have it."""

    value: Value | None
    vehicles: int


class Facet(Struct, frozen=True):
    """The most frequent values of ``column``; ``distinct`` is how many there are in all."""

    column: str
    values: Sequence[FacetValue]
    distinct: int


class Facets:
    """Counts values under a filter."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(
        self,
        column: str,
        wanted: Filter = EVERYTHING,
        *,
        containing: str = "",
        most: int = _MOST,
        monitor: Monitor = UNWATCHED,
    ) -> Facet:
        """The values of ``column`` under ``wanted``, but for the choice of its values.

        So each number is that of the vehicles that choosing the value adds, or shows.

        Raises:
            ValueError: there is no such column, or it has no values to count.

        """
        if column not in FILTER_COLUMNS - MOMENT_COLUMNS - {OWN}:
            raise ValueError(f"no values of {column!r} to count")
        others = without_choice(wanted, column).conditions
        sought = (Condition(column, (Contains(containing),)),) if containing else ()
        found = where(Filter((*others, *sought)))
        query = _OF_IMPORTS if column == IMPORT else _sql(column)
        sql = query.format(wanted=found.sql)
        counted = fetched(self._database, sql, [*found.parameters, most], monitor)
        distinct = counted[0][2] if counted else 0
        return Facet(column, [FacetValue(value, count) for value, count, _ in counted], distinct)


_OF_IMPORTS: Final = """
    WITH listed AS (
        SELECT DISTINCT job.name, found.vin
        FROM (SELECT vin FROM vehicle WHERE {wanted}) AS found
        LEFT JOIN import_item AS item USING (vin) LEFT JOIN import_job AS job ON job.id = item.job
    )
    SELECT name AS value, count(*) AS vehicles, count(name) OVER ()
    FROM listed GROUP BY name ORDER BY vehicles DESC, value ASC NULLS LAST LIMIT ?"""


def _sql(column: str) -> str:
    """Values are told apart as filters tell them apart: without regard to case."""
    return f"""
        WITH spelled AS (
            SELECT "{column}" AS spelling, count(*) AS vehicles
            FROM vehicle WHERE {{wanted}} GROUP BY ALL
        ),
        counted AS (
            SELECT min(spelling) AS value, sum(vehicles) AS vehicles
            FROM spelled GROUP BY {folded(column, "spelling")}
        )
        SELECT value, vehicles, count(value) OVER ()
        FROM counted ORDER BY vehicles DESC, value ASC NULLS LAST LIMIT ?"""  # noqa: S608 - names of ours
