"""Copying the selected rows of a Parquet window."""

from typing import ClassVar

from typing_extensions import override

from vindesk.jobs.runner import Lane
from vindesk.ui.vehicles.copying import CopyController
from vindesk.ui.wording import rows_in_words


class RowCopying(CopyController):
    """As that of the vehicles, on the lane of the files."""

    lane: ClassVar[Lane] = Lane.FILES

    @override
    def _words(self, count: int) -> str:
        return rows_in_words(count)
