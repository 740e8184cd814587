"""The command line, read once: the window's, or that of a sub-command."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from vindesk import __version__
from vindesk.config.settings import SETTINGS
from vindesk.config.spoken_parser import SpokenParser
from vindesk.domain.words import phrase, say

if TYPE_CHECKING:  # only the sub-command export needs them
    from vindesk.domain.export_plan import Compression, ExportFormat, Partition

_SETTINGS: Final = {"vpic_url": "vpic_url", "source": "source", "log_level": "log_level"}
_YEAR_DIGITS: Final = 4


class CommandLine(Struct, frozen=True):
    """What was asked for; ``command`` is empty for the window."""

    command: str = ""
    inputs: tuple[str, ...] = ()
    """VINs, or files: what stands without an option."""

    data_dir: Path | None = None
    settings: dict[str, object] = field(default_factory=dict[str, object])
    """The settings that were given here."""

    screenshot: Path | None = None
    json: bool = False
    year: int | None = None
    column: str | None = None
    year_column: str | None = None
    no_year_column: bool = False
    keep: Sequence[str] | None = None
    """Columns of the user's own; None: all."""

    keep_none: bool = False
    sheet: str | None = None
    name: str | None = None
    export: Path | None = None
    filter: str = ""
    columns: tuple[str, ...] | None = None
    """Those after the first five; None: all."""

    import_name: str | None = None
    format: "ExportFormat | None" = None
    compression: "Compression | None" = None
    row_group_size: int | None = None
    partition_by: "Partition | None" = None
    replace: bool = False
    list: bool = False
    dry_run: bool = False


