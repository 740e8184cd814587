"""How late it is for what grows old, whatever the clock of the machine says today."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from vindesk.store.database import Database
from vindesk.store.moments import to_cache

LIVED_UNTIL: Final = "SELECT TRY_CAST(value AS TIMESTAMP) FROM meta WHERE key = 'lived_until'"
_STEP: Final = timedelta(days=7)


class LivedTime:
    """A clock that jumps ahead makes nothing old: it is followed a week at a time.

    After a true pause of months this takes a few days of use to catch up. One that goes back
    for a while is waited for.
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
            found = cursor.execute(LIVED_UNTIL).fetchone()
            before = found[0].replace(tzinfo=UTC) if found and found[0] else now
            lived = min(now, before + _STEP)
            noted = to_cache(max(before, lived)).isoformat(sep=" ", timespec="seconds")
            cursor.execute("INSERT OR REPLACE INTO meta VALUES ('lived_until', ?)", [noted])
        return lived
