"""Builds the log window, the activity, and the report of a bug."""

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear
from vindesk.config.settings import LogLevel
from vindesk.ui.logs.logs_controller import LogsController, LogSources


def make_logs(desk: Desk) -> LogsController:
    given, preferences = desk.given, desk.preferences
    sources = LogSources(given.memory, given.paths.logs / "vindesk.log", given.activity)
    logs = LogsController(sources, lambda: preferences.choices, desk.runner, desk.window)

    def take_level(level: LogLevel) -> None:
        given.change_level(level)
        logs.show_level(level)

    logs.level_chosen.connect(take_level)
    hear(desk, logs.told, logs.failed)
    return logs
