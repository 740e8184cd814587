"""What got no answer is asked about again, and that may be given up or fail as well."""

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.ui.jobs_panel.program import Program, confirm_once_it_has_ended
from vindesk.domain.errors import DiskFull
from vindesk.domain.import_job import ImportState
from vindesk.ui.jobs_panel.job_telling import Verb
from vindesk.ui.jobs_panel.report_dialog import ReportDialog

pytestmark = pytest.mark.qt_log_ignore("does not support")


def with_failures(program: Program) -> None:
    """An import that is done, and got no answers."""
    program.gate.failing = "Away."
    program.gate.open(4)
    program.start()
    program.until_state("Done")


def ask_again(program: Program) -> None:
    """About an import that has ended, of which everything failed."""
    program.gate.failing = "Away."
    program.gate.open(4)
    program.start()
    program.until_state("Done")
    program.controller.retry_failed(1)
    program.until_state("Asking again")


def test_what_failed_is_asked_about_again_from_the_report(program: Program, qtbot: QtBot) -> None:
    program.gate.failing = "vPIC could not be reached."
    program.gate.open()
    program.start()
    program.until_state("Done")
    assert program.told == ["The import “march fleet” is done: 40 VINs; 40 VINs got no answer."]
    program.gate.failing = ""
    program.press(Verb.REPORT)
    retry = program.report().findChild(QPushButton, "retry_failed")
    assert retry is not None
    with qtbot.waitSignal(program.controller.turn_ended):
        retry.click()
    program.until(lambda: program.vehicles() == 40)
    program.until(lambda: program.told[-1] == "Asked again about “march fleet”.")
    program.until_state("Done")
    program.until(lambda: program.panel.findChildren(ReportDialog))


def test_what_was_asked_again_in_vain_is_asked_once_more_from_the_report(program: Program) -> None:
    with_failures(program)
    program.gate.broken = DiskFull("There is no room.")
    program.gate.open(1)
    program.controller.retry_failed(1)
    program.until(lambda: program.detail().endswith("The disk is full"))
    program.gate.broken, program.gate.failing = None, ""
    program.gate.open()
    program.press(Verb.REPORT)
    retry = program.report().findChild(QPushButton, "retry_failed")
    assert retry is not None
    retry.click()
    program.until(lambda: program.vehicles() == 40)
    program.until_state("Done")


def test_the_end_of_asking_again_behind_the_question_gives_no_paused_import_up(
    program: Program,
) -> None:
    program.gate.failing = "Away."
    program.start()
    program.gate.open(1)
    program.until(lambda: program.detail().startswith("10 of 40"))
    program.press(Verb.PAUSE)
    program.until_state("Paused")
    program.controller.retry_failed(1)
    program.until_state("Asking again")
    program.press(Verb.CANCEL)
    program.gate.failing = ""
    program.gate.open()
    program.until_state("Paused")
    program.confirm()
    program.until_noted()
    assert program.state() == "Paused"
    assert program.stored().state is ImportState.PAUSED


def test_what_is_to_be_asked_again_is_given_up_only_after_a_question(program: Program) -> None:
    with_failures(program)
    program.start()
    program.until_state("Running", 2)
    program.controller.retry_failed(1)
    program.panel.choose(1)
    assert program.state() == "Waiting for its turn"
    pause = program.panel.findChild(QToolButton, "job_pause_button")
    assert pause is not None
    assert not pause.isEnabled()
    program.press(Verb.CANCEL)
    program.confirm()
    assert program.state() == "Done"


def test_asking_again_can_be_cancelled_and_changes_no_state(program: Program) -> None:
    ask_again(program)
    program.controller.cancel(1)
    program.until_state("Done")
    assert program.stored().state is ImportState.DONE


def test_what_was_asked_again_behind_the_question_stays_done(program: Program) -> None:
    ask_again(program)
    program.press(Verb.CANCEL)
    program.gate.failing = ""
    confirm_once_it_has_ended(program)
