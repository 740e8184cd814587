"""Connects the table with its filter, facets, columns and details."""

from PySide6.QtCore import Qt, QTimer

from vindesk.app.desk import Desk
from vindesk.domain.fields import NO_DATA, Value
from vindesk.domain.filter import Filter
from vindesk.domain.filter_changes import choice, chosen, only
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import say
from vindesk.ui.actions import ActionId, Needs
from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.facets.facet_kinds import FACET_KINDS
from vindesk.ui.facets.facets_controller import FacetsController
from vindesk.ui.filtering.cell_filter import condition_of_cell
from vindesk.ui.plain_text import window_title
from vindesk.ui.vehicles.view_memory import RememberedView

_LONGEST_TITLE = 80
_LONG_TO_OPEN_MS = 700


def connect_table(desk: Desk) -> None:
    table, history, status = desk.table, desk.history, desk.window.status

    def enable() -> None:
        available = Needs.NOTHING
        for true, need in (
            (table.selected_count(), Needs.SELECTION),
            (table.row_count(), Needs.ROWS),
            (history.undo_text, Needs.UNDOABLE),
            (history.redo_text, Needs.REDOABLE),
            (table.wanted, Needs.FILTER),
            (desk.refreshing.has_changes, Needs.REFRESHED),
        ):
            if true:
                available |= need
        desk.actions.enable_for(available)
        desk.actions[ActionId.UNDO].setText(
            say("&Undo {change}", change=history.undo_text or "").rstrip()
        )
        desk.actions[ActionId.REDO].setText(
            say("&Redo {change}", change=history.redo_text or "").rstrip()
        )

    def show_columns(layout: ColumnLayout) -> None:
        table.show_columns(layout.asked)

    def tell_hidden(vin: str) -> None:
        status.tell(say("{vin} is in the cache; the filter hides it.", vin=vin))

    table.current_changed.connect(desk.details.show_vin)
    table.selection_changed.connect(status.show_selection)
    table.counted.connect(status.show_rows)
    table.busy_changed.connect(status.show_counting)
    table.hidden.connect(tell_hidden)
    history.begun.connect(status.tell)
    desk.refreshing.stored.connect(table.reload)
    desk.refreshing.stored.connect(desk.details.show_again)
    desk.columns.layout_changed.connect(show_columns)
    show_columns(desk.columns.chosen)
    for signal in (
        table.selection_changed,
        table.counted,
        history.changed,
        desk.refreshing.changed,
        desk.filters.filter_changed,
    ):
        signal.connect(enable)
    enable()


def connect_filters(desk: Desk, counts: FacetsController) -> None:
    """One truth: the filter. The facets and the cells change it, and show what it says."""
    table, filters, facets = desk.table, desk.filters, desk.facets

    def apply(wanted: Filter) -> None:
        table.filter_by(wanted)
        facets.show_chosen({kind.column: chosen(wanted, kind.column) for kind in FACET_KINDS})
        counts.refresh(wanted)
        shown = shown_line(filters.text, _LONGEST_TITLE)
        desk.window.setWindowTitle(window_title(f"{shown} — vindesk" if shown else "vindesk"))

    def count_again() -> None:
        counts.refresh(filters.wanted)

    def show_only(column: str, value: Value | None) -> None:
        filters.set_filter(only(filters.wanted, column, value))

    def show_any(column: str) -> None:
        filters.set_filter(filters.wanted.without(column))

    def include(column: str, value: Value | None) -> None:
        filters.include(choice(column, value))

    filters.filter_changed.connect(apply)
    filters.left.connect(table.enter)
    facets.toggled.connect(filters.toggle)
    facets.only_requested.connect(show_only)
    facets.cleared.connect(show_any)
    table.counted.connect(count_again)
    desk.details.filter_requested.connect(include)
    counts.failed.connect(desk.failures.show)


def begin_table(desk: Desk) -> None:
    """Show the vehicles as the user left them, and remember how they are shown from now on."""
    QTimer.singleShot(_LONG_TO_OPEN_MS, desk.window, lambda: _say_if_opening(desk))
    table, filters, facets = desk.table, desk.filters, desk.facets
    remembered = desk.memory.load()
    if remembered.open_facets is not None:
        facets.open_columns(remembered.open_facets)
    table.sort_by(remembered.sorts)
    filters.restore(remembered.filter_text)
    if not (table.sorts or table.wanted):
        table.reload()

    def remember() -> None:
        opened = facets.opened_columns()
        desk.memory.save(RememberedView(table.sorts, filters.text, opened))

    table.counted.connect(remember)
    facets.view_changed.connect(remember)


def _say_if_opening(desk: Desk) -> None:
    if desk.services.is_being_made:
        desk.table.show_opening()
        desk.window.status.tell("Opening the cache…")
        desk.table.counted.connect(
            lambda: desk.window.status.tell("The cache is open."),
            Qt.ConnectionType.SingleShotConnection,
        )


def filter_by_cell(desk: Desk, *, negated: bool = False) -> None:
    """Show the vehicles that have what the current cell has, or all others."""
    cell = desk.table.current_cell()
    condition = condition_of_cell(*cell, negated=negated) if cell else None
    if condition is not None:
        desk.filters.include(condition)


def filter_by_no_data(desk: Desk) -> None:
    """Show the vehicles that have no data in the column of the current cell."""
    cell = desk.table.current_cell()
    condition = condition_of_cell(cell[0], NO_DATA) if cell else None
    if condition is not None:
        desk.filters.include(condition)
