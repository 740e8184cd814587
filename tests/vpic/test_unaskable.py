"""What stands in the place of vPIC where its address cannot be used."""

import math

import pytest

from tests.vpic.conftest import HONDA, PETERBILT
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Unwatched
from vindesk.vpic.faults import VpicMisconfigured
from vindesk.vpic.source import Failure
from vindesk.vpic.unaskable import Unaskable

WHY = UserError("p:8080 is not the address of a proxy.", advice="It is like http://p:8080.")
TOLD = "p:8080 is not the address of a proxy. It is like http://p:8080."


def test_each_question_fails_with_what_is_wrong() -> None:
    with pytest.raises(VpicMisconfigured) as caught:
        Unaskable(WHY).decode(HONDA, Unwatched())
    assert caught.value.sentence.endswith(TOLD)
    outcomes = Unaskable(WHY).decode_many([HONDA, PETERBILT], Unwatched())
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    assert [failure.question for failure in failures] == [HONDA, PETERBILT]
    assert all(failure.reason.sentence.endswith(TOLD) for failure in failures)


def test_who_would_wait_without_end_is_told_at_once() -> None:
    patient = Unaskable(WHY).with_patience(30.0, math.inf)
    with pytest.raises(VpicMisconfigured, match="not the address"):
        patient.decode_many([HONDA], Unwatched())
