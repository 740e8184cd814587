"""Builds the log window, the activity, and the report of a bug."""

from functools import partial

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear
from vindesk.app.preferences_wiring import change_level
from vindesk.ui.logs.logs_controller import LogsController, LogSources


def make_logs(desk: Desk) -> LogsController:
    given, preferences = desk.given, desk.preferences
    sources = LogSources(given.memory, given.paths.logs / "vindesk.log", given.activity)
    logs = LogsController(sources, lambda: preferences.choices, desk.runner, desk.window)

    logs.level_chosen.connect(partial(change_level, desk))
    hear(desk, logs.told, logs.failed)
    return logs
