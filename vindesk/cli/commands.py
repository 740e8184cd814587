"""The sub-commands, each a function from options to an exit code."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vindesk.cli.exit_codes import ExitCode
from vindesk.cli.printing import Printer
from vindesk.config.command_line import CommandLine
from vindesk.config.settings import Settings
from vindesk.domain.errors import FileUnreadable, InvalidVin, UserError
from vindesk.domain.monitor import Monitor
from vindesk.domain.vehicle import Question
from vindesk.domain.vin import Vin
from vindesk.domain.vin_text import VinText, read_vins
from vindesk.services.assembly import Services
from vindesk.services.lookup import Found, NotFound
from vindesk.services.removal import Removal


@dataclass(frozen=True, slots=True)
class Call:
    """What a sub-command works with."""

    services: Services
    settings: Settings
    options: CommandLine
    printer: Printer
    monitor: Monitor


Command = Callable[[Call], ExitCode]


def lookup(call: Call) -> ExitCode:
    """One answer for each VIN, in their order; a bad one does not stop the rest."""
    failures = 0
    for text in call.options.inputs:
        try:
            question = Question(Vin.parse(text), call.options.year)
            call.printer.found(
                call.services.lookup.find(question, call.settings.source, call.monitor)
            )
        except UserError as error:
            failures += 1
            call.printer.failed(text, error)
    return ExitCode.SOME_FAILED if failures else ExitCode.DONE


def import_file(call: Call) -> ExitCode:
    """Look up every VIN in a text file, then export if that was asked for."""
    vins = _read(Path(call.options.inputs[0]), call.options.column)
    questions = [Question(found.vin, call.options.year) for found in vins.found]
    outcomes = call.services.lookup.find_many(questions, call.settings.source, call.monitor)
    failures = [outcome for outcome in outcomes if isinstance(outcome, NotFound)]
    for failure in failures:
        call.printer.failed(failure.question.vin.text, failure.reason)
    for reject in vins.rejects:
        call.printer.failed(f"line {reject.line}: {reject.written}", InvalidVin(reject.reason))
    cached = sum(isinstance(outcome, Found) and outcome.from_cache for outcome in outcomes)
    counts = {
        "vins": len(questions),
        "from_cache": cached,
        "fetched": len(questions) - cached - len(failures),
        "failed": len(failures),
        "rejected": len(vins.rejects),
        "duplicates": vins.duplicates,
    }
    words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
    call.printer.say(words, counts)
    if call.options.export is not None:
        _export(call, call.options.export)
    return ExitCode.SOME_FAILED if failures or vins.rejects else ExitCode.DONE


def export(call: Call) -> ExitCode:
    _export(call, Path(call.options.inputs[0]))
    return ExitCode.DONE


def remove(call: Call) -> ExitCode:
    """Remove each VIN; one that is not in the cache counts as failed."""
    failures = 0
    for text in call.options.inputs:
        call.monitor.raise_if_cancelled()
        try:
            vin = Vin.parse(text, insist=True)
        except InvalidVin as error:
            failures += 1
            call.printer.failed(text, error)
            continue
        removed = call.services.remover.apply(Removal([vin])) == 1
        failures += not removed
        call.printer.say(
            f"{vin} removed." if removed else f"{vin} was not in the cache.",
            {"vin": vin.text, "cache_delete_success": removed},
        )
    return ExitCode.SOME_FAILED if failures else ExitCode.DONE


COMMANDS: Mapping[str, Command] = {
    "lookup": lookup,
    "import": import_file,
    "export": export,
    "remove": remove,
}


def _export(call: Call, target: Path) -> None:
    report = call.services.exporter.to_parquet(target, call.monitor)
    call.printer.say(
        f"Exported {report.rows} vehicles to {report.path}.",
        {"path": str(report.path), "rows": report.rows, "bytes": report.size_bytes},
    )


def _read(path: Path, column: str | None) -> VinText:
    """The VINs of a text file; with ``column``, only those in the column of that name.

    Raises:
        FileUnreadable: there is no such file or column, or it is not text.

    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise FileUnreadable(
            f"{path} could not be read: {error}.", advice="It must be text in UTF-8."
        ) from error
    return read_vins(lines if column is None else _cells(lines, column, path))


def _cells(lines: Sequence[str], column: str, path: Path) -> list[str]:
    """One cell a line, so that line numbers stay right; the heading's line is empty."""
    heading = lines[0] if lines else ""
    rows = list(csv.reader(lines, delimiter=max(",;\t", key=heading.count)))
    names = [name.casefold() for name in rows[0]] if rows else []
    if column.casefold() not in names:
        raise FileUnreadable(
            f"{path} has no column {column!r}.", advice=f"Its columns are: {', '.join(names)}."
        )
    place = names.index(column.casefold())
    return ["", *(row[place] if place < len(row) else "" for row in rows[1:])]
