"""What the user chose of an export, and the plan that follows from it."""

from enum import StrEnum
from typing import Self, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from vindesk.domain.export_plan import (
    LARGEST_GROUP,
    SMALLEST_GROUP,
    Compression,
    ExportFormat,
    ExportPlan,
    ParquetShape,
    Partition,
    Selection,
)
from vindesk.domain.filter import EVERYTHING, IMPORT, Contains, Filter, Is, Test
from vindesk.ui.vehicles.selected_vehicles import SelectedVehicles

Kind = TypeVar("Kind", bound=StrEnum)


class Which(StrEnum):
    """Which vehicles."""

    EVERYTHING = "everything"
    FILTERED = "filtered"
    SELECTED = "selected"


class Columns(StrEnum):
    """Which columns come after the first five."""

    NONE = "five"
    SHOWN = "shown"
    ALL = "all"


class Subject(Struct, frozen=True):
    """The table at the moment when the user wants to export."""

    wanted: Filter = EVERYTHING
    said: str = ""
    """The filter as it was typed."""

    shown: tuple[str, ...] = ()
    """The columns, from left to right."""

    selected: SelectedVehicles | None = None

    @property
    def offers(self) -> tuple[Which, ...]:
        """What there is to choose among."""
        filtered = (Which.FILTERED,) if self.wanted else ()
        return (Which.EVERYTHING, *filtered, *((Which.SELECTED,) if self.selected else ()))

    def is_of_import(self, name: str) -> bool:
        """Whether the filter asks for the vehicles of an import that is called so."""
        asked = [one for one in self.wanted.conditions if one.column == IMPORT and not one.negated]
        return any(_means(test, name.lower()) for condition in asked for test in condition.tests)


def _means(test: Test, name: str) -> bool:
    if isinstance(test, Contains):
        return test.text.lower() in name
    return isinstance(test, Is) and str(test.value).lower() == name


class Choices(Struct, frozen=True):
    """All that the dialog asks for."""

    which: Which = Which.EVERYTHING
    columns: Columns = Columns.ALL
    own_of: int | None = None
    """The number of an import, whose own columns are wanted too."""

    form: ExportFormat = ExportFormat.PARQUET
    compression: Compression = Compression.ZSTD
    row_group_size: int | None = None
    partition: Partition | None = None

    def plan(self, subject: Subject) -> ExportPlan:
        """Off the GUI thread: a large selection takes a moment."""
        shown = {Columns.NONE: (), Columns.SHOWN: subject.shown, Columns.ALL: None}
        scope: Filter | Selection = EVERYTHING
        if self.which is Which.FILTERED:
            scope = subject.wanted
        elif self.which is Which.SELECTED and subject.selected is not None:
            scope = Selection(subject.selected.chosen.keys)
        return ExportPlan(
            scope=scope,
            columns=shown[self.columns],
            own_of=self.own_of,
            form=self.form,
            parquet=ParquetShape(self.compression, self.row_group_size, self.partition),
            said=subject.said if scope is subject.wanted else "",
        )

    @property
    def is_folder(self) -> bool:
        return self.partition is not None and self.form is ExportFormat.PARQUET

    def begun_for(self, subject: Subject) -> Self:
        """Who filters means what the filter shows, or what is selected of it."""
        chosen = Which.SELECTED if subject.selected and self.which is Which.SELECTED else None
        return replace(self, which=chosen or Which.FILTERED) if subject.wanted else self

    # -- as plain values -----------------------------------------------------------

    def to_plain(self) -> dict[str, object]:
        """For JSON."""
        return {
            "vehicles": self.which.value,
            "columns": self.columns.value,
            "import": self.own_of,
            "format": self.form.value,
            "compression": self.compression.value,
            "row_group_size": self.row_group_size,
            "partition": None if self.partition is None else self.partition.value,
        }

    @classmethod
    def from_plain(cls, plain: object) -> Self:
        """What ``to_plain`` gave, of this version or another; what makes no sense is left out."""
        said = cast("dict[str, object]", plain) if isinstance(plain, dict) else {}
        own_of, size = said.get("import"), said.get("row_group_size")
        return cls(
            which=_read(Which, said.get("vehicles")) or Which.EVERYTHING,
            columns=_read(Columns, said.get("columns")) or Columns.ALL,
            own_of=own_of if type(own_of) is int else None,
            form=_read(ExportFormat, said.get("format")) or ExportFormat.PARQUET,
            compression=_read(Compression, said.get("compression")) or Compression.ZSTD,
            row_group_size=_size(size),
            partition=_read(Partition, said.get("partition")),
        )


def _size(value: object) -> int | None:
    if type(value) is not int:
        return None
    return value if SMALLEST_GROUP <= value <= LARGEST_GROUP else None


def _read(kind: type[Kind], value: object) -> Kind | None:
    return kind(value) if isinstance(value, str) and value in set(kind) else None
