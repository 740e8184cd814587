import math

import pytest

from tests.fakes.vpic_faults import FaultKind
from tests.fakes.vpic_server import VpicServer
from tests.vpic.background import Background
from tests.vpic.conftest import COUNTACH, HONDA, NOW, PETERBILT, MakeWeb
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Quality, Question, SourceName
from vindesk.domain.vin import Vin
from vindesk.vpic.web import VpicWeb


def test_one_vin(web: VpicWeb, vpic_server: VpicServer) -> None:
    answer = web.decode(PETERBILT, Unwatched())
    vehicle = answer.vehicle
    assert answer.remark == ""
    assert vehicle.vin == PETERBILT.vin
    assert (vehicle.source, vehicle.fetched_at) == (SourceName.WEB, NOW)
    assert (vehicle.requested_year, vehicle.data_version) == (None, None)
    assert [vehicle.text(column) for column in ("make", "model", "model_year", "body_class")] == [
        "PETERBILT",
        "388",
        "2014",
        "Truck-Tractor",
    ]
    (request,) = vpic_server.requests
    assert request.method == "GET"
    assert request.path == "/api/vehicles/DecodeVinValues/1XPWD40X1ED215307?format=json"
    assert request.user_agent == "vindesk"


def test_the_countach_has_no_model(web: VpicWeb) -> None:
    vehicle = web.decode(COUNTACH, Unwatched()).vehicle
    assert vehicle.values["make"] == "LAMBORGHINI"
    assert not vehicle.values.keys() & {"model", "body_class"}
    assert vehicle.quality is Quality.PARTIAL


def test_a_year_is_sent_along(web: VpicWeb, vpic_server: VpicServer) -> None:
    vehicle = web.decode(Question(HONDA.vin, 1995), Unwatched()).vehicle
    assert vehicle.requested_year == 1995
    assert vehicle.values["model_year"] == 1995
    assert 12 in vehicle.error_codes
    assert vpic_server.requests[0].path.endswith("?format=json&modelyear=1995")


@pytest.mark.parametrize(
    ("year", "sent"), [(1980, False), (1981, True), (2028, True), (2029, False)]
)
def test_only_a_possible_year_is_sent(
    web: VpicWeb, vpic_server: VpicServer, year: int, sent: bool
) -> None:
    vehicle = web.decode(Question(PETERBILT.vin, year), Unwatched()).vehicle
    assert vpic_server.requests[0].years == (year if sent else None,)
    assert vehicle.requested_year == year


def test_a_connection_is_used_again(web: VpicWeb, vpic_server: VpicServer) -> None:
    for question in (PETERBILT, HONDA, COUNTACH):
        web.decode(question, Unwatched())
    assert len({request.client_port for request in vpic_server.requests}) == 1


def test_our_name_is_told(make_web: MakeWeb, vpic_server: VpicServer) -> None:
    make_web(vpic_server.url, user_agent="vindesk/9.9").decode(PETERBILT, Unwatched())
    assert vpic_server.requests[0].user_agent == "vindesk/9.9"


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.WRONG_CONTENT_TYPE,
        FaultKind.NULL_VALUES,
        FaultKind.SHUFFLED_ROWS,
        FaultKind.DUPLICATED_ROWS,
        FaultKind.SLOPPY_TEXT,
    ],
)
def test_what_is_odd_but_true_is_taken(
    web: VpicWeb, vpic_server: VpicServer, kind: FaultKind
) -> None:
    truth = web.decode(PETERBILT, Unwatched())
    vpic_server.answer_with(kind)
    assert web.decode(PETERBILT, Unwatched()) == truth


def test_unknown_keys_are_kept(make_web: MakeWeb) -> None:
    with VpicServer(extra_keys=True) as server:
        vehicle = make_web(server.url).decode(PETERBILT, Unwatched()).vehicle
    assert vehicle.extra == {"HornType": "Two-tone air horn", "PlantAddress": "1 Factory Road"}


def test_a_vin_one_insists_on_is_asked_for(web: VpicWeb, vpic_server: VpicServer) -> None:
    vin = Vin.parse("1XPWD40X1EO215307", insist=True)
    vehicle = web.decode(Question(vin), Unwatched()).vehicle
    assert vpic_server.requests[0].vins == (vin.text,)
    assert 400 in vehicle.error_codes


# -- several at once ----------------------------------------------------------


def test_never_more_in_flight_than_allowed(make_web: MakeWeb, vpic_server: VpicServer) -> None:
    vpic_server.delay_s = 0.005
    web = make_web(vpic_server.url, rate_per_s=1e9, patience_s=math.inf)
    questions = [PETERBILT, HONDA, COUNTACH] * 4

    def ask(question: Question) -> bool:
        return web.decode(question, Unwatched()).vehicle.vin == question.vin

    workers = [Background(lambda question=question: ask(question)) for question in questions]
    assert all(worker.result() for worker in workers)
    assert vpic_server.max_in_flight == 2
    assert len({request.client_port for request in vpic_server.requests}) <= 2
