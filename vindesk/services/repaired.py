"""A table of the input with the corrections that the user took."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from vindesk.domain.monitor import Monitor
from vindesk.domain.vin_text import Reject
from vindesk.services.importing import Readable
from vindesk.store.arrow import compute, pyarrow
from vindesk.store.input_tables import names

AS_WRITTEN: Final = -1
"""The place of a column beside those of the file: what was written where a VIN was repaired."""

AS_WRITTEN_NAME: Final = "VIN as written"


class Repaired:
    """Gives ``repairs`` in the place of what was written; the first column asked is the VIN."""

    def __init__(self, table: Readable, repairs: Mapping[str, str]) -> None:
        self._table = table
        self._repairs = dict(repairs)

    @property
    def rejects(self) -> Sequence[Reject]:
        return self._table.rejects

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        real = [column for column in columns if column != AS_WRITTEN]
        for batch in self._table.batches(real, monitor):
            yield self._repaired(batch, columns)

    def _repaired(self, batch: Any, columns: list[int]) -> Any:
        arrow, pc = pyarrow(), compute()
        row, written, *others = batch.columns
        text = arrow.string()
        place = pc.index_in(written, value_set=arrow.array(self._repairs, text))
        repaired = pc.take(arrow.array(self._repairs.values(), text), place)
        vin = pc.coalesce(repaired, written)
        before = pc.if_else(place.is_valid(), written, arrow.scalar(None, text))
        rest = iter(others)
        own = [before if column == AS_WRITTEN else next(rest) for column in columns[1:]]
        return arrow.RecordBatch.from_arrays([row, vin, *own], names=names(len(columns)))
