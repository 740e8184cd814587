"""Builds what imports, and connects what is handed in with the imports that run."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from vindesk.app.desk import Desk
from vindesk.app.hearing import hear, hear_under_way
from vindesk.domain.filter import IMPORT, Filter
from vindesk.domain.filter_changes import choice
from vindesk.domain.import_job import ImportPlan
from vindesk.domain.monitor import Monitor
from vindesk.domain.words import say
from vindesk.services.assembly import Services
from vindesk.services.importing import Opener, Readable
from vindesk.services.input_tally import Known
from vindesk.services.once import Once
from vindesk.services.repaired import AS_WRITTEN, Repaired
from vindesk.store.engine import EngineLimits
from vindesk.ui.importing.handed_in import Input, Opening
from vindesk.ui.importing.import_controller import ImportController
from vindesk.ui.jobs_panel.jobs_controller import JobsController
from vindesk.ui.jobs_panel.jobs_panel import JobsPanel


def opening_with(limits: Callable[[], EngineLimits], stamps: dict[str, str]) -> Opening:
    """How files and texts are opened, off the GUI thread; ``stamps`` gets that of each path."""

    def of_file(path: Path, monitor: Monitor) -> Input:
        from vindesk.services.inputs import (  # noqa: PLC0415 - start-up needs no workbooks
            open_input,
            stamp_of,
        )

        with suppress(OSError, ValueError):  # opening it tells why
            stamps[str(path)] = stamp_of(path)
        return open_input(path, limits(), monitor)

    def of_text(text: str) -> Input:
        from vindesk.services.inputs import open_text  # noqa: PLC0415 - start-up needs no workbooks

        return open_text(text, limits())

    return Opening(of_file, of_text)


def reopening_with(limits: Callable[[], EngineLimits]) -> Opener:
    """How a file is opened again whose import was ended while it was read."""

    def reopen(plan: ImportPlan) -> Readable:
        from vindesk.services.inputs import open_input  # noqa: PLC0415 - start-up needs no workbooks
        from vindesk.services.reopening import Reopened  # noqa: PLC0415 - as above

        path = Path(plan.path)
        table = Reopened(plan, lambda monitor: open_input(path, limits(), monitor))
        return Repaired(table, plan.repairs) if AS_WRITTEN in plan.columns.own else table

    return unless_changed(reopen)


def unless_changed(opener: Opener) -> Opener:
    """An import may wait long for its turn: by then its columns may be others."""

    def open_same(plan: ImportPlan) -> Readable:
        from vindesk.services.inputs import refuse_other  # noqa: PLC0415 - start-up needs no workbooks

        refuse_other(Path(plan.path), plan.stamp)
        return opener(plan)

    return open_same


def known_in(services: Once[Services]) -> Known:
    def known(vins: Any, monitor: Monitor) -> int:
        return services().vehicles.count_known(vins, monitor)

    return known


def make_imports(desk: Desk) -> ImportController:
    stamps: dict[str, str] = {}
    imports = ImportController(
        opening_with(desk.limits, stamps), known_in(desk.services), desk.runner, desk.window
    )

    def start(plan: ImportPlan, open_again: Callable[[], Readable]) -> None:
        desk.window.jobs_dock.show()
        stamped = replace(plan, stamp=stamps.get(plan.path, ""))
        desk.jobs.start(stamped, unless_changed(lambda _plan: open_again()))

    def propose() -> None:
        imports.choose_source(desk.panel.choice)

    propose()
    desk.panel.source.currentIndexChanged.connect(propose)
    if desk.embedded_month:
        imports.name_embedded_month(desk.embedded_month)
    imports.accepted.connect(start)
    hear(desk, imports.told, imports.failed, say("Import"))
    hear_under_way(desk, imports.under_way)
    return imports


def make_jobs(desk: Desk) -> JobsController:
    window = desk.window
    panel = JobsPanel()
    jobs = JobsController(panel, desk.services, desk.runner, reopening_with(desk.limits))

    def show_vehicles(name: str) -> None:
        desk.filters.set_filter(Filter((choice(IMPORT, name),)))

    def show_again() -> None:
        if desk.is_made("details"):
            desk.details.show_again()

    def show_own_again() -> None:
        if desk.is_made("details"):
            desk.details.show_own_again()

    jobs.reports.keep(desk.open_in_viewer)
    jobs.show_requested.connect(show_vehicles)
    jobs.arrived.connect(desk.table.take_arrivals)
    jobs.turn_ended.connect(desk.table.take_changes)
    jobs.turn_ended.connect(show_again)
    jobs.forgotten.connect(desk.table.reload)  # the filter may be by what is forgotten
    jobs.forgotten.connect(show_own_again)
    jobs.offered.connect(window.jobs_dock.show)
    hear(desk, jobs.told, jobs.failed, say("Import"))
    hear_under_way(desk, jobs.under_way)
    window.put(panel, window.jobs_dock)
    return jobs
