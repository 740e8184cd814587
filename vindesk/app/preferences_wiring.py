"""Has a changed setting work at once, wherever it can."""

from typing import Final

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear
from vindesk.config.settings import NETWORK, SETTINGS, Settings
from vindesk.config.settings_file import SettingsFile
from vindesk.domain.monitor import Monitor
from vindesk.jobs.job import Job
from vindesk.jobs.runner import Lane
from vindesk.store.drafts import draft_of
from vindesk.ui.preferences.preferences_controller import PreferencesController

_OF_THE_SERVICES: Final = (
    "vpic_url",
    "no_data_days",
    *(name for name, setting in SETTINGS.items() if setting.group == NETWORK),
)


def make_preferences(desk: Desk) -> PreferencesController:
    given, paths = desk.given, desk.given.paths
    file = SettingsFile(paths.settings, draft_of)
    preferences = PreferencesController(given.loaded, file, desk.runner, desk.window)
    held = [given.loaded.settings]

    def follow(settings: Settings) -> None:
        before, held[0] = held[0], settings
        if settings.source is not before.source:
            desk.panel.choose(settings.source)
        desk.removal.confirm_above = settings.confirm_removal_above
        if any(getattr(settings, name) != getattr(before, name) for name in _OF_THE_SERVICES):
            _ask_vpic_so(desk, settings)
        if settings.appearance is not given.theme.appearance:
            given.theme.choose(settings.appearance)

    preferences.changed.connect(follow)
    hear(desk, preferences.told, preferences.failed, "Preferences")
    return preferences


def _ask_vpic_so(desk: Desk, settings: Settings) -> None:
    """Off the GUI thread: connections are closed, and the cache may still be opening."""

    def work(_monitor: Monitor) -> None:
        desk.services().use(settings)

    job = Job("use the settings", work).on_failure(desk.failures.show)
    desk.runner.start(job, Lane.STORE)
