"""The heads of a comparison: a VIN, and under it a name, each with dots where it has no room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QStyle, QStyleOptionHeader
from typing_extensions import override


class ComparisonHeads(QHeaderView):
    """Qt itself puts dots into a title of one line only."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSectionsClickable(True)

    @override
    def initStyleOptionForIndex(self, option: QStyleOptionHeader, section: int) -> None:
        super().initStyleOptionForIndex(option, section)
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, self)
        room, metrics = self.sectionSize(section) - 2 * margin, self.fontMetrics()
        option.text = "\n".join(
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, room)
            for line in option.text.split("\n")
        )
