"""The table that ``vindesk import`` reads, and the columns of it that its options name."""

from collections.abc import Sequence

from msgspec import Struct

from vindesk.cli.call import Call
from vindesk.domain.errors import FileUnreadable
from vindesk.domain.words import say
from vindesk.services.input import Input
from vindesk.services.input_table import InputTable


class ImportTable(Struct, frozen=True):
    """A table; only one of a workbook has ``others``, the names of the sheets beside it."""

    called: str
    """The file, with the sheet where there are others."""

    sheet: str
    others: Sequence[str]
    table: InputTable

    def vin_column(self, wanted: str | None) -> int:
        """The place of the column ``wanted``, by default of the one that holds VINs.

        Raises:
            FileUnreadable: there is none.

        """
        if wanted is not None:
            return self.column(wanted)
        if self.table.suggestion.vin is not None:
            return self.table.suggestion.vin.column
        names = ", ".join(self.table.columns)
        raise FileUnreadable(
            say("{path} has no column that holds VINs.", path=self.called),
            advice=self._with_others(say("Name one with --column: {columns}.", columns=names)),
        )

    def column(self, wanted: str) -> int:
        """The place of the column ``wanted``; raises as ``vin_column``."""
        place = self.table.place_of(wanted)
        if place is None:
            names = ", ".join(self.table.columns)
            raise FileUnreadable(
                say("{path} has no column {wanted!r}.", path=self.called, wanted=wanted),
                advice=self._with_others(say("Its columns are: {columns}.", columns=names)),
            )
        return place

    def nothing_found(self, path: object) -> str:
        """What is told if there was no VIN."""
        return self._with_others(say("No VIN was found in {path}.", path=path))

    def _with_others(self, sentence: str) -> str:
        if not self.others:
            return sentence
        return sentence + " " + say("Its other sheets are: {names}.", names=", ".join(self.others))


def table_as_asked(call: Call, source: Input) -> ImportTable:
    """The sheet that is asked for, by default the one with the columns that are, and with VINs.

    Raises:
        FileUnreadable: there is no such sheet, or none that can be read.
        Cancelled: the monitor was cancelled.

    """
    path, sheet = call.options.inputs[0], call.options.sheet
    if sheet is not None and sheet not in source.sheets:
        names = ", ".join(source.sheets)
        raise FileUnreadable(
            say("{path} has no sheet {sheet!r}.", path=path, sheet=sheet),
            advice=say("It has: {names}.", names=names),
        )
    if sheet is None:
        options = call.options
        sheet = source.sheet_with(options.column, options.year_column, call.monitor)
    others = [name for name in source.sheets if name != sheet]
    called = say("The sheet {sheet} of {path}", sheet=sheet, path=path) if others else path
    return ImportTable(called, sheet, others, source.table(sheet, None, call.monitor))