def data_dir_in(argv: Sequence[str]) -> Path | None:
    """``--data-dir`` alone; what is wrong with ``argv`` is told by ``parse``."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data-dir", type=Path, nargs="?")
    return parser.parse_known_args(argv)[0].data_dir


def parse(argv: Sequence[str]) -> CommandLine:
    """Read ``argv``, the arguments without the program's name.

    Options may stand before or after the sub-command.

    Raises:
        SystemExit: wrong use (2), or help or version was asked for (0); argparse has
            printed what there is to say.

    """
    argv = _with_filter(argv)
    place = _command_place(argv)
    command = "" if place is None else argv[place]
    rest = [word for number, word in enumerate(argv) if number != place]
    parser = _parser(command)
    parser.spell_usage_out()
    options = vars(parser.parse_intermixed_args(rest))
    if command == "export":
        from vindesk.config.export_arguments import check_export  # noqa: PLC0415

        check_export(parser, options)
    chosen = {name: options.pop(key) for key, name in _SETTINGS.items() if key in options}
    return CommandLine(command=command, settings=chosen, **_typed(options))


def _with_filter(argv: Sequence[str]) -> Sequence[str]:
    """With ``--filter`` and its text as one word, where ``argparse`` takes that for an option."""
    joined: list[str] = []
    for word in argv:
        is_text = word.startswith("-") and not word.startswith("--") and word != "-h"
        if is_text and joined and joined[-1] == "--filter":
            joined[-1] = f"--filter={word}"
        else:
            joined.append(word)
    return joined


def _command_place(argv: Sequence[str]) -> int | None:
    """Where the sub-command stands, which is no value of an option that is called so."""
    for place, word in enumerate(argv):
        if word in _COMMANDS and not (place and _takes_value(argv[place - 1])):
            return place
    return None


def _takes_value(word: str) -> bool:
    """Whether it is an option, of whatever sub-command, with a word of its own behind it."""
    return word.startswith("-") and any(
        _parser(command).takes_value(word) for command in ("", *_COMMANDS)
    )


def _typed(options: dict[str, Any]) -> dict[str, Any]:
    inputs = options.pop("inputs", ())
    return options | {"inputs": tuple([inputs] if isinstance(inputs, str) else inputs)}


def _model_year(text: str) -> int:
    if not (len(text) == _YEAR_DIGITS and text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(say("it is a year of four digits, as 2014"))
    return int(text)


def _parser(command: str) -> SpokenParser:
    parser = SpokenParser(
        prog=f"vindesk {command}".strip(),
        description=say(_COMMANDS.get(command, _ABOUT)),
        epilog="" if command else _epilog(),
        version=f"vindesk {__version__}",
    )
    _add_common(parser)
    if command == "lookup":
        parser.add_argument("inputs", nargs="+", metavar="VIN")
        parser.add_argument("--year", type=_model_year, help=say("the model year, if you know it"))
    elif command == "import":
        parser.add_argument("inputs", metavar="FILE", help=say("text, CSV, a workbook or Parquet"))
        parser.add_argument("--column", help=say("the name of the column that holds the VINs"))
        years = parser.add_mutually_exclusive_group()
        years.add_argument(
            "--year-column", metavar="COLUMN", help=say("... the model years, if any")
        )
        years.add_argument(
            "--no-year-column", action="store_true", help=say("use no model-year column")
        )
        kept = parser.add_mutually_exclusive_group()
        kept.add_argument(
            "--keep",
            nargs="+",
            metavar="COLUMN",
            help=say("other columns to keep; by default all of them"),
        )
        kept.add_argument("--keep-none", action="store_true", help=say("keep no other column"))
        parser.add_argument(
            "--sheet",
            help=say("the sheet of a workbook; by default the first with these columns and VINs"),
        )
        parser.add_argument("--name", help=say("what the import is called; by default as the file"))
        parser.add_argument(
            "--export",
            type=Path,
            metavar="OUT",
            help=say("then write the list with the answers beside it"),
        )
        parser.add_argument(
            "--replace", action="store_true", help=say("replace a file that is there")
        )
    elif command == "export":
        from vindesk.config.export_arguments import add_export_arguments  # noqa: PLC0415

        add_export_arguments(parser)
    elif command == "remove":
        parser.add_argument("inputs", nargs="+", metavar="VIN")
    elif command == "backup":
        parser.add_argument("--list", action="store_true", help=say("only list the backups"))
    elif command == "restore":
        from vindesk.domain.backups import LATEST  # noqa: PLC0415

        parser.add_argument("inputs", nargs="?", default=LATEST, metavar=f"NAME | {LATEST}")
    elif command == "clean":
        parser.add_argument("--dry-run", action="store_true", help=say("list without deleting"))
    else:
        parser.add_argument("inputs", nargs="*", metavar="FILE | FOLDER | VIN")
        parser.add_argument(
            "--screenshot",
            type=Path,
            metavar="OUT.png",
            help=say("save a screenshot and exit"),
        )
    if command:
        parser.add_argument("--json", action="store_true", help=say("print one JSON object a line"))
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help=say("keep everything in this folder")
    )
    parser.add_argument("--vpic-url", metavar="URL", help=say("another address of vPIC's web API"))
    for name, words in (
        ("source", say("data source")),
        ("log_level", say("how much is written to the log")),
    ):
        option = f"--{name.replace('_', '-')}"
        parser.add_argument(option, choices=SETTINGS[name].choices, help=words)


_ABOUT: Final = phrase("VINs in, vehicles out. With no sub-command: opens the window.")
_COMMANDS: Final = {
    "lookup": phrase("Look VINs up: in the cache, or else from the source."),
    "import": phrase("Look up every VIN in a file; a stopped import resumes."),
    "export": phrase("Write vehicles to a file: Parquet, CSV or xlsx; by default all of them."),
    "remove": phrase("Remove VINs from the cache."),
    "backup": phrase("Make a backup of the cache, or list those there are."),
    "restore": phrase("Put a backup in the place of the cache; the present one is kept."),
    "clean": phrase("Delete old logs, backups and rows that are past their limits."),
}
COMMANDS: Final = tuple(_COMMANDS)


def _epilog() -> str:
    width = max(map(len, _COMMANDS))
    lines = (f"  {name:<{width}}  {say(text)}" for name, text in _COMMANDS.items())
    return "\n".join(
        (
            say("sub-commands (vindesk SUB-COMMAND --help says more):"),
            *lines,
            "",
            say("settings (in the Preferences, in settings.toml, or in the environment):"),
            *_settings(),
            "",
            say(_EXIT_CODES),
        )
    )


def _settings() -> list[str]:
    """Each with its name in the environment, what it is, and its limits."""
    width = max(len(each.environment) for each in SETTINGS.values())
    return [
        f"  {each.environment:<{width}}  {say(each.title)}: {each.limits}"
        for each in SETTINGS.values()
    ]


_EXIT_CODES: Final = phrase("exit codes: 0 done, 1 some failed, 2 wrong use, 3 could not")
