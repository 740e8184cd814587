"""What backups are called: why each was made, and when."""

import re
from datetime import UTC, datetime
from typing import Final

from vindesk.domain.backups import Why
from vindesk.store.moments import to_cache

_STAMP: Final = "%Y%m%d-%H%M%S"
_NAME: Final = re.compile(
    rf"vehicles-(?P<why>{'|'.join(Why)})(-\d+)?-(?P<stamp>\d{{8}}-\d{{6}})\.duckdb"
)


def stamp(moment: datetime) -> str:
    """``moment`` in UTC, for the name of a file."""
    return to_cache(moment).strftime(_STAMP)


def backup_name(why: Why, moment: datetime, version: int | None = None) -> str:
    """``version`` is that of the cache, where it is about to get a newer one."""
    number = "" if version is None else f"-{version}"
    return f"vehicles-{why}{number}-{stamp(moment)}.duckdb"


def is_backup_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def told_by(name: str) -> tuple[Why, datetime] | None:
    """Why a backup of this name was made, and when; None if it is none of ours."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    try:
        made_at = datetime.strptime(match["stamp"], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Why(match["why"]), made_at
