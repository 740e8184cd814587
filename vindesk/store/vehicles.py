"""The vehicles of the cache: get, save many, which of these are known."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.vehicle import Vehicle
from vindesk.domain.vin import Vin
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import Cursor, rows, the_number
from vindesk.store.fingerprint import count_present
from vindesk.store.moments import from_cache, to_cache
from vindesk.store.recollection import Recollection
from vindesk.store.schema import PRESENT
from vindesk.store.vehicle_rows import Columns, columns_of, vehicle_of

_GET: Final = f"SELECT * FROM vehicle WHERE {PRESENT} AND vin = ?"  # noqa: S608 - names of ours
_WANTED: Final = f"FROM vehicle WHERE {PRESENT} AND vin IN (SELECT vin FROM wanted)"  # noqa: S608 - names of ours
_STANDING: Final = "SELECT vin, added_at, seq, removed_batch IS NULL FROM vehicle WHERE vin"
_STANDING_OF_ONE: Final = f"{_STANDING} = ?"
"""By the index, which no join uses."""

_STANDING_OF_ALL: Final = f"{_STANDING} IN (SELECT vin FROM incoming)"  # noqa: S608 - names of ours

_UNTOUCHED: Final = (
    f"SELECT vin, added_at, seq FROM vehicle JOIN incoming USING (vin) WHERE {PRESENT} "  # noqa: S608 - names of ours
    "AND vehicle.fetched_at = incoming.stood_at"
)


class Vehicles:
    """Reads and writes vehicles; one that was removed is not there."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._read_last = Recollection[Vin, Vehicle | None]()

    def get(self, vin: Vin) -> Vehicle | None:
        """The vehicle with this VIN; asked again before anything is written, at no cost."""

        def read() -> Vehicle | None:
            with self._database.cursor() as cursor:
                return next(_vehicles(cursor.execute(_GET, [vin.text])), None)

        return self._read_last.read(vin, self._database.changes, read)

    def get_many(self, vins: Iterable[Vin], monitor: Monitor = UNWATCHED) -> Mapping[Vin, Vehicle]:
        """Those of ``vins`` that are there; for many, far faster than one by one."""
        with self._database.cursor(monitor) as cursor:
            cursor.register("wanted", arrow.vin_table(vins))
            found = _vehicles(cursor.execute(f"SELECT * {_WANTED}"))
            return {vehicle.vin: vehicle for vehicle in found}

    def count_known(self, vins: object, monitor: Monitor = UNWATCHED) -> int:
        """How many of an Arrow array of different VINs are there."""
        with self._database.cursor(monitor) as cursor:
            cursor.register("wanted", arrow.column("vin", vins))
            return the_number(cursor.execute(f"SELECT count(*) {_WANTED}"))

    def count(self) -> int:
        with self._database.cursor() as cursor:
            return count_present(cursor)

    def save(self, vehicles: Iterable[Vehicle]) -> Sequence[Vehicle]:
        """Keep the answers, in one transaction, in place of what there is for their VINs.

        Of several answers for a VIN the last is kept. A refresh keeps the time and the
        place in which the VIN first came in; one that had been removed comes in anew.

        Returns:
            What was kept, one for each VIN, with ``added_at``.

        """
        newest = tuple({vehicle.vin: vehicle for vehicle in vehicles}.values())
        if not newest:
            return ()
        columns = columns_of(newest)
        only_one = len(newest) == 1
        take_out, put_in = _for_one(newest[0], columns) if only_one else _for_many(columns)
        now = to_cache(self._clock())
        with self._database.transaction(only_adds=True) as cursor:
            standing = take_out(cursor)
            fresh = iter(_new_places(cursor, len(newest) - len(standing)))
            places = [standing.get(v.vin.text) or (now, next(fresh)) for v in newest]
            put_in(cursor, places)
        return [
            replace(vehicle, added_at=from_cache(added))
            for vehicle, (added, _) in zip(newest, places, strict=True)
        ]

    def exchange(
        self, answers: Iterable[tuple[Vehicle, Vehicle]], *, bulk: bool = False
    ) -> frozenset[Vin]:
        """Put each second answer in the place of the first, if that still stands.

        An answer is known by the moment it was fetched. Where another has come since, and
        where the vehicle was removed, all stays as it is. Each VIN must occur once only.
        The time and the place in which a VIN first came in are kept.

        Returns:
            The VINs whose answer was exchanged, in one transaction.

        """
        pairs = tuple(answers)
        if not pairs:
            return frozenset()
        columns = columns_of([new for _, new in pairs])
        stood = [to_cache(old.fetched_at) for old, _ in pairs]
        incoming = arrow.table({**columns, "stood_at": ("timestamp[us]", stood)})
        with self._database.transaction(bulk=bulk, only_adds=True) as cursor:
            cursor.register("incoming", incoming)
            untouched = list(rows(cursor.execute(_UNTOUCHED)))
            if untouched:
                _put_instead(cursor, untouched, columns)
        return frozenset(Vin(vin) for vin, _, _ in untouched)


