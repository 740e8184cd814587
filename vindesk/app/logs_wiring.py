"""Feeds the log window, the activity, and the report of a bug."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import SignalInstance

from vindesk.app.desk import Desk
from vindesk.config.settings import LogLevel, Settings
from vindesk.domain.errors import UserError
from vindesk.domain.words import phrase, say
from vindesk.services.lookup import Found
from vindesk.ui.logs.logs_controller import LogsController, LogSources
from vindesk.ui.lookup.telling import told_of

_UNDER_WAY: Final = ("…", phrase("Escape gives it up."), phrase("Esc cancels."))


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
    last = ""

    def answered(found: Found) -> None:
        nonlocal last
        vehicle = found.vehicle
        words = (vehicle.text("make"), vehicle.text("model"), vehicle.values.get("model_year"))
        named = " ".join(str(word) for word in words if word) or say("no data")
        last = told_of(found)
        logs.note(say("Look up"), f"{vehicle.vin}: {named}. {last}")

    def told_of_lookup(text: str) -> None:
        if text != last:  # it was noted with its VIN
            note(text)

    note = _noting(logs, say("Look up"))
    desk.lookup.found.connect(answered)
    desk.lookup.told.connect(told_of_lookup)
    tellers: tuple[tuple[str, SignalInstance], ...] = (
        (say("Import"), desk.imports.told),
        (say("Import"), desk.jobs.told),
        (say("Refresh"), desk.refreshing.told),
        (say("Remove"), desk.removal.told),
        (say("Export"), desk.exports.told),
        (say("Parquet"), desk.parquet.told),
        (say("Copy"), desk.copying.told),
        (say("Preferences"), desk.preferences.told),
        (say("Care"), desk.care.told),
    )
    for what, told in tellers:
        told.connect(_noting(logs, what))
    failing: tuple[tuple[str, SignalInstance], ...] = (
        (say("Look up"), desk.lookup.failed),
        (say("Import"), desk.imports.failed),
        (say("Import"), desk.jobs.failed),
        (say("Refresh"), desk.refreshing.failed),
        (say("Change"), desk.history.failed),
        (say("Export"), desk.exports.failed),
        (say("Parquet"), desk.parquet.failed),
        (say("Preferences"), desk.preferences.failed),
        (say("Care"), desk.care.failed),
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
    under_way = tuple(say(ending) for ending in _UNDER_WAY)

    def note(text: str) -> None:
        if text and not text.endswith(under_way):
            logs.note(what, text)

    return note
