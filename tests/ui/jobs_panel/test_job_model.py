"""The list of imports as a model."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.jobs_panel.samples import plan, record
from vindesk.domain.import_job import ImportState
from vindesk.ui.jobs_panel.job_model import JobModel
from vindesk.ui.jobs_panel.job_telling import Activity, Phase

Role = Qt.ItemDataRole


@pytest.fixture
def model(qapp: object) -> JobModel:
    return JobModel()


def numbers(model: JobModel) -> list[int]:
    return [model.record_at(row).id for row in range(model.rowCount())]


def test_the_model_obeys_qt(model: JobModel, qtmodeltester: ModelTester) -> None:
    model.show([record(1), record(3)])
    qtmodeltester.check(model)
    model.put(record(2))
    model.put(record(4))
    model.act(3, Activity(Phase.RUNNING, 1, 2))
    model.drop(3)
    model.drop(99)
    qtmodeltester.check(model)
    assert numbers(model) == [4, 2, 1]


def test_the_newest_come_first_also_those_that_came_meanwhile(model: JobModel) -> None:
    model.put(record(7))
    model.show([record(1), record(5)])
    assert numbers(model) == [7, 5, 1]
    model.show([])
    assert numbers(model) == [7, 5, 1]


def test_a_row_says_what_happens_and_then_what_is(model: JobModel, qtbot: QtBot) -> None:
    model.show([record(1, ImportState.PAUSED)])
    index = model.index(0)
    with qtbot.waitSignal(model.dataChanged):
        model.act(1, Activity(Phase.RUNNING, 20_000, 40_000))
    assert "20,000 of 40,000" in index.data(Role.AccessibleTextRole)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.act(1, Activity(Phase.RUNNING, 20_000, 40_000))
    model.act(1)
    assert ", Paused," in index.data(Role.AccessibleTextRole)
    with qtbot.waitSignal(model.dataChanged):
        model.put(record(1, ImportState.DONE))
    assert ", Done," in index.data(Role.AccessibleTextRole)
    assert "Done" in index.data(Role.ToolTipRole)


def test_a_model_answers_any_question(model: JobModel) -> None:
    model.act(9, Activity(Phase.QUEUED))
    model.show([record(1, plan=plan("x"))])
    assert model.index(0).data() == "x"
    assert model.index(0).data(Role.FontRole) is None
    assert model.data(model.index(4)) is None
    assert model.rowCount(model.index(0)) == 0
    assert model.record(1).id == 1
    with pytest.raises(KeyError):
        model.record(2)
