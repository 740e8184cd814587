"""Answers by the thousand, saved as they come from their source: Arrow into the table."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct, field

from vindesk.domain.fields import BY_KEY
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.vehicle import SourceName, Vehicle
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import Cursor, Overtaken, unless_overtaken
from vindesk.store.import_items import Window, note
from vindesk.store.moments import to_cache
from vindesk.store.quality import JUDGED, QUALITY
from vindesk.store.room import with_room
from vindesk.store.schema import PRESENT, VALUE_COLUMNS
from vindesk.store.vehicle_rows import columns_of

_VALUES: Final = tuple(column.name for column in VALUE_COLUMNS)
_TAKEN: Final = ("vin", *_VALUES, "extra", "requested_year")
_NEW_PLACES: Final = """
    SELECT seq FROM (SELECT nextval('vehicle_seq') AS seq FROM range(?)) ORDER BY seq"""

_NOT_OVERTAKEN: Final = f"""
    SELECT * FROM placed WHERE vin NOT IN (
        SELECT vin FROM needed JOIN vehicle USING (vin) WHERE NOT stands AND {PRESENT}
    )"""  # noqa: S608 - names of ours

_KEPT_EXTRA: Final = """map_from_entries(list_filter(map_entries(standing.extra),
    lambda entry: NOT contains(entry.key, '#') AND NOT list_contains(?, entry.key)))"""
_MERGED_EXTRA: Final = "map_concat(coalesce(carried_extra, MAP {}), coalesce(extra, MAP {}))"


class Origin(Struct, frozen=True):
    """Whose answers they are, of which month its data is, and what a refresh must not blank."""

    source: SourceName
    data_version: str | None = None
    unknowable: Collection[str] = ()
    """Columns that this source can never fill."""

    numbers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Columns that it leaves out, each with the one whose text it is the number of."""


WEB: Final = Origin(SourceName.WEB)


