"""Connects the table with its filter, its columns and the details."""

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear_failures
from vindesk.domain.fields import NO_DATA
from vindesk.domain.filter import Filter
from vindesk.domain.shown_text import shown_line
from vindesk.ui.actions import ActionId, Needs
from vindesk.ui.columns.column_layout import ColumnLayout
from vindesk.ui.filtering.cell_filter import condition_of_cell
from vindesk.ui.plain_text import window_title
from vindesk.ui.vehicles.view_memory import RememberedView

_LONGEST_TITLE = 80


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
        ):
            if true:
                available |= need
        desk.actions.enable_for(available, among=~Needs.REFRESHED)
        desk.actions[ActionId.UNDO].setText(f"&Undo {history.undo_text or ''}".rstrip())
        desk.actions[ActionId.REDO].setText(f"&Redo {history.redo_text or ''}".rstrip())

    def show_columns(layout: ColumnLayout) -> None:
        table.show_columns(layout.asked)

    def tell_hidden(vin: str) -> None:
        status.tell(f"{vin} is in the cache; the filter hides it.")

    def show_details(vin: str) -> None:
        desk.details.show_vin(vin)

    table.current_changed.connect(show_details)
    table.selection_changed.connect(status.show_selection)
    table.counted.connect(status.show_rows)
    table.busy_changed.connect(status.show_counting)
    table.hidden.connect(tell_hidden)
    history.begun.connect(status.tell)
    desk.columns.layout_changed.connect(show_columns)
    show_columns(desk.columns.chosen)
    for signal in (
        table.selection_changed,
        table.counted,
        history.changed,
        desk.filters.filter_changed,
    ):
        signal.connect(enable)
    enable()
    hear_failures(desk, table.failed)
    hear_failures(desk, history.failed, "Change")


def connect_filters(desk: Desk) -> None:
    table, filters = desk.table, desk.filters

    def apply(wanted: Filter) -> None:
        table.filter_by(wanted)
        shown = shown_line(filters.text, _LONGEST_TITLE)
        desk.window.setWindowTitle(window_title(f"{shown} — vindesk" if shown else "vindesk"))

    filters.filter_changed.connect(apply)
    filters.left.connect(table.enter)
    hear_failures(desk, filters.failed)


def begin_table(desk: Desk) -> None:
    """Show the vehicles as the user left them, and remember how they are shown from now on."""
    table, filters = desk.table, desk.filters
    remembered = desk.memory.load()
    table.sort_by(remembered.sorts)
    filters.restore(remembered.filter_text)
    if not (table.sorts or table.wanted):
        table.reload()

    def remember() -> None:
        remember_view(desk)

    table.counted.connect(remember)


def remember_view(desk: Desk) -> None:
    """While nobody has seen the facets, those are open that were."""
    if desk.is_made("facets"):
        opened = desk.facets.opened_columns()
    else:
        opened = desk.memory.load().open_facets
    desk.memory.save(RememberedView(desk.table.sorts, desk.filters.text, opened))


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
