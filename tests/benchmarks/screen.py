"""What stands on the screen in the table of the vehicles, and since when."""

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from typing_extensions import override

from vindesk.ui.paging.paged_table_model import PagedTableModel
from vindesk.ui.vehicles.vehicle_snapshot import Settled, View
from vindesk.ui.vehicles.vehicle_table import VehicleTable


class Screen(QObject):
    """Emits ``seen`` once what is expected was painted, every cell in view with its text."""

    seen = Signal()

    def __init__(self, table: VehicleTable) -> None:
        super().__init__(table)
        self._table = table
        self._expected: int | None = None
        self.changes = 0
        """How often the rows were changed so far."""

        self.paints = 0
        self.shown: View | None = None
        self.ordered_at = 0.0
        """When vehicles were last put in order, as ``perf_counter`` counts."""

        self.changed_at = 0.0
        """When they came into the table."""

        self.seen_at = 0.0
        """When they had been painted."""

        table._presenter._feed.ordered.connect(self._take_order)
        table._presenter.shown.connect(self._take)
        table.view.viewport().installEventFilter(self)

    def expect(self, *, change: bool = False) -> None:
        """Wait for a paint; with ``change``, for one after the rows have changed."""
        self._expected = self.changes + change

    @property
    def is_complete(self) -> bool:
        """Whether every row in view is here, in the order and the filter that was asked for."""
        model, view = self._table.view.model(), self._table.view
        assert isinstance(model, PagedTableModel)
        return self.shown == self._table._presenter.asked and all(
            model.row(number) is not None for number in view.rows_in_view()
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The viewport's; what was complete before the paint is on the screen after it."""
        if event.type() == QEvent.Type.Paint:
            self.paints += 1
            expected = self._expected
            if expected is not None and self.changes >= expected and self.is_complete:
                self._expected = None
                QTimer.singleShot(0, self, self._tell)
        return False

    @Slot(object)
    def _take_order(self, _ordered: object) -> None:
        self.ordered_at = time.perf_counter()

    @Slot(object)
    def _take(self, settled: Settled) -> None:
        self.changes += 1
        self.changed_at = time.perf_counter()
        self.shown = settled.ordered.view

    @Slot()
    def _tell(self) -> None:
        self.seen_at = time.perf_counter()
        self.seen.emit()
