"""Imports that run, rest, fail, go on, and survive the program."""

import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from tests.ui.jobs_panel.program import Program, confirm_once_it_has_ended
from tests.ui.jobs_panel.samples import Table, fleet, plan, vin
from vindesk.domain.errors import DiskFull, ListForgotten
from vindesk.domain.import_job import ImportState
from vindesk.domain.monitor import Progress
from vindesk.domain.vehicle import SourceChoice
from vindesk.store.import_export import Part
from vindesk.store.imports import Imports
from vindesk.ui.jobs_panel.job_list import JobList
from vindesk.ui.jobs_panel.job_telling import Verb
from vindesk.ui.jobs_panel.report_controller import _under_way

pytestmark = pytest.mark.qt_log_ignore("does not support")


def test_an_import_runs_to_its_end_and_the_table_hears_of_it(
    program: Program, qtbot: QtBot
) -> None:
    program.gate.open()
    with qtbot.waitSignal(program.controller.turn_ended):
        program.start()
    assert program.state() == "Done"
    assert program.stored().state is ImportState.DONE
    assert program.vehicles() == 40
    assert program.arrivals >= 1
    assert program.told == ["The import “march fleet” is done: 40 VINs."]
    assert program.failures == []


def test_while_it_runs_it_says_how_far_it_is_and_the_table_fills(program: Program) -> None:
    program.start()
    program.gate.open(2)
    program.until(lambda: program.detail().startswith("20 of 40"))
    program.until(lambda: program.arrivals)
    assert program.state() == "Running"
    assert program.vehicles() == 20


def test_within_a_window_it_says_how_far_it_is_and_so_does_the_question_to_cancel(
    program: Program,
) -> None:
    program.gate.settled = 7
    program.start()
    program.gate.open(1)
    program.until(lambda: program.detail().startswith("17 of 40"))
    program.press(Verb.CANCEL)
    (box,) = (each for each in program.panel.findChildren(QMessageBox) if each.isVisible())
    assert box.informativeText().startswith("At least 17 of 40 rows are done")
    box.reject()


def test_it_says_why_it_waits(program: Program) -> None:
    program.gate.note = "vPIC could not be reached. Trying again in 12 s"
    program.start()
    program.until_state("Waiting for vPIC")
    assert program.detail() == f"0 of 40 · {program.gate.note}"


def test_a_paused_import_rests_and_goes_on_where_it_was(program: Program, qtbot: QtBot) -> None:
    program.start()
    program.gate.open(1)
    program.until(lambda: program.detail().startswith("10 of 40"))
    with qtbot.waitSignal(program.controller.turn_ended):
        program.press(Verb.PAUSE)
    program.until_state("Paused")
    program.until(lambda: program.stored().state is ImportState.PAUSED)
    assert program.stored().position == 10
    program.gate.open()
    program.press(Verb.RESUME)
    program.until_state("Done")
    assert program.vehicles() == 40
    assert program.stored().answered == 40


def test_a_cancelled_import_keeps_what_was_answered(program: Program) -> None:
    program.start()
    program.gate.open(1)
    program.until(lambda: program.detail().startswith("10 of 40"))
    program.press(Verb.CANCEL)
    program.confirm()
    program.until_state("Cancelled")
    assert program.stored().state is ImportState.CANCELLED
    assert program.vehicles() == 10


def test_one_that_rests_can_be_cancelled(program: Program) -> None:
    program.start()
    program.gate.open(1)
    program.until(lambda: program.detail().startswith("10 of 40"))
    program.press(Verb.PAUSE)
    program.until_state("Paused")
    program.press(Verb.CANCEL)
    program.confirm()
    program.until_state("Cancelled")
    assert program.stored().state is ImportState.CANCELLED


def test_what_has_ended_behind_the_question_stays_done(program: Program) -> None:
    program.start()
    program.until_state("Running")
    program.press(Verb.CANCEL)
    confirm_once_it_has_ended(program)