class BulkAnswers:
    """Answers, and the note of how far their import is, are one transaction."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def save(
        self,
        window: Window,
        answers: Any,
        origin: Origin,
        failed: Sequence[tuple[str, str]] = (),
        monitor: Monitor = UNWATCHED,
    ) -> None:
        """Keep ``answers``, a table of ``vin`` and columns of values, and list what failed.

        They are in the order of what the window needs, or say which year was requested. A
        vehicle that was there keeps its place and the time it first came in; so it does what
        had been said of the same model year and this source cannot say. One that somebody has
        looked up since the window was made stays as it is.

        Raises:
            ValueError: they are about other VINs than the window.
            Cancelled: nothing was saved.

        """
        with_room(
            self._database, lambda: self._save(window, answers, origin, failed, monitor), monitor
        )

    def _save(
        self,
        window: Window,
        answers: Any,
        origin: Origin,
        failed: Sequence[tuple[str, str]],
        monitor: Monitor,
    ) -> None:
        if not arrow.any_true(window.needed["stands"]):
            with unless_overtaken():
                self._add(window, answers, origin, failed, monitor)
                return
        with self._database.transaction(bulk=True, only_adds=True, monitor=monitor) as cursor:
            cursor.register("placed", _placed(cursor, answers, window))
            cursor.register("needed", window.needed)
            cursor.register("incoming", cursor.sql(_NOT_OVERTAKEN).to_arrow_table())
            self._put_in(cursor, answers, origin, has_standing=_take_out(cursor, origin))
            note(cursor, window, answers=answers, failed=failed)

    def save_vehicles(
        self,
        window: Window,
        vehicles: Sequence[Vehicle],
        origin: Origin,
        failed: Sequence[tuple[str, str]] = (),
    ) -> None:
        """As ``save``, of answers that came one by one."""
        columns = columns_of(vehicles)
        taken = {name: columns[name] for name in _TAKEN if name in columns}
        self.save(window, arrow.table(taken), origin, failed)

    def _add(
        self,
        window: Window,
        answers: Any,
        origin: Origin,
        failed: Sequence[tuple[str, str]],
        monitor: Monitor,
    ) -> None:
        """Keep answers about VINs that were not there.

        Raises:
            Overtaken: somebody's vehicle came in between; it would seem to be the newest.

        """

        def insert(cursor: Cursor) -> None:
            cursor.register("incoming", _placed(cursor, answers, window))
            self._put_in(cursor, answers, origin, has_standing=False)

        with self._database.insertion(insert, monitor) as cursor:
            if not _are_newest(cursor):
                raise Overtaken
            note(cursor, window, answers=answers, failed=failed)

    def _put_in(self, cursor: Cursor, answers: Any, origin: Origin, *, has_standing: bool) -> None:
        given = frozenset(arrow.names(answers))
        insertion = _Insertion(given, origin, has_standing=has_standing)
        cursor.execute(insertion.sql, insertion.values(to_cache(self._clock())))


def _placed(cursor: Cursor, answers: Any, window: Window) -> Any:
    """``answers``, each with the year it was asked with, and its number if it is new.

    Raises:
        ValueError: they do not answer what was asked.

    """
    if "requested_year" not in arrow.names(answers):
        if not answers["vin"].equals(window.needed["vin"]):
            raise ValueError("the answers are about other VINs than the window")
        answers = answers.append_column("requested_year", window.needed["year"])
    places = cursor.sql(_NEW_PLACES, params=[answers.num_rows]).to_arrow_table()
    return answers.append_column("new_seq", places.column(0))


def _are_newest(cursor: Cursor) -> bool:
    """Whether nobody has drawn a number since those of ``incoming`` were."""
    found = cursor.execute("SELECT nextval('vehicle_seq'), max(new_seq) FROM incoming").fetchall()
    ((following, newest),) = found
    return newest is None or following == newest + 1


def _take_out(cursor: Cursor, origin: Origin) -> bool:
    """Delete the rows that the answers replace; whether any stood there, removed ones too."""
    carried = dict.fromkeys((*sorted(origin.unknowable), *origin.numbers))
    compared = dict.fromkeys(("model_year", *origin.numbers.values()))
    names = ", ".join(f'"{name}"' for name in (*carried, *compared))
    standing = cursor.sql(
        f"""SELECT vin, added_at, seq, requested_year, extra, {PRESENT} AS present, {names}
        FROM vehicle WHERE vin IN (SELECT vin FROM incoming)"""  # noqa: S608 - names of ours
    ).to_arrow_table()
    cursor.register("standing", standing)
    if standing.num_rows:
        cursor.execute("DELETE FROM vehicle WHERE vin IN (SELECT vin FROM incoming)")
    return bool(standing.num_rows)


class _Insertion:
    """The statement that puts answers in; where nothing stood, it is a plain one."""

    def __init__(self, given: frozenset[str], origin: Origin, *, has_standing: bool) -> None:
        self._given = given
        self._origin = origin
        self._has_standing = has_standing
        self._carries = has_standing and origin.source is SourceName.EMBEDDED
        numbers = origin.numbers.items() if self._carries else ()
        unknowable = origin.unknowable if self._carries else ()
        self._numbers = {name: text for name, text in numbers if name not in given}
        self._unknowable = [name for name in unknowable if name not in given]

    def values(self, now: datetime) -> list[object]:
        values = [self._origin.source.value, self._origin.data_version, now]
        if not self._has_standing:
            return [*values, now]
        known = [key for key, field in BY_KEY.items() if field.column not in self._unknowable]
        return [*values, now, *([known] if self._carries else [])]

    @property
    def sql(self) -> str:
        taken = [name for name in _VALUES if name in self._given]
        names = ", ".join(
            f'"{name}"' for name in ("vin", *taken, *self._unknowable, *self._numbers)
        )
        return f"""
            INSERT INTO vehicle (
                {names}, extra, requested_year, source, data_version, fetched_at, added_at,
                quality, seq
            )
            SELECT {names}, {self._extra()}, requested_year, ?, ?, ?,
                coalesce(first_added_at, ?), {QUALITY}, place
            FROM ({self._joined() if self._has_standing else self._plain()})"""  # noqa: S608

    def _plain(self) -> str:
        return f"""
            SELECT *, {self._absent()} NULL::TIMESTAMP AS first_added_at, new_seq AS place
            FROM incoming"""  # noqa: S608 - names of ours

    def _joined(self) -> str:
        kept = (f'CASE WHEN is_same THEN standing."{n}" END AS "{n}"' for n in self._unknowable)
        numbers = (
            f'CASE WHEN is_same AND standing."{text}" = {self._incoming(text)} '
            f'THEN standing."{name}" END AS "{name}"'
            for name, text in self._numbers.items()
        )
        extra = f"CASE WHEN is_same THEN {_KEPT_EXTRA} END AS carried_extra"
        carried = ", ".join((*kept, *numbers, *([extra] * self._carries), ""))
        return f"""
            SELECT incoming.*, {self._absent()} {carried}
                standing.added_at AS first_added_at, coalesce(standing.seq, new_seq) AS place
            FROM incoming
            LEFT JOIN (SELECT * FROM standing WHERE present) AS standing USING (vin),
            LATERAL (SELECT standing.vin IS NOT NULL AND (
                standing.requested_year IS NOT DISTINCT FROM incoming.requested_year
                OR standing.model_year IS NOT DISTINCT FROM {self._incoming("model_year")}
            ) AS is_same)"""  # noqa: S608 - names of ours

    def _absent(self) -> str:
        """Columns that the statement looks at and the answers lack."""
        missing = [name for name in (*JUDGED, "extra") if name not in self._given]
        return "".join(f"NULL AS {name}, " for name in missing)

    def _extra(self) -> str:
        if not self._carries:
            return "extra"
        return f"CASE WHEN cardinality({_MERGED_EXTRA}) > 0 THEN {_MERGED_EXTRA} END"

    def _incoming(self, name: str) -> str:
        return f'incoming."{name}"' if name in self._given else "NULL"
