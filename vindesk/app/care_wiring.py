"""Builds what looks after the cache, and connects it with the window."""

from functools import partial

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear, hear_under_way
from vindesk.domain.words import phrase, say
from vindesk.services.assembly import rescue_of
from vindesk.ui.care.care_controller import CareController
from vindesk.ui.care.rescue_controller import RescueController

_IMPORTING = phrase("An import is running. Pause it or let it finish, then restore.")


def make_care(desk: Desk) -> CareController:
    def hindrance() -> str:
        return say(_IMPORTING) if desk.jobs.busy else ""

    care = CareController(desk.services, desk.runner, desk.paths.backups, hindrance, desk.window)

    def hold(under_way: bool) -> None:
        desk.jobs.hold(under_way)

    care.restoring.connect(hold)
    care.restored.connect(partial(_read_again, desk))
    care.cleaned.connect(desk.table.reload)
    hear(desk, care.told, care.failed, say("Care"))
    hear_under_way(desk, care.under_way)
    return care


def make_rescue(desk: Desk) -> RescueController:
    rescue = RescueController(
        lambda: rescue_of(desk.settings, desk.paths),
        lambda: desk.services.is_made,
        desk.runner,
        desk.window,
    )

    rescue.rescued.connect(partial(_read_again, desk))
    hear(desk, rescue.told, rescue.failed)
    return rescue


def _read_again(desk: Desk) -> None:
    """After a restore nothing on the screen is true any more, and nothing can be undone."""
    desk.history.clear()
    desk.table.reload()
    desk.details.show_again()
    desk.jobs.read_again()
