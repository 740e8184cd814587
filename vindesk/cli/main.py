"""The sub-commands: the window's services with no window and no Qt."""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from vindesk.cli.call import Call
from vindesk.cli.care_commands import tell_rescued
from vindesk.cli.commands import COMMANDS
from vindesk.cli.exit_codes import ExitCode
from vindesk.cli.printing import Printer
from vindesk.cli.stream import Stream
from vindesk.cli.terminal import TerminalMonitor
from vindesk.config.beginning import Beginning, begin
from vindesk.config.command_line import CommandLine
from vindesk.config.logs import start_logging, stop_logging
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Cancelled
from vindesk.domain.words import phrase, say
from vindesk.services.assembly import engine_limits, open_services, restore_unopenable

_CANCELLED: Final = {
    "lookup": phrase("Cancelled. Answers that had not been saved yet were dropped."),
    "import": phrase("The export was cancelled. Nothing was written; what was answered is kept."),
    "export": phrase("The export was cancelled. Nothing was written."),
    "remove": phrase("Cancelled. What was removed by then stays removed."),
    "backup": phrase("The backup was cancelled. Nothing was written."),
    "restore": phrase("Cancelled. Nothing was restored; the cache is as it was."),
    "clean": phrase("Cancelled. What was cleaned by then is gone; the rest is as it was."),
}
"""What Ctrl+C leaves; an import tells it itself, except of its export."""


def main(options: CommandLine) -> int:
    """Run one sub-command; returns the exit code."""
    run = begin(options, os.environ)
    out, notes = Stream(sys.stdout), Stream(sys.stderr)
    printer = Printer(out, notes, json=options.json)
    for problem in run.loaded.problems:
        printer.warn(problem)
    try:
        code = _run(options, run, printer, TerminalMonitor(notes))
    finally:
        out.flush()
    if out.fault is not None:
        printer.warn(say("Not all of the output could be written: {why}.", why=out.fault.strerror))
        return ExitCode.COULD_NOT
    return code


def _run(options: CommandLine, run: Beginning, printer: Printer, monitor: TerminalMonitor) -> int:
    settings, paths = run.loaded.settings, run.paths
    previous = signal.signal(signal.SIGINT, lambda _number, _frame: monitor.cancel())
    handler = start_logging(
        paths.logs, settings.log_level, file_mb=settings.log_file_mb, files=settings.log_files
    )
    try:
        if options.command == "restore":
            rescued = restore_unopenable(settings, paths, options.inputs[0])
            if rescued is not None:
                tell_rescued(printer, rescued)
                return ExitCode.DONE
        with ThreadPoolExecutor(thread_name_prefix="beside") as beside:
            services = open_services(settings, paths, beside=beside)
            if services.care.remark:
                printer.warn(services.care.remark)
            try:
                limits = engine_limits(settings, paths)
                call = Call(services, settings, limits, options, printer, monitor)
                return COMMANDS[options.command](call)
            finally:
                services.close()
    except UserError as error:
        monitor.clear()
        printer.warn(error.sentence)
        return ExitCode.COULD_NOT
    except Cancelled:
        monitor.clear()
        printer.warn(say(_CANCELLED[options.command]))
        return ExitCode.SOME_FAILED
    finally:
        stop_logging(handler)
        signal.signal(signal.SIGINT, previous)
