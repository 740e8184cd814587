"""The sub-commands, each a function from options to an exit code."""

from collections.abc import Callable, Mapping, Sequence

from vindesk.cli import care_commands
from vindesk.cli.call import Call
from vindesk.cli.exit_codes import ExitCode
from vindesk.cli.export_command import export_answers, export_as_asked
from vindesk.cli.import_command import export_target, import_rows, tell
from vindesk.cli.typed_vins import vins_in
from vindesk.domain.errors import InvalidVin, UserError
from vindesk.domain.monitor import Cancelled
from vindesk.domain.vehicle import MOST_PER_REQUEST, Question, SourceChoice
from vindesk.domain.vin import Vin
from vindesk.domain.words import say
from vindesk.services.found import Found
from vindesk.services.removal import Removal

Command = Callable[[Call], ExitCode]


def lookup(call: Call) -> ExitCode:
    """In the order of the inputs an answer for each VIN, or why there is none; that ends nothing.

    By a choice that allows both sources all VINs are asked for together, since their number
    decides who is asked.
    """
    asked = [pair for text in call.options.inputs for pair in vins_in(text)]
    both = call.settings.source is SourceChoice.AUTO
    failures, size = 0, len(asked) if both else MOST_PER_REQUEST
    for first in range(0, len(asked), size):
        part = asked[first : first + size]
        outcomes = _outcomes(call, [vin for _, vin in part if isinstance(vin, Vin)])
        for written, vin in part:
            outcome = vin if isinstance(vin, InvalidVin) else outcomes[vin]
            if isinstance(outcome, Found):
                call.printer.found(outcome)
            else:
                failures += 1
                call.printer.failed(written, outcome)
    return ExitCode.SOME_FAILED if failures else ExitCode.DONE


def _outcomes(call: Call, vins: Sequence[Vin]) -> Mapping[Vin, Found | UserError]:
    """The answers; where vPIC was waited for, the bar is taken away."""
    finder, source = call.services.lookup, call.settings.source
    questions = [Question(vin, call.options.year) for vin in dict.fromkeys(vins)]
    try:
        if len(questions) == 1:
            (question,) = questions
            return {question.vin: finder.find(question, source, call.monitor)}
        found = finder.find_many(questions, source, call.monitor)
    except UserError as error:
        return dict.fromkeys(vins, error)
    finally:
        call.monitor.clear()
    return {
        question.vin: outcome if isinstance(outcome, Found) else outcome.reason
        for question, outcome in zip(questions, found, strict=True)
    }


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
