"""What came of refreshes."""

from datetime import timedelta

from msgspec.structs import replace

from tests.services.refreshing import MORNING, vehicle, vin
from vindesk.domain.comparison import differences
from vindesk.domain.errors import UserError, VpicUnreachable
from vindesk.domain.fields import Value
from vindesk.domain.vehicle import Vehicle
from vindesk.services.refresh import ChangedField, NotRefreshed, Refreshed

GONE = VpicUnreachable("Nobody is there.", advice="Try again later.")


def answered(number: int, **values: Value) -> tuple[Vehicle, Vehicle]:
    """A Peterbilt as it was, and with ``values`` an hour later."""
    old = vehicle(number)
    new = replace(old, values={**old.values, **values}, fetched_at=MORNING + timedelta(hours=1))
    return old, new


def refreshed(
    *pairs: tuple[Vehicle, Vehicle],
    failed: int = 0,
    left: int = 0,
    gone: int = 0,
    remarks: tuple[str, ...] = (),
    trouble: UserError | None = None,
) -> Refreshed:
    return Refreshed(
        asked=len(pairs) + failed + left + gone,
        replaced=pairs,
        changes=[
            ChangedField(old.vin, each) for old, new in pairs for each in differences(old, new)
        ],
        failures=[NotRefreshed(vin(900_000 + number), GONE) for number in range(failed)],
        gone=gone,
        remarks=remarks,
        trouble=trouble,
    )
