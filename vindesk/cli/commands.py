"""The sub-commands, each a function from options to an exit code."""

from collections.abc import Callable, Mapping

from vindesk.cli import care_commands
from vindesk.cli.call import Call
from vindesk.cli.exit_codes import ExitCode
from vindesk.cli.export_command import export_answers, export_as_asked
from vindesk.cli.import_command import export_target, import_rows, tell
from vindesk.cli.typed_vins import vins_in
from vindesk.domain.errors import InvalidVin, UserError
from vindesk.domain.monitor import Cancelled
from vindesk.domain.vehicle import Question
from vindesk.domain.vin import Vin
from vindesk.domain.words import say
from vindesk.services.found import Found
from vindesk.services.removal import Removal

Command = Callable[[Call], ExitCode]


def lookup(call: Call) -> ExitCode:
    """Input by input an answer for each VIN in it, then for what is none; that ends nothing."""
    failures = 0
    for text in call.options.inputs:
        for written, vin in vins_in(text):
            try:
                found = _found(call, vin)
            except UserError as error:
                failures += 1
                call.printer.failed(written, error)
            else:
                call.printer.found(found)
    return ExitCode.SOME_FAILED if failures else ExitCode.DONE


def _found(call: Call, vin: Vin | InvalidVin) -> Found:
    """The answer; where vPIC was waited for, the bar is taken away."""
    if isinstance(vin, InvalidVin):
        raise vin
    question = Question(vin, call.options.year)
    try:
        return call.services.lookup.find(question, call.settings.source, call.monitor)
    finally:
        call.monitor.clear()


def import_file(call: Call) -> ExitCode:
    """Look up every VIN in a file, then write the list with its answers if that was asked for."""
    target = export_target(call)
    try:
        report = import_rows(call)
    except Cancelled:
        call.monitor.clear()
        call.printer.warn(say("Stopped. Answers so far are kept; the same command resumes."))
        return ExitCode.SOME_FAILED
    tell(call, report)
    if target is not None:
        export_answers(call, report.record.id, target)
    is_whole = report.vins and not report.failed + report.rejected
    return ExitCode.DONE if is_whole else ExitCode.SOME_FAILED


def export(call: Call) -> ExitCode:
    export_as_asked(call)
    return ExitCode.DONE


def remove(call: Call) -> ExitCode:
    """Remove each VIN; one that is not in the cache counts as failed."""
    failures = 0
    for text in call.options.inputs:
        for written, vin in vins_in(text, insist=True):
            call.monitor.raise_if_cancelled()
            if isinstance(vin, InvalidVin):
                failures += 1
                call.printer.failed(written, vin)
            else:
                failures += not _removed(call, vin)
    return ExitCode.SOME_FAILED if failures else ExitCode.DONE


def _removed(call: Call, vin: Vin) -> bool:
    """Whether the VIN was in the cache; it is told too."""
    removed = call.services.remover.apply(Removal([vin])) == 1
    call.printer.result(
        say("{vin} removed.", vin=vin) if removed else say("{vin} was not in the cache.", vin=vin),
        {"vin": vin.text, "cache_delete_success": removed},
    )
    return removed


COMMANDS: Mapping[str, Command] = {
    "lookup": lookup,
    "import": import_file,
    "export": export,
    "remove": remove,
    "backup": care_commands.backup,
    "restore": care_commands.restore,
    "clean": care_commands.clean,
}
