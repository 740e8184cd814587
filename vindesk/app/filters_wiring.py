"""Builds the filter, and shows the vehicles as the user left them."""

from PySide6.QtCore import Qt, QTimer

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear_failures
from vindesk.app.table_wiring import enable_actions
from vindesk.domain.filter import Filter
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.ui.filtering.filter_controller import FilterController
from vindesk.ui.plain_text import window_title
from vindesk.ui.vehicles.view_memory import RememberedView

_LONGEST_TITLE = 80
_LONG_TO_OPEN_MS = 700


def make_filters(desk: Desk) -> FilterController:
    """One truth: the filter. The table shows what it says."""
    filters = FilterController(desk.filter_panel, desk.services, desk.runner)

    def apply(wanted: Filter) -> None:
        desk.table.filter_by(wanted)
        shown = shown_line(filters.text, _LONGEST_TITLE)
        desk.window.setWindowTitle(window_title(f"{shown} — vindesk" if shown else "vindesk"))
        enable_actions(desk)

    filters.filter_changed.connect(apply)
    filters.left.connect(desk.table.enter)
    hear_failures(desk, filters.failed)
    return filters


def begin_table(desk: Desk) -> None:
    """Show the vehicles as the user left them, and remember how they are shown from now on.

    Who types a filter before the cache is read wants that one.
    """
    QTimer.singleShot(_LONG_TO_OPEN_MS, desk.window, lambda: _say_if_opening(desk))
    table, filters = desk.table, desk.filters
    remembered = desk.memory.load()
    table.sort_by(remembered.sorts)
    if not desk.filter_panel.entry.text():
        filters.restore(remembered.filter_text)
    if not (table.sorts or table.wanted):
        table.reload()

    def remember() -> None:
        _remember_view(desk)

    table.counted.connect(remember)


def _say_if_opening(desk: Desk) -> None:
    if desk.services.is_being_made:
        status, opening = desk.window.status, say("Opening the cache…")
        desk.table.show_opening()
        status.tell_after("", opening, under_way=True)
        desk.table.counted.connect(
            lambda: status.tell_after(opening, say("The cache is open.")),
            Qt.ConnectionType.SingleShotConnection,
        )
        desk.table.failed.connect(
            lambda: status.tell_after(opening, ""),  # why is said elsewhere
            Qt.ConnectionType.SingleShotConnection,
        )


def _remember_view(desk: Desk) -> None:
    """While nobody has seen the facets, those are open that were."""
    if desk.is_made("facets"):
        opened = desk.facets.opened_columns()
    else:
        opened = desk.memory.load().open_facets
    desk.memory.save(RememberedView(desk.table.sorts, desk.filters.text, opened))
