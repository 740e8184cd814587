"""Imports and a cache that another takes the place of."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMessageBox

from tests.ui.jobs_panel.program import Program
from vindesk.jobs.runner import Lane
from vindesk.ui.jobs_panel.job_telling import Verb

pytestmark = pytest.mark.qt_log_ignore("does not support")


def test_imports_that_are_not_in_a_cache_that_was_put_back_are_listed_no_more(
    program: Program,
) -> None:
    program.gate.open()
    for number in (1, 2):
        program.start()
        program.until_state("Done", number)
    program.services.importer.imports.forget(2)  # as if the backup had been made before it
    program.controller.read_again()
    program.until(lambda: program.panel.model.rowCount() == 1)
    assert program.panel.model.row_of(2) is None
    program.start()
    program.until(lambda: program.panel.model.rowCount() == 2)
    program.until_state("Done", program.panel.model.record_at(0).id)


def test_what_is_agreed_to_while_the_cache_is_replaced_begins_afterwards_in_order(
    program: Program,
) -> None:
    program.gate.open()
    program.controller.hold(True)
    for name in ("one", "two"):
        program.start(name=name)
    program.until_noted()
    assert program.services.importer.imports.all() == []
    assert program.told == [
        f"The import “{name}” begins when the restore has ended." for name in ("one", "two")
    ]
    program.controller.read_again()
    program.controller.hold(False)
    program.until_state("Done", 2)
    assert [program.stored(number).plan.name for number in (1, 2)] == ["one", "two"]
    assert program.failures == []


def test_nothing_is_changed_in_the_list_while_the_cache_is_replaced(
    programs: Callable[[], Program],
) -> None:
    first = programs()
    first.start()
    first.until_state("Running")
    first.end()
    program = programs()
    program.controller.load()
    program.until(lambda: program.offer)
    offered = program.offer
    program.panel.choose(1)
    program.controller.hold(True)
    wishes = (Verb.RESUME, Verb.CANCEL, Verb.FORGET, Verb.REPORT)
    for verb in wishes:
        program.press(verb)
    for name in ("go_on", "leave_unfinished"):
        program.click(name)
    program.controller.retry_failed(1)
    told = "A backup is being restored. Wait for its end, then choose it again."
    assert program.told == [told] * (len(wishes) + 3)
    assert (program.offer, program.controller.busy) == (offered, False)
    assert not program.panel.findChildren(QMessageBox)
    program.controller.hold(False)
    program.gate.open()
    program.click("go_on")
    program.until_state("Done")


def test_the_cache_is_in_use_from_the_moment_an_import_is_wanted(program: Program) -> None:
    program.start()
    assert program.controller.busy
    program.gate.open()
    program.until_state("Done")
    program.until(lambda: not program.controller.busy)


def test_what_is_listed_in_the_moment_it_is_begun_is_not_offered(program: Program) -> None:
    program.start()
    program.runner.executor(Lane.STORE).submit(lambda: None).result()
    program.controller._take_all((program.services.importer.imports.all(), ()))
    assert program.offer
    program.until_state("Running")
    assert program.offer == ""
