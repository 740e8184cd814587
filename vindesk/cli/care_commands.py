"""``vindesk backup``, ``restore`` and ``clean``."""

from vindesk.cli.call import Call
from vindesk.cli.exit_codes import ExitCode
from vindesk.cli.printing import Printer
from vindesk.domain.backups import WHY_WORDS, Backup
from vindesk.domain.words import grouped, say, say_many
from vindesk.services.rescue import Rescued


def backup(call: Call) -> ExitCode:
    """Make a backup, or list those there are."""
    if call.options.list:
        for each in call.services.care.backups():
            _tell(call, each, "")
        return ExitCode.DONE
    call.monitor.begin(say("Backing up"))
    made = call.services.care.back_up(call.monitor)
    call.monitor.clear()
    _tell(call, made, say("Backed up: "))
    return ExitCode.DONE


def restore(call: Call) -> ExitCode:
    """Put a backup in the place of the cache; the present one is kept."""
    care = call.services.care
    chosen = care.named(call.options.inputs[0])
    kept = care.restore(chosen, call.monitor)
    call.printer.result(
        say(
            "Restored {name}. The previous cache is kept as {kept}.",
            name=chosen.name,
            kept=kept.name,
        ),
        {
            "restored": chosen.name,
            "vehicles": chosen.vehicles,
            "kept": str(kept),
            "passed_over": [],
        },
    )
    return ExitCode.DONE


def tell_rescued(printer: Printer, done: Rescued) -> None:
    """What ``restore`` did about a cache that could not be opened."""
    if done.passed_over:
        said = say_many(
            "{n} newer backup could not be used.",
            "{n} newer backups could not be used.",
            len(done.passed_over),
        )
        printer.warn(f"{', '.join(done.passed_over)}: {said}")
    name = done.backup.name if done.backup else None
    told = [say("Restored {name}.", name=name)]
    if done.aside is not None:
        told.append(say("The damaged file is kept as {name}.", name=done.aside.name))
    printer.result(
        " ".join(told),
        {
            "restored": name,
            "vehicles": done.backup.vehicles if done.backup else None,
            "kept": str(done.aside) if done.aside else None,
            "passed_over": list(done.passed_over),
        },
    )


def clean(call: Call) -> ExitCode:
    """Do away with what is past its limits; with ``--dry-run`` only say what that is."""
    items = call.services.care.cleaner.preview()
    dry = call.options.dry_run
    failures: tuple[str, ...] = ()
    if not dry:
        done = call.services.care.clean(items, call.monitor)
        items, failures = done.items, tuple(done.failures)
    for item in items:
        call.printer.result(
            say(
                "{what}: {name}, {bytes} bytes",
                what=say(item.litter),
                name=item.words,
                bytes=grouped(item.bytes),
            ),
            {"what": item.litter, "name": item.words, "bytes": item.bytes, "cleaned": not dry},
        )
    for failure in failures:
        call.printer.warn(failure)
    total = grouped(sum(item.bytes for item in items))
    call.printer.warn(
        say("{total} bytes would be freed.", total=total)
        if dry
        else say("{total} bytes freed.", total=total)
    )
    return ExitCode.SOME_FAILED if failures else ExitCode.DONE


def _tell(call: Call, backup: Backup, before: str) -> None:
    rows = "?" if backup.vehicles is None else grouped(backup.vehicles)
    call.printer.result(
        before
        + say(
            "{name}  {moment} UTC  {why}  {rows} vehicles  {bytes} bytes",
            name=backup.name,
            moment=f"{backup.made_at:%Y-%m-%d %H:%M}",
            why=say(WHY_WORDS[backup.why]),
            rows=rows,
            bytes=grouped(backup.bytes),
        ),
        {
            "name": backup.name,
            "made_at": backup.made_at.isoformat(),
            "why": backup.why,
            "vehicles": backup.vehicles,
            "bytes": backup.bytes,
        },
    )
