"""Answers by the thousand, saved as they come from the decoder: Arrow into the table."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from vindesk.domain.vehicle import SourceName
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import Cursor
from vindesk.store.import_items import Window, note
from vindesk.store.moments import to_cache
from vindesk.store.quality import JUDGED, QUALITY
from vindesk.store.schema import PRESENT, VALUE_COLUMNS

_VALUES: Final = tuple(column.name for column in VALUE_COLUMNS)
_NEW_PLACES: Final = """
    SELECT seq FROM (SELECT nextval('vehicle_seq') AS seq FROM range(?)) ORDER BY seq"""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose answers they are, and of which month its data is."""

    source: SourceName
    data_version: str | None
    unknowable: Collection[str] = ()
    """Columns that this source can never fill: a refresh must not blank them."""


class BulkAnswers:
    """Each window is one transaction: its answers, and the note that it is dealt with."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def save(self, window: Window, answers: Any, origin: Origin) -> int:
        """Keep ``answers``, a table of ``vin`` and columns of values; how many they are.

        A vehicle that was there keeps its place and the time it first came in; so it does
        what the web had said of the same model year and this source cannot say.
        """
        now = to_cache(self._clock())
        given = frozenset(arrow.names(answers))
        with self._database.transaction(bulk=True) as cursor:
            cursor.register("asked", window.needed)
            cursor.register("incoming", _with_places(cursor, answers))
            standing = _take_out(cursor, origin)
            carried = [name for name in origin.unknowable if name not in given] if standing else []
            values = [origin.source.value, origin.data_version, now, now]
            cursor.execute(_insertion(given, carried), values)
            note(cursor, window, answered=answers.num_rows)
        return int(answers.num_rows)


def _with_places(cursor: Cursor, answers: Any) -> Any:
    """``answers``, each with the number that it gets if it is new."""
    places = cursor.sql(_NEW_PLACES, params=[answers.num_rows]).to_arrow_table()
    return answers.append_column("new_seq", places.column(0))


def _take_out(cursor: Cursor, origin: Origin) -> bool:
    """Delete the rows that the answers replace; whether there were any."""
    names = ", ".join(f'"{name}"' for name in sorted(origin.unknowable))
    standing = cursor.sql(
        f"""SELECT vin, added_at, seq, requested_year, model_year AS decoded_year, source,
            {PRESENT} AS present {", " + names if names else ""}
        FROM vehicle WHERE vin IN (SELECT vin FROM incoming)"""  # noqa: S608 - names of ours
    ).to_arrow_table()
    cursor.register("standing", standing)
    if standing.num_rows:
        cursor.execute("DELETE FROM vehicle WHERE vin IN (SELECT vin FROM incoming)")
    return bool(standing.num_rows)


def _insertion(given: frozenset[str], carried: list[str]) -> str:
    values = [name for name in (*_VALUES, "extra") if name in given]
    names = ", ".join(f'"{name}"' for name in ("vin", *values, *carried))
    judged = ", ".join(
        f"{f'incoming.{name}' if name in given else 'NULL'} AS {name}" for name in JUDGED
    )
    taken = "".join(f', incoming."{name}"' for name in values if name not in JUDGED)
    kept = "".join(
        f', CASE WHEN is_same THEN standing."{name}" END AS "{name}"' for name in carried
    )
    decoded_year = "incoming.model_year" if "model_year" in given else "NULL"
    return f"""
        INSERT INTO vehicle (
            {names}, requested_year, source, data_version, fetched_at, added_at, quality, seq
        )
        SELECT {names}, year, ?, ?, ?, coalesce(first_added_at, ?), {QUALITY}, place
        FROM (
            SELECT incoming.vin, {judged} {taken} {kept}, asked.year,
                standing.added_at AS first_added_at, coalesce(standing.seq, new_seq) AS place
            FROM incoming JOIN asked USING (vin)
            LEFT JOIN (
                SELECT *, source = '{SourceName.WEB}' AS is_of_the_web FROM standing WHERE present
            ) AS standing USING (vin),
            LATERAL (SELECT is_of_the_web AND (
                standing.requested_year IS NOT DISTINCT FROM asked.year
                OR standing.decoded_year = {decoded_year}
            ) AS is_same)
        )"""  # noqa: S608 - names of ours
