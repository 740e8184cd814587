"""``argparse`` in the language of the program: headings, its own options, and what is wrong."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from typing_extensions import override

from vindesk.domain.words import phrase, say

_USAGE: Final = phrase("usage: ")
_COMPLAINTS: Final = (
    phrase("argument {name}: {what}"),
    phrase("the following arguments are required: {names}"),
    phrase("unrecognized arguments: {names}"),
    phrase("expected one argument"),
    phrase("expected at least one argument"),
    phrase("not allowed with argument {name}"),
    phrase("ignored explicit argument {value}"),
    phrase("invalid choice: {value} (choose from {choices})"),
)
"""As ``argparse`` words them; ``what`` is another one of these."""


# Its sentences stay as they are listed, whatever catalogue of them a system may have; nor is one
# looked for, which takes longer at a start than to read the arguments.
setattr(argparse, "_", str)  # noqa: B010 - it is declared nowhere


class _Formatter(argparse.RawDescriptionHelpFormatter):
    @override
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, say(_USAGE) if prefix is None else prefix)


class SpokenParser(argparse.ArgumentParser):
    """Has groups of its own: those that every parser has are named when Python is built."""

    def __init__(self, prog: str, description: str, epilog: str, version: str) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=_Formatter,
            argument_default=argparse.SUPPRESS,
            allow_abbrev=False,
            add_help=False,
        )
        self.color = False  # else Python 3.14 colours the usage, and no word of it is found
        self._inputs = self.add_argument_group(say("positional arguments"))
        self._options = self.add_argument_group(say("options"))
        self.add_argument("-h", "--help", action="help", help=say("show help and exit"))
        self.add_argument(
            "--version", action="version", version=version, help=say("show version and exit")
        )

    @override
    def add_argument(self, *names: str, **rest: Any) -> argparse.Action:
        group = self._options if names[0].startswith("-") else self._inputs
        return group.add_argument(*names, **rest)

    @override
    def add_mutually_exclusive_group(self, *, required: bool = False) -> Any:
        return self._options.add_mutually_exclusive_group(required=required)

    def takes_value(self, option: str) -> bool:
        """Whether ``option`` is one of this parser, and the next argument belongs to it."""
        action = self._option_string_actions.get(option)
        return action is not None and action.nargs != 0

    def spell_usage_out(self) -> None:
        """To be called when all is added: parsing intermixed takes seven letters for "usage: "."""
        self.usage = self.format_usage().removeprefix(say(_USAGE))

    @override
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        message = _spoken(message)
        self.exit(2, say("{prog}: error: {message}", prog=self.prog, message=message) + "\n")


def _spoken(message: str) -> str:
    """What ``argparse`` complains of, translated; as it stands where it is worded otherwise."""
    for wording in _COMPLAINTS:
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(wording))
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found is not None:
            parts = found.groupdict()
            if "what" in parts:
                parts["what"] = _spoken(parts["what"])
            return say(wording, **parts)
    return message
