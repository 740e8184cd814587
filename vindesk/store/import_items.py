"""The rows of an import's input: put in as they come, taken out in windows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Final, Self

from msgspec import Struct
from msgspec.structs import replace

from vindesk.domain.errors import InvalidVin
from vindesk.domain.import_job import NO_VIN, ImportState
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.domain.vin import Vin, clean
from vindesk.domain.vin_text import Reject
from vindesk.domain.words import say
from vindesk.store import arrow
from vindesk.store.database import Database
from vindesk.store.engine import Cursor, rows
from vindesk.store.filled import is_filled
from vindesk.store.moments import to_cache
from vindesk.store.room import modest, with_room
from vindesk.store.schema import PRESENT

_PLAIN: Final = "regexp_full_match(trim(written), '[A-HJ-NPR-Za-hj-npr-z0-9]{17}')"
"""Without letters outside ASCII, some of which would become one in upper case."""

_HOLDS: Final = f"written IS NOT NULL AND {is_filled('written')}"
_ODD: Final = f"SELECT place, written FROM incoming WHERE {_HOLDS} AND NOT {_PLAIN}"  # noqa: S608
_YEAR: Final = "TRY_CAST(regexp_extract(year, '^\\s*([12][0-9]{3})(?:[.,]0*)?\\s*$', 1) AS INTEGER)"
"""Null for what cannot be a year: 0, 99, unknown."""

_NEEDED: Final = f"""
    WITH part AS (
        SELECT vin, min(item) AS item, arg_max(year, item) AS year FROM import_item
        WHERE job = ? AND item > ? AND item <= ? AND vin IS NOT NULL GROUP BY vin
    )
    SELECT part.vin, part.year, part.item, vehicle.vin IS NOT NULL AS stands
    FROM part LEFT JOIN vehicle ON vehicle.vin = part.vin
    WHERE vehicle.vin IS NULL OR NOT ({PRESENT}) OR fetched_at < ?
        OR (quality = 'no data' AND fetched_at <= ?)
        OR part.year <> coalesce(requested_year, model_year, 0)
    ORDER BY part.item"""  # noqa: S608 - names of ours
_FAILED: Final = """
    SELECT failure.vin, arg_max(year, item) AS year, TRUE AS stands
    FROM import_failure AS failure LEFT JOIN import_item USING (job, vin)
    WHERE job = ? GROUP BY failure.vin ORDER BY min(item)"""


_REFUSING: Final = """
    INSERT INTO import_item
    SELECT ?, (SELECT items FROM import_job WHERE id = ?) + row_number() OVER (ORDER BY "row"),
        "row", written, NULL, NULL, problem, NULL
    FROM refused"""


def _staging(own: int, *, has_year: bool) -> str:
    """Its parameters are the job, how many items it has, and what a row without a VIN is told."""
    names = ", ".join(f"own_{number}" for number in range(own))
    others = ", ".join(filter(None, (names, "year" if has_year else "")))
    others_hold = is_filled(f"concat_ws('', {others})") if others else "FALSE"
    return f"""
        INSERT INTO import_item
        SELECT ?, ? + row_number() OVER (ORDER BY place), "row", coalesce(written, ''),
            CASE WHEN NOT holds THEN NULL WHEN odd.place IS NULL THEN upper(trim(written))
                ELSE odd.vin END,
            {_YEAR if has_year else "NULL"}, CASE WHEN holds THEN odd.problem ELSE ? END,
            {f"[{names}]" if own else "NULL"}
        FROM (SELECT *, {_HOLDS} AS holds FROM incoming) LEFT JOIN odd USING (place)
        WHERE holds OR {others_hold}"""  # noqa: S608 - names of ours


class Window(Struct, frozen=True):
    """Some rows of an import: those whose VINs are to be asked about."""

    job: int
    first: int
    """The last item before it."""

    last: int
    """The item with which it ends."""

    needed: Any
    """What the cache does not answer, as an Arrow table in the order of the input.

    It has ``vin``, ``year``, and in ``stands`` whether there is a row about it nevertheless.
    """

    @property
    def is_part(self) -> bool:
        """Whether more of the same rows is to be dealt with elsewhere."""
        return self.last == self.first

    @property
    def size(self) -> int:
        """How many VINs it needs."""
        return int(self.needed.num_rows)

    def reached(self, settled: int) -> int:
        """How far the import is when ``settled`` VINs are, as if those were the first.

        Several are asked about at once, and settled in any order.
        """
        return self.last if settled >= self.size else self.needed["item"][settled].as_py() - 1

    def part(self, start: int, size: int) -> Self:
        """Some of what it needs; with that the window as a whole is not dealt with."""
        return replace(self, last=self.first, needed=self.needed.slice(start, size))

    def steps(self, size: int) -> Iterator[Self]:
        """The window as several that follow each other."""
        first = self.first
        for start in range(0, self.size, size):
            needed = self.needed.slice(start, size)
            is_last = start + size >= self.size
            last = self.last if is_last or self.is_part else needed["item"][-1].as_py()
            yield replace(self, first=first, last=last, needed=needed)
            first = last

    def only(self, wanted: Iterable[bool]) -> Self:
        """As ``part``, those for which ``wanted`` is true."""
        return replace(self, last=self.first, needed=self.needed.filter(list(wanted)))


class ImportItems:
    """Stages the input and walks through it."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], no_data_life: timedelta
    ) -> None:
        self._database = database
        self._clock = clock
        self.no_data_life = no_data_life

    def modest(self, items: int) -> AbstractContextManager[None]:
        """While the block runs, an import of so many items leaves memory to others."""
        return modest(self._database, items)

    def clear(self, job: int) -> None:
        """Begin again to read the input."""
        with self._database.transaction(bulk=True, only_adds=True) as cursor:
            cursor.execute("DELETE FROM import_item WHERE job = ?", [job])
            cursor.execute("UPDATE import_job SET items = 0 WHERE id = ?", [job])

    def stage(self, job: int, batch: Any, monitor: Monitor = UNWATCHED) -> int:
        """Take over a batch of the input; how many rows of it hold anything.

        One that holds something, but no VIN, is refused as one whose text is none.
        ``batch`` is Arrow: ``row`` (int64), then strings: ``written``, perhaps ``year``, and
        ``own_0``, ``own_1``, ...; its rows are in the order of the input.
        """
        return with_room(self._database, lambda: self._stage(job, batch, monitor), monitor)

    def refuse(self, job: int, rejects: Sequence[Reject]) -> int:
        """Take over lines of the input that could not be read, in its order; how many."""
        if not rejects:
            return 0
        texts = arrow.table(
            {
                "row": ("int64", [reject.line for reject in rejects]),
                "written": ("string", [reject.written for reject in rejects]),
                "problem": ("string", [reject.reason for reject in rejects]),
            }
        )
        with self._database.transaction(bulk=True, only_adds=True) as cursor:
            cursor.register("refused", texts)
            cursor.execute(_REFUSING, [job, job])
            query = "UPDATE import_job SET items = items + ? WHERE id = ?"
            cursor.execute(query, [len(rejects), job])
        return len(rejects)

    def _stage(self, job: int, batch: Any, monitor: Monitor) -> int:
        names = arrow.names(batch)
        own = sum(name.startswith("own_") for name in names)
        staging = _staging(own, has_year="year" in names)
        incoming = arrow.placed(batch)
        with self._database.cursor(monitor) as cursor:  # reading them would hold others up
            cursor.register("incoming", incoming)
            odd = _read(rows(cursor.execute(_ODD)))
        with self._database.transaction(bulk=True, only_adds=True, monitor=monitor) as cursor:
            cursor.register("incoming", incoming)
            cursor.register("odd", odd)
            query = "SELECT items FROM import_job WHERE id = ?"
            ((before,),) = cursor.execute(query, [job]).fetchall()
            ((added,),) = cursor.execute(staging, [job, before, say(NO_VIN)]).fetchall()
            cursor.execute("UPDATE import_job SET items = items + ? WHERE id = ?", [added, job])
        return int(added)

    def seal(self, job: int) -> None:
        """The whole input is in the cache: the import no longer needs its file."""
        with self._database.transaction(bulk=True, only_adds=True) as cursor:
            cursor.execute(
                "UPDATE import_job SET state = ? WHERE id = ? AND state = ?",
                [ImportState.WAITING.value, job, ImportState.READING.value],
            )

    def window(self, job: int, size: int, monitor: Monitor = UNWATCHED) -> Window | None:
        """The next rows that have not been dealt with; None: there are none left."""
        return with_room(self._database, lambda: self._window(job, size, monitor), monitor)

    def _window(self, job: int, size: int, monitor: Monitor) -> Window | None:
        stale = to_cache(self._clock() - self.no_data_life)
        with self._database.cursor(monitor) as cursor:
            query = "SELECT position, items, fresh_from FROM import_job WHERE id = ?"
            ((position, items, fresh_from),) = cursor.execute(query, [job]).fetchall()
            if position >= items:
                return None
            last = min(position + size, items)
            asked = [job, position, last, fresh_from, stale]
            needed = cursor.sql(_NEEDED, params=asked).to_arrow_table()
        return Window(job, position, last, needed)

    def failures(self, job: int, size: int) -> Sequence[Window]:
        """What got no answer, to be asked about again."""
        with self._database.cursor() as cursor:
            query = "SELECT position FROM import_job WHERE id = ?"
            ((position,),) = cursor.execute(query, [job]).fetchall()
            needed = cursor.sql(_FAILED, params=[job]).to_arrow_table()
        every = Window(job, position, position, needed)
        return [every.part(start, size) for start in range(0, every.size, size)]

    def finish(self, window: Window, failed: Sequence[tuple[str, str]] = ()) -> None:
        """A window is dealt with; ``failed`` are VINs and why they got no answer."""
        with self._database.transaction(bulk=True, only_adds=True) as cursor:
            note(cursor, window, failed=failed)


