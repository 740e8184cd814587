"""Puts the facets into their dock, and connects them with the filter."""

from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear_failures
from vindesk.domain.fields import Value
from vindesk.domain.filter import Filter
from vindesk.domain.filter_changes import chosen, only
from vindesk.ui.facets.facet_kinds import FACET_KINDS
from vindesk.ui.facets.facets_controller import FacetsController
from vindesk.ui.facets.facets_panel import FacetsPanel


def make_facets(desk: Desk) -> FacetsPanel:
    """One truth: the filter. The facets change it, and show what it says."""
    table, filters, panel = desk.table, desk.filters, FacetsPanel()
    opened = desk.memory.load().open_facets
    if opened is not None:
        panel.open_columns(opened)
    counts = FacetsController(panel, desk.services, desk.runner, desk.after_paint)

    def show(wanted: Filter) -> None:
        panel.show_chosen(_chosen(wanted))
        counts.refresh(wanted)

    def count_again() -> None:
        counts.refresh(filters.wanted)

    def show_only(column: str, value: Value | None) -> None:
        filters.set_filter(only(filters.wanted, column, value))

    def show_any(column: str) -> None:
        filters.set_filter(filters.wanted.without(column))

    def remember() -> None:
        """Which facets are open; the rest of the view may not have been taken up yet."""
        view = replace(desk.memory.load(), open_facets=panel.opened_columns())
        desk.memory.save(view)

    filters.filter_changed.connect(show)
    table.counted.connect(count_again)
    panel.toggled.connect(filters.toggle)
    panel.only_requested.connect(show_only)
    panel.cleared.connect(show_any)
    panel.view_changed.connect(remember)
    hear_failures(desk, counts.failed)
    panel.show_chosen(_chosen(filters.wanted))
    if table.is_counted:
        count_again()
    desk.window.put(panel, desk.window.facets_dock)
    return panel


def _chosen(wanted: Filter) -> dict[str, AbstractSet[Value | None]]:
    return {kind.column: chosen(wanted, kind.column) for kind in FACET_KINDS}
