"""The numbers of the rows, at the left of a Parquet window."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QTableView
from typing_extensions import override

from vindesk.ui.whole_rows import fit_rows


class RowHeads(QHeaderView):
    """As wide as the last number; Qt's own asks two hundred rows eight things each."""

    def __init__(self, view: QTableView) -> None:
        """Become the heads of the rows of ``view``, while it has none."""
        super().__init__(Qt.Orientation.Vertical, view)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.setVerticalHeader(self)
        fit_rows(view)

    @override
    def sizeHint(self) -> QSize:
        last = self.count() - 1
        return self.sectionSizeFromContents(last) if last >= 0 else super().sizeHint()
