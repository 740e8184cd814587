"""Asking where an error must come."""

import pytest

from tests.vpic.conftest import PETERBILT
from vindesk.domain.errors import VpicError
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question
from vindesk.vpic.source import Source


def fail(web: Source, question: Question = PETERBILT) -> VpicError:
    """Ask, and hand back the error that must come."""
    with pytest.raises(VpicError) as caught:
        web.decode(question, Unwatched())
    return caught.value
