"""What is said of answers that did not come."""

import pytest

from vindesk.domain.errors import DiskFull, UserError, VpicBusy, VpicTimedOut, VpicUnreachable
from vindesk.domain.vehicle import Question
from vindesk.domain.vin import Vin
from vindesk.services.found import NotFound
from vindesk.ui.lookup.telling import unanswered_hint

REASONS = (VpicUnreachable, VpicTimedOut, DiskFull, VpicBusy, UserError)


@pytest.mark.parametrize(
    ("reasons", "said"), [(4, "And 1 more reason."), (5, "And 2 more reasons.")]
)
def test_of_many_reasons_the_last_are_only_counted(reasons: int, said: str) -> None:
    failed = [
        NotFound(Question(Vin(f"1HGCM82633A{number:06d}")), reason("It is so."))
        for number, reason in enumerate(REASONS[:reasons])
    ]
    words = unanswered_hint(failed, "").text
    assert said in words
    assert DiskFull("").headline in words
    assert VpicBusy("").headline not in words