_Place = tuple[datetime, int]
"""When a VIN first came in, and its number in that order."""


_TakeOut = Callable[[Cursor], Mapping[str, _Place]]
"""Deletes the rows that are replaced, and says the places of those that were present."""

_PutIn = Callable[[Cursor, Sequence[_Place]], None]
"""Inserts the rows at these places; columns of which they know nothing have no data."""


def _for_many(columns: Columns) -> tuple[_TakeOut, _PutIn]:
    incoming = arrow.table(columns)

    def take_out(cursor: Cursor) -> Mapping[str, _Place]:
        cursor.register("incoming", incoming)
        found = cursor.execute(_STANDING_OF_ALL).fetchall()
        if found:
            cursor.execute("DELETE FROM vehicle WHERE vin IN (SELECT vin FROM incoming)")
        return _present(found)

    def put_in(cursor: Cursor, places: Sequence[_Place]) -> None:
        stamps = {
            "added_at": ("timestamp[us]", [added for added, _ in places]),
            "seq": ("int64", [seq for _, seq in places]),
        }
        table = arrow.widened(incoming, stamps)
        names = _quoted(arrow.names(table))
        cursor.register("stamped", table)
        cursor.execute(f"INSERT INTO vehicle ({names}) SELECT {names} FROM stamped")  # noqa: S608

    return take_out, put_in


def _for_one(vehicle: Vehicle, columns: Columns) -> tuple[_TakeOut, _PutIn]:
    """By parameters and the index, in half of the time: somebody waits for it."""
    known = {name: values[0] for name, (_, values) in columns.items() if values[0] is not None}
    vin, extra = vehicle.vin.text, vehicle.extra
    if extra:  # so DuckDB takes a map
        known["extra"] = {"key": list(extra), "value": list(extra.values())}

    def take_out(cursor: Cursor) -> Mapping[str, _Place]:
        found = cursor.execute(_STANDING_OF_ONE, [vin]).fetchall()
        if found:
            cursor.execute("DELETE FROM vehicle WHERE vin = ?", [vin])
        return _present(found)

    def put_in(cursor: Cursor, places: Sequence[_Place]) -> None:
        ((added, seq),) = places
        row = {**known, "added_at": added, "seq": seq}
        marks = ", ".join("?" * len(row))
        cursor.execute(
            f"INSERT INTO vehicle ({_quoted(row)}) VALUES ({marks})",  # noqa: S608 - names of ours
            list(row.values()),
        )

    return take_out, put_in


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _present(found: Iterable[tuple[Any, ...]]) -> Mapping[str, _Place]:
    return {vin: (added, seq) for vin, added, seq, present in found if present}


def _new_places(cursor: Cursor, size: int) -> Sequence[int]:
    drawn = cursor.execute("SELECT nextval('vehicle_seq') FROM range(?)", [size])
    return sorted(number for (number,) in drawn.fetchall())


def _put_instead(
    cursor: Cursor, untouched: Sequence[tuple[str, datetime, int]], columns: Iterable[str]
) -> None:
    """Replace the rows of ``untouched`` by those of ``incoming``, in their places."""
    vins, added, places = zip(*untouched, strict=True)
    stamps = {
        "vin": ("string", vins),
        "added_at": ("timestamp[us]", added),
        "seq": ("int64", places),
    }
    cursor.register("untouched", arrow.table(stamps))
    cursor.execute("DELETE FROM vehicle WHERE vin IN (SELECT vin FROM untouched)")
    names = _quoted((*columns, "added_at", "seq"))
    cursor.execute(
        f"INSERT INTO vehicle ({names}) SELECT {names} FROM incoming JOIN untouched USING (vin)"  # noqa: S608
    )


def _vehicles(cursor: Cursor) -> Iterator[Vehicle]:
    names = [column[0] for column in cursor.description]
    return (vehicle_of(dict(zip(names, row, strict=True))) for row in rows(cursor))
