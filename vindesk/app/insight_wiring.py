"""Connects the summary, the comparison and the help with the window."""

from PySide6.QtCore import Qt

from vindesk.app.desk import Desk
from vindesk.ui.actions import ActionId
from vindesk.ui.summary.summary_controller import Shown


def connect_insight(desk: Desk) -> None:
    summary, filters, totals = desk.insight.summary, desk.filters, [0]

    def count_again(_shown: int, total: int) -> None:
        totals[0] = total
        summary.refresh(Shown(filters.wanted, filters.text, total))

    def follow(_wanted: object) -> None:
        summary.refresh(Shown(filters.wanted, filters.text, totals[0]))

    filters.filter_changed.connect(follow)
    desk.table.counted.connect(count_again)
    summary.toggled.connect(filters.toggle)
    for part in (summary, desk.insight.compare):
        part.told.connect(desk.window.status.tell)
        part.failed.connect(desk.failures.show)
    desk.insight.help.failed.connect(desk.failures.show)
    desk.actions[ActionId.HELP].setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
