"""Settings of the network that change while the services are in use."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.fakes.vpic_server import VpicServer
from vindesk.config.paths import Paths
from vindesk.config.settings import Settings
from vindesk.domain.errors import UserError
from vindesk.domain.monitor import Unwatched
from vindesk.domain.vehicle import Question, SourceChoice, SourceName
from vindesk.domain.vin import Vin
from vindesk.services.assembly import Services, open_services

TRUCK, TRACTOR, CAR = (
    Question(Vin(text)) for text in ("1XPWD40X1ED215307", "1XKWDB0X57J211825", "1HGCM82633A004352")
)


@pytest.fixture
def settings(vpic_server: VpicServer) -> Settings:
    return Settings(vpic_url=vpic_server.url)


@pytest.fixture
def services(tmp_path: Path, settings: Settings) -> Iterator[Services]:
    opened = open_services(settings, Paths.under(tmp_path))
    yield opened
    opened.close()


def ask(services: Services, question: Question) -> SourceName:
    found = services.lookup.find(question, SourceChoice.WEB, Unwatched())
    return found.vehicle.source


def test_the_next_vin_goes_to_the_new_address(
    services: Services, settings: Settings, vpic_server: VpicServer
) -> None:
    ask(services, TRUCK)
    with VpicServer() as other:
        services.use(msgspec.structs.replace(settings, vpic_url=other.url))
        ask(services, TRACTOR)
        assert (vpic_server.request_count, other.request_count) == (1, 1)
        services.use(settings)
        ask(services, CAR)
        assert (vpic_server.request_count, other.request_count) == (2, 1)


def test_settings_that_change_before_anybody_asked_hold_too(
    services: Services, settings: Settings, vpic_server: VpicServer
) -> None:
    with VpicServer() as other:
        services.use(msgspec.structs.replace(settings, vpic_url=other.url))
        ask(services, TRUCK)
        assert (vpic_server.request_count, other.request_count) == (0, 1)


def test_who_asks_with_the_old_settings_goes_on_at_the_new_pace(
    services: Services, settings: Settings, vpic_server: VpicServer
) -> None:
    before = services.sources()
    services.use(msgspec.structs.replace(settings, requests_in_flight=1))
    after = services.sources()
    assert after is not before
    old, new = before.by_choice[SourceChoice.WEB], after.by_choice[SourceChoice.WEB]
    old.decode(TRUCK, Unwatched())
    new.decode(TRACTOR, Unwatched())
    assert vpic_server.request_count == 2
    assert getattr(new, "good_answers", None) == 2, "they share one throttle"


def test_no_data_is_believed_as_long_as_the_settings_say_now(
    services: Services, settings: Settings, vpic_server: VpicServer
) -> None:
    vpic_server.set_values(TRUCK.vin.text, Make="", Model="", ModelYear="", ErrorCode="7")
    ask(services, TRUCK)
    ask(services, TRUCK)
    assert vpic_server.request_count == 1
    services.use(msgspec.structs.replace(settings, no_data_days=0))
    ask(services, TRUCK)
    assert vpic_server.request_count == 2


@pytest.mark.parametrize("wrong", [{"proxy": "proxy.example:8080"}, {"vpic_url": "nonsense"}])
def test_at_an_address_that_is_none_nobody_is_asked_and_the_embedded_copy_answers(
    services: Services, settings: Settings, vpic_server: VpicServer, wrong: dict[str, str]
) -> None:
    ask(services, TRUCK)
    services.use(msgspec.structs.replace(settings, **wrong))
    with pytest.raises(UserError, match="is not the address"):
        ask(services, TRACTOR)
    found = services.lookup.find(TRACTOR, SourceChoice.AUTO, Unwatched())
    assert found.vehicle.source is SourceName.EMBEDDED
    services.use(settings)
    assert ask(services, CAR) is SourceName.WEB
    assert vpic_server.request_count == 2
