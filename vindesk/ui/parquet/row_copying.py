"""Copying the selected rows of a Parquet window."""

from typing import ClassVar, Final

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from typing_extensions import override

from vindesk.jobs.runner import Lane
from vindesk.ui.vehicles.copying import CopyController
from vindesk.ui.wording import rows_in_words

_QUICKLY_DECODED: Final = 10_000_000


class RowCopying(CopyController):
    """As that of the vehicles, on the lane of the files."""

    lane: ClassVar[Lane] = Lane.FILES

    @override
    def _words(self, count: int) -> str:
        return rows_in_words(count)

    @override
    def _put(self, encoded: QByteArray) -> None:
        """What Qt itself keeps survives us: data of ours may end the process with a crash."""
        if encoded.size() > _QUICKLY_DECODED:
            super()._put(encoded)
        else:
            QGuiApplication.clipboard().setText(encoded.toStdString())
