"""Escape, wherever the keyboard is in a window, unless something there had a use for it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from vindesk.app.desk import Desk


class EscapeKey(QObject):
    """Offers the key to each of ``takers`` in turn when nothing inside ``places`` took it.

    A key comes to a window last: an editor in a cell, a menu, a list that is open and a
    dialog have had it before, or have it to themselves. The first taker that says it had a use
    for it has it alone.
    """

    def __init__(
        self, places: Sequence[QWidget], takers: Sequence[Callable[[], bool]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._takers = takers
        for place in places:
            place.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and _is_escape(event):
            if not event.isAutoRepeat():  # held down, it is one press
                any(take() for take in self._takers)
            return True
        return super().eventFilter(watched, event)


def connect_escape(desk: Desk) -> None:
    """Each press ends one thing: a lookup, a file that is opened, a copy, a list, a refresh.

    A list is one of an import's, while it is written. When nothing is under way, the hint of what
    failed is dismissed; who is in the entry, above that hint, dismisses it before the others end.
    """
    window, lookup = desk.window, desk.lookup

    def dismiss_from_the_entry() -> bool:
        return desk.panel.entry.hasFocus() and lookup.dismiss()

    def end_opening() -> bool:
        return desk.is_made("imports") and desk.imports.cancel()

    def end_opening_of_parquet() -> bool:
        return desk.is_made("parquet") and desk.parquet.cancel()

    def end_copy() -> bool:
        return desk.is_made("copying") and desk.copying.cancel()

    def end_list() -> bool:
        return desk.is_made("jobs") and desk.jobs.reports.cancel()

    def end_refresh() -> bool:
        return desk.is_made("refreshing") and desk.refreshing.cancel()

    EscapeKey(
        (window, window.details_dock, window.facets_dock, window.jobs_dock),
        (
            lookup.cancel,
            dismiss_from_the_entry,
            end_opening,
            end_opening_of_parquet,
            end_copy,
            end_list,
            end_refresh,
            lookup.dismiss,
        ),
        parent=window,
    )


def _is_escape(event: QKeyEvent) -> bool:
    return (
        event.type() == QEvent.Type.KeyPress
        and event.key() == Qt.Key.Key_Escape
        and event.modifiers() == Qt.KeyboardModifier.NoModifier
    )