def test_several_wait_for_their_turn_in_the_order_in_which_they_came(program: Program) -> None:
    for name in ("one", "two", "three"):
        program.start(name=name)
    program.until(lambda: program.state(3) == "Waiting for its turn")
    program.until_state("Running")
    assert program.state(2) == "Waiting for its turn"
    program.controller.pause(2)
    program.until_state("Paused", 2)
    program.gate.open()
    program.until_state("Done", 3)
    program.until_state("Done", 1)
    assert program.stored(2).state is ImportState.READING
    program.controller.resume(2)
    program.until_state("Done", 2)
    assert [told.split("”")[0] for told in program.told] == [
        f"The import “{name}" for name in ("one", "three", "two")
    ]


def test_one_that_fails_says_why_and_does_not_hold_the_next_up(program: Program) -> None:
    program.gate.broken = DiskFull("There is no room.")
    program.start(name="first")
    program.gate.open(1)
    program.until(lambda: program.failures)
    program.until_state("Not finished")
    assert program.detail().endswith("The disk is full")
    assert program.failures == [program.gate.broken]
    program.gate.broken = None
    program.gate.open()
    program.start(name="second")
    program.until_state("Done", 2)
    program.controller.resume(1)
    program.until_state("Done", 1)


def test_the_next_start_offers_to_go_on_and_ends_with_every_answer(
    programs: Callable[[], Program], qtbot: QtBot
) -> None:
    first = programs()
    first.start()
    first.gate.open(1)
    first.until(lambda: first.detail().startswith("10 of 40"))
    first.end()
    again = programs()
    with qtbot.waitSignal(again.controller.offered):
        again.controller.load()
    assert again.offer == "The import “march fleet” was not finished: at least 10 of 40."
    assert again.stored().state is ImportState.WAITING
    again.gate.open()
    again.click("go_on")
    assert again.offer == ""
    again.until_state("Done")
    assert (again.vehicles(), again.stored().answered) == (40, 40)


def test_an_offer_can_be_turned_down_for_good(programs: Callable[[], Program]) -> None:
    first = programs()
    for name in ("one", "two"):
        first.start(name=name)
    first.until(lambda: first.state(2) == "Waiting for its turn")
    first.until(lambda: first.state(1) == "Running")
    first.end()
    again = programs()
    again.controller.load()
    again.until(lambda: again.offer)
    assert again.offer == "The import “one” was not finished."
    again.click("leave_unfinished")
    assert again.offer == ""
    again.until_state("Paused")
    again.until(lambda: again.stored().state is ImportState.PAUSED)
    third = programs()
    third.controller.load()
    third.until(third.state)
    assert "one" not in third.offer


def test_a_pause_just_before_the_end_of_the_program_counts(
    programs: Callable[[], Program],
) -> None:
    first = programs()
    first.start()
    first.gate.open(1)
    first.until(lambda: first.detail().startswith("10 of 40"))
    first.controller.pause(1)
    first.end()
    again = programs()
    again.controller.load()
    again.until_state("Paused")
    assert again.offer == ""


def interrupted(program: Program, path: str) -> None:
    """An import that was ended while its file was read."""
    program.services.importer.begin(plan(path=path))


