"""Connects backups, cleaning and rescue with the window."""

from typing import Protocol

from PySide6.QtWidgets import QWidget

from vindesk.app.desk import Desk
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.words import phrase, say
from vindesk.jobs.runner import JobRunner
from vindesk.services.assembly import Services, rescue_of
from vindesk.services.once import Once
from vindesk.ui.care.care_controller import CareController
from vindesk.ui.care.rescue_controller import RescueController

_IMPORTING = phrase("An import is running. Pause it or wait for its end, then restore.")


class Busy(Protocol):
    """What must rest while the cache is replaced."""

    @property
    def busy(self) -> bool: ...


def care_for(
    services: Once[Services], runner: JobRunner, paths: Paths, imports: Busy, window: QWidget
) -> CareController:
    def hindrance() -> str:
        return say(_IMPORTING) if imports.busy else ""

    return CareController(services, runner, paths.backups, hindrance, window)


def rescue_for(
    services: Once[Services],
    runner: JobRunner,
    settings: Settings,
    paths: Paths,
    window: QWidget,
) -> RescueController:
    rescue = rescue_of(settings, paths)
    return RescueController(rescue, lambda: services.is_made, runner, window)


def connect_care(desk: Desk, rescue: RescueController) -> None:
    """After a restore nothing on the screen is true any more, and nothing can be undone."""

    def read_again() -> None:
        desk.history.clear()
        desk.table.reload()
        desk.details.show_again()
        desk.jobs.load()

    desk.failures.first_ask(rescue.takes)
    desk.care.restored.connect(read_again)
    desk.care.cleaned.connect(desk.table.reload)
    rescue.rescued.connect(read_again)
    for teller in (desk.care, rescue):
        teller.told.connect(desk.window.status.tell)
        teller.failed.connect(desk.failures.show)
