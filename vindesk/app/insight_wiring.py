"""Connects the summary, the comparison and the help with the window."""

from PySide6.QtWidgets import QWidget

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear, hear_failures
from vindesk.app.insight import Insight
from vindesk.ui.help.help_key import give_help_key
from vindesk.ui.summary.summary_controller import Shown


def make_insight(desk: Desk) -> Insight:
    table, filters = desk.table, desk.filters
    insight = Insight(table, desk.services, desk.runner, desk.window)
    summary = insight.summary

    def follow() -> None:
        summary.refresh(Shown(filters.wanted, filters.text, table.total_count()))

    def give_key(window: QWidget) -> None:
        give_help_key(window, insight.help.help_here)

    filters.filter_changed.connect(follow)
    table.counted.connect(follow)
    summary.toggled.connect(filters.toggle)
    for maker in (summary, insight.help):
        maker.made.connect(desk.sizes.remember)
    summary.made.connect(give_key)
    hear(desk, summary.told, summary.failed)
    hear(desk, insight.compare.told, insight.compare.failed)
    hear_failures(desk, insight.help.failed)
    hear_failures(desk, insight.about.failed)
    if table.is_counted:
        follow()
    return insight
