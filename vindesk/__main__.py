"""``python -m vindesk``, and what the command ``vindesk`` runs."""

import gc
import io
import os
import sys
from collections.abc import Sequence

from vindesk.config.beginning import tongue
from vindesk.config.command_line import parse
from vindesk.domain.words import speak


def run(argv: Sequence[str] | None = None) -> int:
    """The window, or a sub-command with no window; returns the exit code.

    Each is imported when it is known to be wanted: a sub-command needs no Qt.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    if argv is None:
        _take_any_letter()
    speak(tongue(arguments, os.environ))
    options = parse(arguments)
    if options.command:
        from vindesk.cli import main as cli  # noqa: PLC0415

        return cli.main(options)
    if argv is None:
        gc.disable()  # nothing is garbage while modules are imported; then ``Garbage`` takes over
    from vindesk.app import main as app  # noqa: PLC0415

    code = app.main(options)
    if argv is None:  # it is a process of its own
        app.end(code)
    return code


def _take_any_letter() -> None:
    """A dash that the terminal's encoding does not have is no reason to fail."""
    out: object = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(run())
