"""Builds what is done with rows: copying, removing, bringing back, asking anew."""

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear, hear_under_way, hear_words
from vindesk.domain.words import say
from vindesk.ui.actions import Needs
from vindesk.ui.refreshing.refresh_controller import RefreshController
from vindesk.ui.removed.removed_controller import RemovedController
from vindesk.ui.vehicles.copying import CopyController
from vindesk.ui.vehicles.removal_controller import RemovalController


def make_copying(desk: Desk) -> CopyController:
    copying = CopyController(desk.table, desk.runner, desk.window)
    hear(desk, copying.told, copying.failed, say("Copy"))
    hear_under_way(desk, copying.under_way)
    return copying


def make_removal(desk: Desk) -> RemovalController:
    confirm_above = desk.given.loaded.settings.confirm_removal_above
    removal = RemovalController(desk.table, desk.services, desk.history, confirm_above)
    hear_words(desk, removal.told, say("Remove"))
    hear_under_way(desk, removal.under_way)
    return removal


def make_removed(desk: Desk) -> RemovedController:
    removed = RemovedController(
        desk.table,
        desk.services,
        desk.runner,
        desk.history,
        lambda: desk.settings.removed_days,
    )
    hear(desk, removed.told, removed.failed, say("Bring back"))
    hear_under_way(desk, removed.under_way)
    return removed


def make_refreshing(desk: Desk) -> RefreshController:
    refreshing = RefreshController(
        desk.table,
        lambda: desk.services().refresher,
        desk.runner,
        desk.history,
        desk.window,
    )

    def enable() -> None:
        available = Needs.REFRESHED if refreshing.has_changes else Needs.NOTHING
        desk.actions.enable_for(available, among=Needs.REFRESHED)

    def show_again() -> None:
        desk.details.show_again()

    refreshing.changed.connect(enable)
    refreshing.stored.connect(desk.table.reload)
    refreshing.stored.connect(show_again)
    hear(desk, refreshing.told, refreshing.failed, say("Refresh"))
    hear_under_way(desk, refreshing.under_way)
    return refreshing
