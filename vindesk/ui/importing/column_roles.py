"""Which column of the input is what: no widget in here."""

from collections.abc import Sequence
from enum import Enum
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from vindesk.domain.import_job import Columns
from vindesk.domain.input_columns import Suggestion
from vindesk.domain.words import phrase
from vindesk.services.repaired import AS_WRITTEN, AS_WRITTEN_NAME


class Role(Enum):
    """What becomes of a column."""

    VIN = "VIN"
    YEAR = phrase("Model year")
    KEPT = phrase("Kept")
    LEFT_OUT = phrase("Left out")


class ColumnRoles(Struct, frozen=True):
    """Each column is kept beside the VIN unless it is left out, or is the VIN or the year."""

    names: Sequence[str]
    vin: int | None = None
    year: int | None = None
    left_out: frozenset[int] = frozenset()

    @classmethod
    def suggested(cls, names: Sequence[str], suggestion: Suggestion) -> Self:
        """A single column can only be that of the VINs."""
        vin = suggestion.vin.column if suggestion.vin else (0 if len(names) == 1 else None)
        year = suggestion.year.column if suggestion.year else None
        return cls(names, vin, None if year == vin else year)

    def seen_again(self, before: Self, now: Self) -> Self:
        """The same columns, of which ``before`` was proposed, and ``now`` is: what is chosen stays.

        What was neither chosen nor proposed is as it is proposed now.
        """
        vin = now.vin if self.vin is before.vin is None else self.vin
        year = now.year if self.year is before.year is None else self.year
        return replace(now, vin=vin, year=None if year == vin else year, left_out=self.left_out)

    def role(self, column: int) -> Role:
        if column == self.vin:
            return Role.VIN
        if column == self.year:
            return Role.YEAR
        return Role.LEFT_OUT if column in self.left_out else Role.KEPT

    def with_vin(self, column: int | None) -> Self:
        year = None if column is not None and self.year == column else self.year
        return replace(self, vin=column, year=year)

    def with_year(self, column: int | None) -> Self:
        vin = None if column is not None and self.vin == column else self.vin
        return replace(self, vin=vin, year=column)

    def keep(self, columns: Sequence[int], wanted: bool) -> Self:
        """Keep ``columns`` beside the VIN, or leave them out."""
        others = self.left_out.difference(columns)
        return replace(self, left_out=others if wanted else others.union(columns))

    @property
    def others(self) -> Sequence[int]:
        """All but the VIN and the year."""
        taken = {self.vin, self.year}
        return [column for column in range(len(self.names)) if column not in taken]

    @property
    def kept(self) -> Sequence[int]:
        return [column for column in self.others if column not in self.left_out]

    @property
    def read(self) -> Sequence[int]:
        """All that are not left out, but the VIN."""
        return [*self.kept, *([] if self.year is None else [self.year])]

    def columns(self, *, as_written: bool = False) -> Columns:
        """For the plan; with ``as_written`` what stood where a VIN was repaired is kept too.

        There must be a VIN column.
        """
        assert self.vin is not None  # noqa: S101 - who calls has looked
        own = [*self.kept, *([AS_WRITTEN] if as_written else [])]
        names = [self.names[column] for column in self.kept]
        names += [AS_WRITTEN_NAME] if as_written else []
        return Columns(self.vin, self.year, tuple(own), tuple(names))