def test_one_that_was_being_read_is_read_again_from_the_start(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text("x")
    interrupted(program, str(path))
    program.files[str(path)] = fleet(20)
    program.controller.load()
    program.until(lambda: program.offer)
    assert program.offer == "The import “march fleet” was not finished."
    program.gate.open()
    program.click("go_on")
    program.until_state("Done")
    assert program.stored().items == 20


def test_one_whose_input_is_gone_is_not_offered(program: Program, tmp_path: Path) -> None:
    interrupted(program, str(tmp_path / "gone.csv"))
    interrupted(program, "")
    program.controller.load()
    program.until_state("Not read to the end", 2)
    program.until(lambda: "not there any more" in program.detail(1))
    assert program.offer == ""


def test_a_path_that_cannot_be_looked_at_hides_no_other_import(
    program: Program, tmp_path: Path
) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text("x")
    interrupted(program, str(tmp_path / ("n" * 300)))
    interrupted(program, str(path))
    program.controller.load()
    program.until(lambda: program.offer or program.failures)
    assert program.failures == []
    assert "not there any more" in program.detail(1)
    assert program.state(2) == "Not read to the end"


def test_a_file_that_cannot_be_read_again_says_so(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "fleet.csv"
    path.write_text("x")
    interrupted(program, str(path))
    program.controller.load()
    program.until(lambda: program.offer)
    program.click("go_on")
    program.until(lambda: program.failures)
    program.until(lambda: program.detail() == "The file could not be read")
    assert program.state() == "Not read to the end"


def test_a_list_is_forgotten_after_a_question_and_its_vehicles_stay(program: Program) -> None:
    program.gate.open()
    program.start()
    program.until_state("Done")
    program.press(Verb.FORGET)
    program.confirm()
    program.until(lambda: not program.panel.model.rowCount())
    assert program.vehicles() == 40
    with pytest.raises(ListForgotten):
        program.stored()


def test_while_a_list_is_deleted_nothing_is_done_with_it(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleting, forget = threading.Event(), Imports.forget

    def wait(imports: Imports, number: int) -> None:
        assert deleting.wait(20)
        forget(imports, number)

    program.gate.open()
    program.start()
    program.until_state("Done")
    monkeypatch.setattr(Imports, "forget", wait)
    listed = program.panel.findChild(JobList)
    assert listed is not None
    program.press(Verb.FORGET)
    program.confirm()
    assert program.state() == "Forgetting…"
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(listed, key)
    for verb in Verb:
        program.panel.wished.emit(verb, 1)
    program.controller.forget(1)
    program.controller.retry_failed(1)
    assert not any(box.isVisible() for box in program.panel.findChildren(QMessageBox))
    deleting.set()
    program.until(lambda: not program.panel.model.rowCount())
    program.until_noted()
    assert program.failures == []


def test_a_list_that_cannot_be_deleted_is_as_it_was(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_imports: Imports, _number: int) -> None:
        raise DiskFull("There is no room.")

    program.gate.open()
    program.start()
    program.until_state("Done")
    monkeypatch.setattr(Imports, "forget", refuse)
    program.controller.forget(1)
    program.until(lambda: program.failures)
    program.until_state("Done")
    assert program.panel.model.job_row(0).can


def test_its_vehicles_are_asked_for_by_name(program: Program, qtbot: QtBot) -> None:
    program.gate.open()
    program.start()
    program.until_state("Done")
    with qtbot.waitSignal(program.controller.show_requested) as shown:
        program.press(Verb.SHOW)
    assert shown.args == ["march fleet"]


def test_rejects_and_answers_are_written_where_the_user_says(
    program: Program, tmp_path: Path
) -> None:
    program.gate.open()
    program.start(Table([vin(1).text, "nonsense", vin(2).text]), "march fleet.csv")
    program.until_state("Done")
    program.press(Verb.REPORT)
    report = program.report()
    for name, proposed, file, rows in (
        ("export_rejects", "march fleet rejects.csv", "rejects.csv", None),
        ("export_answers", "march fleet with answers.parquet", "answers.parquet", 3),
    ):
        button = report.findChild(QPushButton, name)
        assert button is not None
        button.click()
        dialog = report.findChildren(QFileDialog)[-1]
        assert Path(dialog.selectedFiles()[0]).name == proposed
        dialog.fileSelected.emit(str(tmp_path / file))
        dialog.close()
        program.until(lambda file=file: f"to {file}:" in program.told[-1])
        if rows is not None:
            assert pq.read_table(tmp_path / file).num_rows == rows
    assert (tmp_path / "rejects.csv").read_text().splitlines()[1].startswith("3,nonsense,")


def test_a_list_from_a_workbook_goes_back_into_one(program: Program, tmp_path: Path) -> None:
    program.gate.open()
    program.start(Table([vin(1).text, "nonsense", vin(2).text]), "march fleet.xlsx")
    program.until_state("Done")
    program.press(Verb.REPORT)
    report = program.report()
    for name, proposed, rows in (
        ("export_rejects", "march fleet rejects.xlsx", 1),
        ("export_answers", "march fleet with answers.xlsx", 3),
    ):
        button = report.findChild(QPushButton, name)
        assert button is not None
        button.click()
        dialog = report.findChildren(QFileDialog)[-1]
        assert Path(dialog.selectedFiles()[0]).name == proposed
        dialog.fileSelected.emit(str(tmp_path / proposed))
        dialog.close()
        program.until(lambda proposed=proposed: f"to {proposed}:" in program.told[-1])
        book = CalamineWorkbook.from_path(str(tmp_path / proposed))
        assert len(book.get_sheet_by_index(0).to_python()) == 1 + rows
    assert "Exporting to march fleet with answers.xlsx… Escape cancels." in program.told


def test_a_file_that_is_being_written_is_given_up_once(program: Program, tmp_path: Path) -> None:
    program.gate.open()
    program.start()
    program.until_state("Done")
    reports, target = program.controller.reports, tmp_path / "all.xlsx"
    assert not reports.cancel()
    reports.export(1, Part.ANSWERS, target)
    assert reports.cancel()
    assert not reports.cancel()
    assert program.told[-2:] == [
        "Exporting to all.xlsx… Escape cancels.",
        "Cancelling the export…",
    ]
    program.until(lambda: not program.runner.busy)
    assert program.told[-1] == "The export was cancelled. Nothing was written."
    assert not target.exists()
    assert program.failures == []


def test_escape_in_the_report_gives_the_file_up_and_then_closes_the_report(
    program: Program, tmp_path: Path, qtbot: QtBot
) -> None:
    program.gate.open()
    program.start()
    program.until_state("Done")
    program.press(Verb.REPORT)
    report = program.report()
    program.controller.reports.export(1, Part.ANSWERS, tmp_path / "all.xlsx")
    qtbot.keyClick(report, Qt.Key.Key_Escape)
    assert report.isVisible()
    assert program.told[-1] == "Cancelling the export…"
    qtbot.keyClick(report, Qt.Key.Key_Escape)
    assert not report.isVisible()
    program.until(lambda: not program.runner.busy)


@pytest.mark.parametrize(
    ("done", "total", "note", "line"),
    [
        (0, 0, "", "Exporting to x.xlsx… Escape cancels."),
        (12_399, 41_253, "", "Exporting to x.xlsx… 30 %. Escape cancels."),
        (12_374, 41_253, "", "Exporting to x.xlsx… 20 %. Escape cancels."),
        (50_000, 41_253, "", "Exporting to x.xlsx… 100 %. Escape cancels."),
        (41_253, 41_253, "Finishing", "Finishing: x.xlsx… Escape cancels."),
    ],
)
def test_how_far_a_file_is_is_said_in_tenths(done: int, total: int, note: str, line: str) -> None:
    assert _under_way("x.xlsx", Progress(done, total, note)) == line


def test_what_goes_wrong_is_told(program: Program, tmp_path: Path) -> None:
    program.controller.reports.export(1, Part.REJECTS, tmp_path / "no" / "x.csv")
    program.until(lambda: program.failures)
    assert program.told[-1] == "The export was not written."


def test_by_web_the_table_hears_of_arrivals_within_a_window(program: Program) -> None:
    wanted = replace(plan(), source=SourceChoice.WEB)
    program.controller.start(wanted, lambda _plan: fleet(40))
    program.until_state("Running")
    program.until(lambda: program.arrivals)
    assert program.stored().position == 0
