"""Feeds the log window, the activity, and the report of a bug."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import SignalInstance

from vindesk.app.desk import Desk
from vindesk.config.settings import LogLevel, Settings
from vindesk.domain.errors import UserError
from vindesk.services.lookup import Found
from vindesk.ui.logs.logs_controller import LogsController, LogSources
from vindesk.ui.lookup.telling import told_of

_UNDER_WAY: Final = ("…", "Escape gives it up.", "Esc cancels.")
_ANSWERED: Final = "From "


def connect_logs(
    desk: Desk, sources: LogSources, change_level: Callable[[LogLevel], object]
) -> None:
    """Give ``desk`` its logs; it has its preferences already."""
    logs = LogsController(sources, lambda: desk.preferences.choices, desk.runner, desk.window)
    desk.logs = logs
    held = [desk.preferences.choices.settings.log_level]

    def take_level(level: LogLevel) -> None:
        held[0] = level
        change_level(level)
        logs.show_level(level)

    def follow(settings: Settings) -> None:
        if settings.log_level is not chosen[0]:
            chosen[0] = settings.log_level
            take_level(settings.log_level)

    chosen = list(held)
    desk.preferences.changed.connect(follow)
    logs.level_chosen.connect(take_level)
    logs.told.connect(desk.window.status.tell)
    logs.failed.connect(desk.failures.show)
    desk.failures.explain_with(logs.report)
    _connect_activity(desk, logs)


def open_logs(desk: Desk) -> None:
    desk.logs.open()


def copy_report(desk: Desk) -> None:
    desk.logs.copy_report()


def _connect_activity(desk: Desk, logs: LogsController) -> None:
    """In the words of the status line; what is only under way is no activity yet."""

    def answered(found: Found) -> None:
        vehicle = found.vehicle
        words = (vehicle.text("make"), vehicle.text("model"), vehicle.values.get("model_year"))
        named = " ".join(str(word) for word in words if word) or "no data"
        logs.note("Look up", f"{vehicle.vin}: {named}. {told_of(found)}")

    desk.lookup.found.connect(answered)
    tellers: tuple[tuple[str, SignalInstance], ...] = (
        ("Look up", desk.lookup.told),
        ("Import", desk.imports.told),
        ("Import", desk.jobs.told),
        ("Refresh", desk.refreshing.told),
        ("Remove", desk.removal.told),
        ("Export", desk.exports.told),
        ("Parquet", desk.parquet.told),
        ("Copy", desk.copying.told),
        ("Preferences", desk.preferences.told),
        ("Care", desk.care.told),
    )
    for what, told in tellers:
        told.connect(_noting(logs, what))
    failing: tuple[tuple[str, SignalInstance], ...] = (
        ("Look up", desk.lookup.failed),
        ("Import", desk.imports.failed),
        ("Import", desk.jobs.failed),
        ("Refresh", desk.refreshing.failed),
        ("Change", desk.history.failed),
        ("Export", desk.exports.failed),
        ("Parquet", desk.parquet.failed),
        ("Preferences", desk.preferences.failed),
        ("Care", desk.care.failed),
    )
    for what, failed in failing:
        failed.connect(_noting_failure(logs, what))


def _noting_failure(logs: LogsController, what: str) -> Callable[[Exception], None]:
    """What failed by a fault of the program's own is told elsewhere."""

    def note(error: Exception) -> None:
        if isinstance(error, UserError):
            logs.note(what, error.sentence)

    return note


def _noting(logs: LogsController, what: str) -> Callable[[str], None]:
    def note(text: str) -> None:
        is_answer = what == "Look up" and text.startswith(_ANSWERED)  # noted with its VIN
        if text and not is_answer and not text.endswith(_UNDER_WAY):
            logs.note(what, text)

    return note
