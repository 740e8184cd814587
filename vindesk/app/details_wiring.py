"""Puts the details into their dock, and connects them with the filter and the lookup."""

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear
from vindesk.domain.fields import Value
from vindesk.domain.filter_changes import choice
from vindesk.domain.vin import Vin
from vindesk.ui.details.details_controller import DetailsController
from vindesk.ui.details.details_panel import DetailsPanel


def make_details(desk: Desk) -> DetailsController:
    panel = DetailsPanel()
    desk.window.put(panel, desk.window.details_dock)
    details = DetailsController(panel, desk.services, desk.runner, desk.after_paint)

    def include(column: str, value: Value | None) -> None:
        desk.filters.include(choice(column, value))

    def look_up(text: str) -> None:
        desk.lookup.look_up(Vin(text))

    details.filter_requested.connect(include)
    details.suggestion_chosen.connect(look_up)
    hear(desk, details.told, details.failed)
    return details
