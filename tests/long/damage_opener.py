"""Opens or restores one data folder after the other: ``python -m tests.long.damage_opener``.

It hears ``open FOLDER`` and ``restore FOLDER``, and answers each with a line of JSON. A process
of its own, because a damaged file may keep DuckDB busy for ever.
"""

import json
import sys
from pathlib import Path
from typing import Any

from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Unwatched
from vindesk.services.assembly import open_services, restore_unopenable
from vindesk.store.cache_copy import present_fingerprint


def opened(paths: Paths) -> dict[str, Any]:
    services = open_services(Settings(), paths)
    try:
        return {
            "remark": services.care.remark,
            "tables": present_fingerprint(services.database),
        }
    finally:
        services.close()


def restored(paths: Paths) -> dict[str, Any]:
    """As ``vindesk restore`` does it."""
    if not restore_unopenable(Settings(), paths, "latest"):
        services = open_services(Settings(), paths)
        try:
            services.care.restore(services.care.named("latest"), Unwatched())
        finally:
            services.close()
    return {}


def main() -> None:
    for line in sys.stdin:
        what, _, folder = line.strip().partition(" ")
        paths = Paths.under(Path(folder))
        try:
            told = opened(paths) if what == "open" else restored(paths)
        except UserError as error:
            told = {"kind": type(error).__name__, "sentence": error.sentence}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