def note(
    cursor: Cursor, window: Window, *, answers: Any = None, failed: Sequence[tuple[str, str]] = ()
) -> None:
    """Write down, in the transaction that saves its ``answers``, that a window is dealt with.

    Of a part only the answers count: others of it may be under way, and others before it.
    What has failed before stays listed until it is answered, for nobody may come to say so
    of the rest. Without ``answers`` they were saved before, and what is left has ``failed``.
    """
    vins, reasons = zip(*failed, strict=True) if failed else ((), ())
    texts = {"vin": ("string", vins), "reason": ("string", reasons)}
    cursor.register("failing", arrow.table(texts))
    cursor.register("settled", window.needed if answers is None else answers)
    cursor.execute(
        """DELETE FROM import_failure WHERE job = ?
        AND vin IN (SELECT vin FROM settled UNION ALL SELECT vin FROM failing)""",
        [window.job],
    )
    answered = 0 if answers is None else answers.num_rows
    cursor.execute(
        """UPDATE import_job SET position = greatest(position, ?), answered = answered + ?
        WHERE id = ?""",
        [0 if window.is_part else window.last, answered, window.job],
    )
    if failed:
        cursor.execute(
            "INSERT INTO import_failure SELECT ?, vin, reason FROM failing", [window.job]
        )


def _read(odd: Iterable[tuple[int, str]]) -> object:
    """What is not plainly a VIN, read by the domain's rules: an Arrow table."""
    places: list[int] = []
    vins: list[str | None] = []
    problems: list[str | None] = []
    for place, written in odd:
        vin, problem = _vin_of(written)
        places.append(place)
        vins.append(vin)
        problems.append(problem)
    return arrow.table(
        {"place": ("int64", places), "vin": ("string", vins), "problem": ("string", problems)}
    )


def _vin_of(written: str) -> tuple[str | None, str | None]:
    try:
        return Vin.parse(written).text, None
    except InvalidVin as fault:
        return None, fault.detail if clean(written) else say(NO_VIN)
