"""How late it is for what grows old, whatever the clock of the machine says today."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from vindesk.store.database import Database
from vindesk.store.moments import to_cache

_KEY: Final = "lived_until"
_STEP: Final = timedelta(days=7)


class LivedTime:
    """A clock that jumps ahead makes nothing old: it is followed a week at a time.

    After a true pause of months this takes a few days of use to catch up.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def advance(self) -> datetime:
        """How late it is; to be called once a day.

        Raises:
            CacheError, DiskFull: it could not be noted.

        """
        now = self._clock()
        with self._database.transaction(bulk=True) as cursor:
            query = "SELECT TRY_CAST(value AS TIMESTAMP) FROM meta WHERE key = ?"
            found = cursor.execute(query, [_KEY]).fetchone()
            before = found[0].replace(tzinfo=UTC) if found and found[0] else now
            lived = min(now, before + _STEP)
            noted = to_cache(lived).isoformat(sep=" ", timespec="seconds")
            cursor.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_KEY, noted])
        return lived
