"""What a sub-command works with."""

from msgspec import Struct

from vindesk.cli.printing import Printer
from vindesk.cli.terminal import TerminalMonitor
from vindesk.config.command_line import CommandLine
from vindesk.config.settings import Settings
from vindesk.services.assembly import Services
from vindesk.store.engine import EngineLimits


class Call(Struct, frozen=True):
    services: Services
    settings: Settings
    limits: EngineLimits
    options: CommandLine
    printer: Printer
    monitor: TerminalMonitor
