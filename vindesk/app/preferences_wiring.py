"""Has a changed setting work at once, wherever it can."""

from collections.abc import Callable

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear
from vindesk.app.wiring import remember_source
from vindesk.config.settings import LogLevel, Settings
from vindesk.config.settings_file import SettingsFile
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.jobs.job import Job
from vindesk.jobs.runner import Lane
from vindesk.store.drafts import draft_of
from vindesk.ui.preferences.preferences_controller import PreferencesController


def make_preferences(desk: Desk) -> PreferencesController:
    given, paths = desk.given, desk.given.paths
    file = SettingsFile(paths.settings, draft_of)
    preferences = PreferencesController(given.loaded, file, desk.runner, desk.window)
    follow_source = _following_source(desk, preferences)

    def follow(settings: Settings) -> None:
        before, desk.settings = desk.settings, settings
        if settings.source is not before.source:
            follow_source()
        desk.removal.confirm_above = settings.confirm_removal_above
        desk.care.folder = desk.paths.backups
        _have_services_use(desk, settings)
        if desk.is_made("parquet"):
            desk.parquet.use(desk.limits())
        if settings.appearance is not given.theme.appearance:
            given.theme.choose(settings.appearance)
        given.change_log(settings)
        if settings.log_level is not before.log_level:
            change_level(desk, settings.log_level)

    preferences.changed.connect(follow)
    hear(desk, preferences.told, preferences.failed, say("Preferences"))
    return preferences


def _following_source(desk: Desk, preferences: PreferencesController) -> Callable[[], None]:
    """Has the choice beside the entry follow the setting, and come back where that does."""
    left = desk.panel.choice, desk.settings.source

    def note() -> None:
        nonlocal left
        left = desk.panel.choice, desk.settings.source

    def follow() -> None:
        (choice, before), setting = left, desk.settings.source
        desk.panel.choose(choice if setting is before else setting)
        remember_source(desk)

    preferences.opened.connect(note)
    return follow


def change_level(desk: Desk, level: LogLevel) -> None:
    """Whoever chose it; a log window that is made later begins with what is chosen then."""
    desk.given.change_level(level)
    if desk.is_made("logs"):
        desk.logs.show_level(level)


def _have_services_use(desk: Desk, settings: Settings) -> None:
    """In order, and off the GUI thread: connections are closed, and the cache may be opening.

    Where the cache could not be opened, it is opened with what is chosen by then.
    """

    def work(_monitor: Monitor) -> None:
        services = desk.services.there()
        if services is not None:
            services.use(settings)

    job = Job("use the settings", work).on_failure(desk.failures.show)
    desk.runner.start(job, Lane.LOOKUP)
