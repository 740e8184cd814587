"""What is to be taken away: which vehicles, which columns, as what."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from msgspec import Struct
from typing_extensions import override

from vindesk.domain.errors import ExportFailed
from vindesk.domain.filter import EVERYTHING, Filter
from vindesk.domain.words import say

MISSION: Final = ("vin", "make", "model", "model_year", "body_class")
"""The five columns that everybody wants; they come first."""

SMALLEST_GROUP: Final = 2_048
LARGEST_GROUP: Final = 1_048_576
ROWS_OF_A_SHEET: Final = 1_048_576
"""Of a workbook, the head among them."""

CALCULATED: Final = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001 - a spreadsheet takes them for the others
"""How a text begins that a spreadsheet takes for a formula, or for what precedes one."""


class ExportFormat(StrEnum):
    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"

    @classmethod
    def of(cls, name: PurePath) -> "ExportFormat":
        """By the ending of a file's name; Parquet if that says nothing."""
        ending = name.suffix.lower().removeprefix(".")
        return cls(ending) if ending in set(cls) else cls.PARQUET


def other_form(name: PurePath) -> ExportFailed:
    """What is said of a name whose ending promises what is not written."""
    return ExportFailed(
        say("{name} would be neither Parquet nor CSV nor a workbook.", name=name.name),
        advice=say("Choose a name that ends with .parquet, .csv or .xlsx."),
    )


class Compression(StrEnum):
    """Of Parquet; the values are DuckDB's words."""

    ZSTD = "zstd"
    SNAPPY = "snappy"
    NONE = "uncompressed"


class Partition(StrEnum):
    """The column whose values each get a folder of Parquet files."""

    MAKE = "make"
    MODEL_YEAR = "model_year"


def wanted_form(
    target: PurePath, asked: ExportFormat | None, partition: Partition | None
) -> ExportFormat:
    """What was ``asked``, or else by the name; a folder of files is of Parquet anyway."""
    if asked is not None:
        return asked
    return ExportFormat.of(target) if partition is None else ExportFormat.PARQUET


class Selection(Struct, frozen=True):
    """Vehicles one by one: their numbers in the cache, in the order of the file."""

    keys: Sequence[int]

    @override
    def __repr__(self) -> str:
        """How many; there may be a million."""
        return f"Selection(of {len(self.keys)})"


class ParquetShape(Struct, frozen=True):
    """How Parquet is written; the row group size is None where the memory decides.

    Raises:
        ValueError: the row group size is none.

    """

    compression: Compression = Compression.ZSTD
    row_group_size: int | None = None
    partition: Partition | None = None

    def __post_init__(self) -> None:
        size = self.row_group_size
        if size is not None and not SMALLEST_GROUP <= size <= LARGEST_GROUP:
            raise ValueError(f"row groups have {SMALLEST_GROUP:,} to {LARGEST_GROUP:,} rows")


USUAL_SHAPE: Final = ParquetShape()


class ExportPlan(Struct, frozen=True):
    """Everything about an export but its place.

    ``columns`` are those that come after the mission's five; None: all that there are.
    ``own_of`` is the number of an import whose own columns come after these. ``said`` is the
    filter as the user wrote it.
    """

    scope: Filter | Selection = EVERYTHING
    columns: tuple[str, ...] | None = None
    own_of: int | None = None
    form: ExportFormat = ExportFormat.PARQUET
    parquet: ParquetShape = USUAL_SHAPE
    said: str = ""

    @property
    def partition(self) -> Partition | None:
        """What the folder is divided by; None: it is one file."""
        return self.parquet.partition if self.form is ExportFormat.PARQUET else None


EVERY_VEHICLE: Final = ExportPlan()
