"""Connects the table with its columns, the details, and the actions."""

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear_failures, hear_under_way
from vindesk.domain.words import say
from vindesk.ui.actions import ActionId, Needs
from vindesk.ui.columns.column_layout import ColumnLayout


def connect_table(desk: Desk) -> None:
    table, history, status = desk.table, desk.history, desk.window.status

    def enable() -> None:
        enable_actions(desk)

    def show_columns(layout: ColumnLayout) -> None:
        table.show_columns(layout.asked)

    def tell_hidden(vin: str) -> None:
        status.tell(say("{vin} is in the cache; the filter hides it.", vin=vin))

    def forget_count() -> None:
        desk.filter_panel.say_rows("")

    def say_count() -> None:
        desk.filter_panel.say_rows(status.say_rows())

    def show_details(vin: str) -> None:
        if vin or desk.is_made("details"):
            desk.details.show_vin(vin)

    table.current_changed.connect(show_details)
    table.selection_changed.connect(status.show_selection)
    table.counted.connect(status.show_rows)
    table.counted.connect(forget_count)
    table.filtered.connect(say_count)
    table.busy_changed.connect(status.show_counting)
    table.hidden.connect(tell_hidden)
    table.view.typed.connect(desk.lookup.begin)
    hear_under_way(desk, history.begun)
    desk.columns.layout_changed.connect(show_columns)
    _take_sorts_back_with_columns(desk)
    show_columns(desk.columns.chosen)
    for signal in (
        table.selection_changed,
        table.counted,
        history.changed,
    ):
        signal.connect(enable)
    enable()
    hear_failures(desk, table.failed)
    hear_failures(desk, history.failed, say("Change"))


def _take_sorts_back_with_columns(desk: Desk) -> None:
    """With a column that is hidden the order goes that it gave the vehicles."""
    table = desk.table
    before = table.sorts

    def keep() -> None:
        nonlocal before
        before = table.sorts

    def take_back() -> None:
        table.sort_by(before)

    desk.columns.choosing.connect(keep)
    desk.columns.taken_back.connect(take_back)


def enable_actions(desk: Desk) -> None:
    """What can be done with what there is."""
    table, history = desk.table, desk.history
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
    desk.actions[ActionId.UNDO].setText(
        say("&Undo {change}", change=history.undo_text or "").rstrip()
    )
    desk.actions[ActionId.REDO].setText(
        say("&Redo {change}", change=history.redo_text or "").rstrip()
    )
