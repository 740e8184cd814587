"""Builds the log window, the activity, and the report of a bug."""

from functools import partial

from PySide6.QtWidgets import QWidget

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear
from vindesk.app.preferences_wiring import change_level
from vindesk.ui.help.help_key import give_help_key
from vindesk.ui.logs.logs_controller import LogsController, LogSources


def make_logs(desk: Desk) -> LogsController:
    given, preferences = desk.given, desk.preferences
    sources = LogSources(given.memory, given.paths.logs / "vindesk.log", given.activity)
    logs = LogsController(sources, lambda: preferences.choices, desk.runner, desk.window)

    def help_here() -> None:
        desk.insight.help.help_here()

    def give_key(window: QWidget) -> None:
        give_help_key(window, help_here)

    logs.made.connect(give_key)
    logs.level_chosen.connect(partial(change_level, desk))
    hear(desk, logs.told, logs.failed)
    return logs
