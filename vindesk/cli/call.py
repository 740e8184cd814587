"""What a sub-command works with."""

from dataclasses import dataclass

from vindesk.cli.printing import Printer
from vindesk.cli.terminal import TerminalMonitor
from vindesk.config.command_line import CommandLine
from vindesk.config.settings import Settings
from vindesk.services.assembly import Services
from vindesk.store.engine import EngineLimits


@dataclass(frozen=True, slots=True)
class Call:
    services: Services
    settings: Settings
    limits: EngineLimits
    options: CommandLine
    printer: Printer
    monitor: TerminalMonitor
