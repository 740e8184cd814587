"""The sub-commands: the window's services with no window and no Qt."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TextIO

from vindesk.cli.commands import COMMANDS, Call
from vindesk.cli.exit_codes import ExitCode
from vindesk.cli.printing import Printer
from vindesk.config.command_line import parse
from vindesk.config.logs import start_logging, stop_logging
from vindesk.config.paths import Paths
from vindesk.config.settings import load
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Cancelled, Progress
from vindesk.services.assembly import open_services


class TerminalMonitor:
    """Shows notes on a terminal's standard error; Ctrl+C cancels."""

    def __init__(self, screen: TextIO) -> None:
        self._screen = screen
        self._stop = threading.Event()
        self._lock = threading.RLock()
        self._stoppers: list[Callable[[], object]] = []

    def cancel(self) -> None:
        with self._lock:
            self._stop.set()
            for stop in self._stoppers:
                stop()

    def report(self, progress: Progress) -> None:
        if progress.note:
            self._screen.write(f"{progress.note}\n")

    def raise_if_cancelled(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    @contextmanager
    def stopping_with(self, stop: Callable[[], object]) -> Generator[None]:
        with self._lock:
            self._stoppers.append(stop)
        try:
            self.raise_if_cancelled()
            yield
        finally:
            with self._lock:
                self._stoppers.remove(stop)


def main(argv: Sequence[str]) -> int:
    """Run one sub-command; returns the exit code."""
    options = parse(argv)
    paths = Paths.under(options.data_dir) if options.data_dir else Paths.of_user()
    loaded = load(paths.settings, os.environ, options.settings)
    printer = Printer(sys.stdout, sys.stderr, json=options.json)
    for problem in loaded.problems:
        printer.warn(problem)
    monitor = TerminalMonitor(sys.stderr)
    previous = signal.signal(signal.SIGINT, lambda _number, _frame: monitor.cancel())
    settings = loaded.settings
    handler = start_logging(
        paths.logs, settings.log_level, file_mb=settings.log_file_mb, files=settings.log_files
    )
    try:
        services = open_services(settings, paths)
        try:
            return COMMANDS[options.command](Call(services, settings, options, printer, monitor))
        finally:
            services.close()
    except UserError as error:
        printer.warn(error.sentence)
        return ExitCode.COULD_NOT
    except Cancelled:
        printer.warn("Cancelled. Answers that had not been saved yet were dropped.")
        return ExitCode.SOME_FAILED
    finally:
        stop_logging(handler)
        signal.signal(signal.SIGINT, previous)
