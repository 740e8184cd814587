"""Lines of running text as rows of VINs: a row for each VIN, or what was meant as one."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from vindesk.domain.monitor import Monitor
from vindesk.domain.vin_text import Reject, read_vins
from vindesk.services.importing import Readable
from vindesk.store.arrow import pyarrow
from vindesk.store.input_tables import names


class MaybeText(Readable, Protocol):
    @property
    def is_text(self) -> bool:
        """Whether its one column holds lines in which VINs may stand anywhere."""
        ...


class Searched:
    """Has one column; words and lines without a VIN are passed over."""

    def __init__(self, table: Readable) -> None:
        self._table = table

    @property
    def rejects(self) -> Sequence[Reject]:
        return self._table.rejects

    def batches(self, columns: list[int], monitor: Monitor) -> Iterator[Any]:
        arrow = pyarrow()
        for batch in self._table.batches(columns[:1], monitor):
            rows: list[int] = []
            texts: list[str] = []
            for row, line in zip(*(part.to_pylist() for part in batch.columns[:2]), strict=True):
                for text in _vins_in(line or ""):
                    rows.append(row)
                    texts.append(text)
            if not rows:
                continue
            columns_of = [arrow.array(rows, arrow.int64()), arrow.array(texts, arrow.string())]
            nothing = arrow.nulls(len(rows), arrow.string())
            columns_of += [nothing] * (len(columns) - 1)
            yield arrow.RecordBatch.from_arrays(columns_of, names=names(len(columns)))


def rows_of(table: MaybeText) -> Readable:
    """The rows of ``table``, whatever text the VINs stand in."""
    return Searched(table) if table.is_text else table


def _vins_in(line: str) -> Iterator[str]:
    read = read_vins([line])
    yield from (found.written for found in read.found)
    yield from (reject.written for reject in read.rejects)
