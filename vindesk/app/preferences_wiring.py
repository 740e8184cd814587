"""Has a changed setting work at once, wherever it can."""

from vindesk.app.desk import Desk
from vindesk.config.loading import Loaded
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.config.settings_file import SettingsFile
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import Lane
from vindesk.store.drafts import draft_of
from vindesk.ui.preferences.preferences_controller import PreferencesController
from vindesk.ui.theme import Theme


def connect_preferences(desk: Desk, loaded: Loaded, paths: Paths) -> None:
    """Give ``desk`` its preferences; the theme follows when there is one."""
    file = SettingsFile(paths.settings, draft_of)
    desk.preferences = PreferencesController(loaded, file, desk.runner, desk.window)
    held = [loaded.settings]

    def follow(settings: Settings) -> None:
        before, held[0] = held[0], settings
        if settings.source is not before.source:
            desk.panel.choose(settings.source)
        desk.removal.confirm_above = settings.confirm_removal_above
        chosen = paths.placed(data="", backups=settings.backup_folder, logs="")
        desk.care.folder = chosen.backups
        _have_services_use(desk, settings)

    desk.preferences.changed.connect(follow)
    desk.preferences.told.connect(desk.window.status.tell)
    desk.preferences.failed.connect(desk.failures.show)


def open_preferences(desk: Desk) -> None:
    desk.preferences.open()


def follow_appearance(desk: Desk, theme: Theme) -> None:
    def follow(settings: Settings) -> None:
        if settings.appearance is not theme.appearance:
            theme.choose(settings.appearance)

    desk.preferences.changed.connect(follow)


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
