"""The options of ``vindesk export``."""

import argparse
from collections.abc import Callable
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Final, TypeVar

from vindesk.domain.endings import LIST_ENDINGS
from vindesk.domain.errors import UserError
from vindesk.domain.export_plan import (
    LARGEST_GROUP,
    SMALLEST_GROUP,
    Compression,
    ExportFormat,
    Partition,
    other_form,
    wanted_form,
)
from vindesk.domain.filter import IMPORT, OWN
from vindesk.domain.filter_fields import FilterField, find_field, nearest_names
from vindesk.domain.filter_language import parse
from vindesk.domain.words import grouped, say

_COMPRESSIONS: Final = {"zstd": Compression.ZSTD, "snappy": Compression.SNAPPY}
_NO_COMPRESSION: Final = "none"
Choice = TypeVar("Choice", bound=StrEnum)


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "inputs", metavar="OUT", help=say("the file, or with --partition-by the folder")
    )
    parser.add_argument(
        "--filter", type=_filter, metavar="TEXT", help=say("only these vehicles, as in the window")
    )
    parser.add_argument(
        "--columns",
        type=_columns,
        metavar="five|all|A,B",
        help=say("after the first five; default all"),
    )
    parser.add_argument(
        "--import", dest="import_name", metavar="NAME", help=say("add the columns of this import")
    )
    parser.add_argument(
        "--format",
        type=_one_of(ExportFormat),
        metavar="|".join(ExportFormat),
        help=say("default: from the extension of OUT, else parquet"),
    )
    parser.add_argument(
        "--compression", type=_compression, metavar="zstd|snappy|none", help=say("of Parquet")
    )
    parser.add_argument(
        "--row-group-size", type=_row_group_size, metavar="ROWS", help=say("of Parquet")
    )
    parser.add_argument(
        "--partition-by",
        type=_one_of(Partition),
        metavar="|".join(Partition),
        help=say("Parquet in a new or empty folder, divided so"),
    )
    parser.add_argument("--replace", action="store_true", help=say("replace a file that is there"))


def check_export(parser: argparse.ArgumentParser, options: dict[str, Any]) -> None:
    """Refuse an ending, and options, that contradict what is written, as ``parser`` does."""
    target = PurePath(options["inputs"])
    if not {"format", "partition_by"} & options.keys():
        _check_ending(parser, target)
    form = wanted_form(target, options.get("format"), options.get("partition_by"))
    of_parquet = [
        name for name in ("compression", "row_group_size", "partition_by") if name in options
    ]
    if form is not ExportFormat.PARQUET and of_parquet:
        option = f"--{of_parquet[0].replace('_', '-')}"
        parser.error(say("{option} is for Parquet", option=option))


def _check_ending(parser: argparse.ArgumentParser, target: PurePath) -> None:
    """Refuse that of a list which cannot be written: in the file would be Parquet."""
    ending = target.suffix.lower()
    if ending in LIST_ENDINGS and ending[1:] not in set(ExportFormat):
        refusal = other_form(target)
        parser.error(f"{refusal.detail} {refusal.advice}")


def _one_of(kind: type[Choice]) -> Callable[[str], Choice]:
    def read(text: str) -> Choice:
        try:
            return kind(text)
        except ValueError:
            told = say("it is one of {choices}", choices=", ".join(kind))
            raise argparse.ArgumentTypeError(told) from None

    return read


def _filter(text: str) -> str:
    try:
        parse(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(error.sentence) from error
    return text


def _columns(text: str) -> tuple[str, ...] | None:
    if text in {"five", "all"}:
        return () if text == "five" else None
    return tuple(_column(name.strip()) for name in text.split(",") if name.strip())


def _column(name: str) -> str:
    field = find_field(name)
    if field is None:
        near = ", ".join(one for one in nearest_names(name) if _is_column(find_field(one)))
        raise argparse.ArgumentTypeError(
            say("there is no column {name!r}; did you mean {near}?", name=name, near=near)
            if near
            else say("there is no column {name!r}", name=name)
        )
    if not _is_column(field):
        raise argparse.ArgumentTypeError(say("the user's own columns are added with --import NAME"))
    return field.column


def _is_column(field: FilterField | None) -> bool:
    """Not only a field of the filter's language."""
    return field is not None and field.column not in {IMPORT, OWN}


def _compression(text: str) -> Compression:
    if text == _NO_COMPRESSION:
        return Compression.NONE
    try:
        return _COMPRESSIONS[text]
    except KeyError:
        raise argparse.ArgumentTypeError(say("it is zstd, snappy or none")) from None


def _row_group_size(text: str) -> int:
    size = int(text) if text.isascii() and text.isdigit() else 0
    if not SMALLEST_GROUP <= size <= LARGEST_GROUP:
        raise argparse.ArgumentTypeError(
            say(
                "a row group has {least} to {most} rows",
                least=grouped(SMALLEST_GROUP),
                most=grouped(LARGEST_GROUP),
            )
        )
    return size
