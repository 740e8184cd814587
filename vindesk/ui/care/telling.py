"""What is said of backups and cleaning; no widget in here."""

from pathlib import Path

from vindesk.domain.backups import Backup
from vindesk.domain.cleaning import Cleaned
from vindesk.domain.fields import NO_DATA
from vindesk.domain.words import grouped, say, say_many
from vindesk.services.rescue import Rescued
from vindesk.ui.wording import size, to_the_second, vehicles


def when(backup: Backup) -> str:
    return to_the_second(backup.made_at)


def rows_of(backup: Backup) -> str:
    return NO_DATA if backup.vehicles is None else grouped(backup.vehicles)


def made(backup: Backup) -> str:
    if backup.vehicles is None:
        return say("Made a backup: {bytes}, verified.", bytes=size(backup.bytes))
    return say(
        "Made a backup of {vehicles}: {bytes}, verified.",
        vehicles=vehicles(backup.vehicles),
        bytes=size(backup.bytes),
    )


def restored(backup: Backup) -> str:
    return say(
        "Restored the backup of {when}. Undo Restore in the Backups window takes it back.",
        when=when(backup),
    )


def restored_for_good(backup: Backup, kept: Path) -> str:
    """Where the cache as it was could not be backed up, no Undo brings it back."""
    return say(
        "Restored {name}. The previous cache is kept as {kept}.",
        name=backup.name,
        kept=kept.name,
    )


def taken_back(backup: Backup) -> str:
    return say("The cache is again as it was on {when}, before the restore.", when=when(backup))


def restore_words(backup: Backup) -> tuple[str, str]:
    """A question, and what becomes of what."""
    question = say("Restore the backup of {when}?", when=when(backup))
    if backup.vehicles is not None:
        question = say(
            "Restore the backup of {when} with {vehicles}?",
            when=when(backup),
            vehicles=vehicles(backup.vehicles),
        )
    told = say(
        "It replaces the cache. The current cache is backed up first, so this can be undone. "
        "Earlier removals and refreshes can no longer be undone."
    )
    return question, told


def cleaned(done: Cleaned) -> str:
    if not done.items and not done.failures:
        return say("There was nothing to clean.")
    freed = size(done.bytes)
    said = [
        say_many(
            "Cleaned {n} item: {bytes}.",
            "Cleaned {n} items: {bytes}.",
            len(done.items),
            bytes=freed,
        )
    ]
    if done.failures:
        said.append(
            say_many(
                "{n} item could not be cleaned.",
                "{n} items could not be cleaned.",
                len(done.failures),
            )
        )
    return " ".join(said)


def rescued(done: Rescued) -> str:
    """What is in the place of the cache now."""
    said = [say("Started with an empty cache.")]
    if done.backup is not None:
        said = [say("Restored the backup of {when}.", when=when(done.backup))]
    if done.passed_over:
        said.append(
            say_many(
                "{n} newer backup could not be used.",
                "{n} newer backups could not be used.",
                len(done.passed_over),
            )
        )
    if done.aside is not None:
        said.append(say("The damaged file is kept as {name}.", name=done.aside.name))
    return " ".join(said)
