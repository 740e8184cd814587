"""People wait for vPIC as long as the preferences say; an import waits as long as it takes."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_server import VpicServer
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import VpicTimedOut
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice
from vindesk.domain.vin import Vin
from vindesk.services.assembly import Services, open_services
from vindesk.services.found import NotFound

TRUCK, TRACTOR = (Question(Vin(text)) for text in ("1XPWD40X1ED215307", "1XKWDB0X57J211825"))


@pytest.fixture
def services(tmp_path: Path, vpic_server: VpicServer) -> Iterator[Services]:
    settings = Settings(vpic_url=vpic_server.url, lookup_timeout_s=0.2, batch_timeout_s=0.3)
    opened = open_services(settings, Paths.under(tmp_path))
    yield opened
    opened.close()


def test_of_a_few_that_vpic_never_answers_nobody_is_asked_twice(
    services: Services, vpic_server: VpicServer
) -> None:
    vpic_server.answer_with(FaultKind.HANG)
    outcomes = services.lookup.find_many([TRUCK, TRACTOR], SourceChoice.WEB, Unwatched())
    reasons = [type(outcome.reason) for outcome in outcomes if isinstance(outcome, NotFound)]
    assert reasons == [VpicTimedOut, VpicTimedOut]
    assert vpic_server.request_count == 1


def test_an_import_is_patient(services: Services) -> None:
    asked_by_imports: Any = services.sources().patient_web
    asked_by_people: Any = services.sources().by_choice[SourceChoice.WEB]
    assert asked_by_imports._web._batch_patience_s == math.inf
    assert asked_by_people._web._batch_patience_s == 0.3
