from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.jobs_panel.samples import FalseTime, record
from vindesk.domain.import_job import ImportState
from vindesk.ui.jobs_panel.import_speech import ImportSpeech
from vindesk.ui.jobs_panel.job_model import JobModel
from vindesk.ui.jobs_panel.job_telling import Activity, Phase


def test_it_says_that_it_begins_and_each_quarter_with_a_pause_between_them(
    qtbot: QtBot, heard: list[str]
) -> None:
    place, time = QWidget(), FalseTime()
    qtbot.addWidget(place)
    model = JobModel(place)
    ImportSpeech(model, place, time)
    model.put(record(1, ImportState.WAITING))

    def reach(done: int, seconds: float) -> list[str]:
        heard.clear()
        time.now += seconds
        model.act(1, Activity(Phase.RUNNING, done, 40_000))
        return list(heard)

    model.act(1, Activity(Phase.QUEUED))
    assert heard == []
    assert reach(0, 1) == ["Announcement: march fleet, Running, 0 of 40,000"]
    assert reach(9_999, 60) == [], "not a quarter yet"
    assert reach(10_000, 1) == ["Announcement: march fleet, Running, 10,000 of 40,000"]
    assert reach(20_000, 9) == [], "too soon"
    assert reach(20_001, 1) == ["Announcement: march fleet, Running, 20,001 of 40,000"]
    model.act(1)
    assert reach(20_001, 1) == ["Announcement: march fleet, Running, 20,001 of 40,000"]
