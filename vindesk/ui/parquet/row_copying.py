"""Copying the selected rows of a Parquet window."""

from typing import ClassVar

from typing_extensions import override

from vindesk.jobs.runner import Lane
from vindesk.ui.vehicles.copying import CopyController, Pieces
from vindesk.ui.wording import rows_in_words


class RowCopying(CopyController):
    """As that of the vehicles, on the lane of the files.

    A cell can have any size, so that a few rows come first; where rows are small many are
    read at a time: in another order than that of the file, each reading costs.
    """

    lane: ClassVar[Lane] = Lane.FILES
    pieces: ClassVar[Pieces] = Pieces(32, 10_000)

    @override
    def _words(self, count: int) -> str:
        return rows_in_words(count)
