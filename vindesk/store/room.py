"""Memory: work that leaves some to others, and work that found too little of it."""

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, TypeVar

from vindesk.domain.errors import CacheBusy, OutOfMemory, UserError
from vindesk.domain.monitor import UNWATCHED, Monitor
from vindesk.store.database import Database
from vindesk.store.engine import rows

log = logging.getLogger(__name__)

T = TypeVar("T")

_PAUSES_S: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""To put ten million rows in order takes about as long as all of them together."""

_ENOUGH_MB: Final = 256
_MANY: Final = 2_000_000
"""Of more vehicles the index alone, which is looked at everywhere, takes half of that."""


def modest(database: Database, items: int) -> AbstractContextManager[None]:
    """While the block runs, work on an import of so many items leaves memory to others."""
    with database.cursor() as cursor:
        ((vehicles,),) = cursor.execute("SELECT count(*) FROM vehicle").fetchall()
    return nullcontext() if vehicles + items > _MANY else database.modest(_ENOUGH_MB)


def with_room(database: Database, work: Callable[[], T], monitor: Monitor = UNWATCHED) -> T:
    """What ``work`` gives; while the memory is not enough, it is tried again.

    Those who are modest are so no more, a checkpoint frees what large changes hold, and time
    what other queries have taken. Where ``work`` fails it must have done nothing; it must not
    be called inside a transaction.

    Raises:
        OutOfMemory: there was never enough.
        Cancelled: while waiting.

    """
    for pause_s in _PAUSES_S:
        try:
            return work()
        except OutOfMemory:
            log.info("The memory was not enough; once more in %.1f s", pause_s)
        _free(database)
        _rest(pause_s, monitor)
    return work()


def fetched(
    database: Database, query: str, parameters: Sequence[object], monitor: Monitor
) -> Sequence[tuple[Any, ...]]:
    """All rows of a query, read as ``with_room`` does it; raises as that."""

    def read() -> Sequence[tuple[Any, ...]]:
        with database.cursor(monitor) as cursor:
            return list(rows(cursor.execute(query, parameters)))

    return with_room(database, read, monitor)


def _free(database: Database) -> None:
    database.end_modesty()
    try:
        database.checkpoint()
    except CacheBusy:
        pass  # reads need what was before a change
    except UserError as error:  # an engine that stopped leaves its memory to the next
        log.warning("No checkpoint: %s", error.sentence)


def _rest(pause_s: float, monitor: Monitor) -> None:
    stop = threading.Event()
    with monitor.stopping_with(stop.set):
        stop.wait(pause_s)
    monitor.raise_if_cancelled()
