"""Data folders as an earlier run of the program left them: made once, then copied."""

from collections.abc import Iterable
from pathlib import Path

from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.monitor import UNWATCHED
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import Vin
from vindesk.services.assembly import open_services


def look_up(folder: Path, vins: Iterable[str], *, back_up: bool = False) -> None:
    """Have the embedded copy answer ``vins``, in their order, into the cache in ``folder``."""
    services = open_services(Settings(), Paths.under(folder))
    for vin in vins:
        services.lookup.find(Question(Vin(vin)), SourceChoice.EMBEDDED, UNWATCHED)
    if back_up:
        services.care.back_up(UNWATCHED)
    services.close()
