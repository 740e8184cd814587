"""What is refreshed: so many days are said as one says them."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from vindesk.domain.import_job import Cached
from vindesk.ui.importing.planning import Policy
from vindesk.ui.importing.policy_box import PolicyBox


@pytest.mark.parametrize(("days", "said"), [(1, "1 day"), (30, "30 days")])
def test_one_is_a_day_and_more_are_days(qtbot: QtBot, days: int, said: str) -> None:
    box = PolicyBox()
    qtbot.addWidget(box)
    box.show_policy(Policy(cached=Cached.REFRESH_OLDER, days=days))
    assert box.days.text() == said


def test_who_types_a_number_types_on_behind_its_first_digit(qtbot: QtBot) -> None:
    box = PolicyBox()
    qtbot.addWidget(box)
    box.show_policy(Policy(cached=Cached.REFRESH_OLDER))
    box.show()
    box.days.selectAll()
    for digit, said in (("1", "1 day"), ("5", "15 days")):
        qtbot.keyClicks(box.days, digit)
        assert box.days.text() == said
    qtbot.keyClick(box.days, Qt.Key.Key_Backspace)
    assert box.policy.days == 1
