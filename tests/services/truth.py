"""What must stand in the cache: what the loopback server says when it tells the truth."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from tests.fakes.vpic_server import VpicServer
from tests.vpic.conftest import NOW
from vindesk.domain.fields import Value
from vindesk.domain.vehicle import Question, SourceName, Vehicle
from vindesk.domain.vin import Vin
from vindesk.store.vehicles import Vehicles
from vindesk.vpic.reply import vehicle_from_row

Said = tuple[Mapping[str, Value], Mapping[str, str]]


def truth(server: VpicServer, vin: Vin) -> Vehicle:
    """The answer of the web, as of ``NOW``."""
    row = server.expected_row(vin.text)
    return vehicle_from_row(row, Question(vin), SourceName.WEB, NOW)


def said(vehicle: Vehicle) -> Said:
    """All that a source said, whichever it was.

    The embedded copy alone tells the repeats of a note, under names like ``Note#2``.
    """
    extra = {key: text for key, text in vehicle.extra.items() if "#" not in key}
    return vehicle.values, extra


def unsaved(vehicle: Vehicle) -> Vehicle:
    """The vehicle as it was before it came into the cache."""
    return replace(vehicle, added_at=None)


def kept(vehicles: Vehicles, vins: Iterable[Vin]) -> dict[Vin, Vehicle]:
    """What the cache holds, which must be about ``vins`` only."""
    there = vehicles.get_many(vins)
    assert vehicles.count() == len(there), "there are rows about other VINs"
    return {vin: unsaved(vehicle) for vin, vehicle in there.items()}
