"""What is said of backups and cleaning; no widget in here."""

from collections.abc import Mapping
from typing import Final

from vindesk.domain.backups import Backup, Why
from vindesk.domain.cleaning import Cleaned
from vindesk.domain.fields import NO_DATA
from vindesk.services.rescue import Rescued
from vindesk.ui.wording import counted, day_and_time, grouped, size, vehicles

WHY_WORDS: Final[Mapping[Why, str]] = {
    Why.DAILY: "Daily",
    Why.BY_HAND: "By hand",
    Why.BEFORE_RESTORE: "Before a restore",
    Why.BEFORE_MIGRATION: "Before a new format",
}


def when(backup: Backup) -> str:
    return day_and_time(backup.made_at)


def rows_of(backup: Backup) -> str:
    return NO_DATA if backup.vehicles is None else grouped(backup.vehicles)


def made(backup: Backup) -> str:
    many = "" if backup.vehicles is None else f" of {vehicles(backup.vehicles)}"
    return f"Made a backup{many}: {size(backup.bytes)}, read back and whole."


def restored(backup: Backup) -> str:
    return (
        f"Restored the backup of {when(backup)}. Undo Restore in the Backups window takes it back."
    )


def taken_back(backup: Backup) -> str:
    return f"The cache is again as it was on {when(backup)}, before the restore."


def restore_words(backup: Backup) -> tuple[str, str]:
    """A question, and what becomes of what."""
    many = "" if backup.vehicles is None else f" with {vehicles(backup.vehicles)}"
    told = (
        "It takes the place of the cache. The cache as it is now is backed up first, so this "
        "can be undone. Removals and refreshes before it can no longer be undone."
    )
    return f"Restore the backup of {when(backup)}{many}?", told


def cleaned(done: Cleaned) -> str:
    if not done.items and not done.failures:
        return "There was nothing to clean."
    said = f"Cleaned {counted(len(done.items), 'thing', 'things')}: {size(done.bytes)}."
    if done.failures:
        said += f" {counted(len(done.failures), 'thing', 'things')} could not be cleaned."
    return said


def rescued(done: Rescued) -> str:
    """What is in the place of the cache now."""
    what = "Started with an empty cache."
    if done.backup is not None:
        what = f"Restored the backup of {when(done.backup)}."
    if done.passed_over:
        count = counted(len(done.passed_over), "newer backup was", "newer backups were")
        what += f" {count} damaged too."
    if done.aside is not None:
        what += f" The damaged file is kept as {done.aside.name}."
    return what
