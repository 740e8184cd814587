"""What the import dialog says; no widget in here."""

import math
from typing import Final

from vindesk.domain.import_job import Cached
from vindesk.domain.input_counts import Counts
from vindesk.domain.vehicle import SourceChoice
from vindesk.ui.importing.planning import Policy
from vindesk.ui.wording import counted

A_REQUEST: Final = 50
A_SECOND: Final = 3
MOST_FOR_THE_WEB: Final = 50
"""With the automatic choice; more are answered by the embedded copy."""

NO_VIN_COLUMN: Final = "Choose the column that holds the VINs."
WHY_EMBEDDED: Final = "NHTSA asks who has many VINs to use its data instead of its service."
_BUSY_HOURS: Final = "Large lists are best run outside 6 am to 6 pm Eastern."
_LARGE: Final = 10_000


def counts_line(counts: Counts, *, reading: bool) -> str:
    """All numbers on one line; those that are 0 and mean well are left out."""
    parts = [counted(counts.vins, "VIN", "VINs")]
    parts += [
        said
        for number, said in (
            (counts.duplicates, counted(counts.duplicates, "duplicate", "duplicates")),
            (counts.cached, f"{counted(counts.cached, 'is', 'are')} cached already"),
            (
                counts.check_digits,
                f"{counted(counts.check_digits, 'has', 'have')} a wrong check digit",
            ),
            (counts.mistyped, f"{counted(counts.mistyped, 'is', 'are')} mistyped"),
            (counts.no_vins, f"{counted(counts.no_vins, 'is no VIN', 'are no VINs')}"),
        )
        if number
    ]
    return f"Reading… {', '.join(parts)} so far" if reading else f"{', '.join(parts)}."


def to_ask(counts: Counts, policy: Policy) -> int:
    """The most that may have to be asked about."""
    return counts.different - (counts.cached if policy.cached is Cached.KEEP else 0)


def who_answers(counts: Counts, policy: Policy) -> str:
    """Where the answers will come from, why, and how long the web takes."""
    number = to_ask(counts, policy)
    if policy.source is SourceChoice.EMBEDDED:
        return "The embedded copy answers: seconds, and nothing leaves this machine."
    takes = web_takes(number)
    if policy.source is SourceChoice.WEB:
        if number <= MOST_FOR_THE_WEB:
            return "NHTSA's service answers, or nobody does."
        late = f" {_BUSY_HOURS}" if number > _LARGE else ""
        return (
            f"NHTSA's service answers: {A_REQUEST} VINs a request, {A_SECOND} requests a second, "
            f"so at least {takes}. {WHY_EMBEDDED}{late}"
        )
    if number <= MOST_FOR_THE_WEB:
        return "NHTSA's service answers; the embedded copy, where it cannot be reached."
    return (
        f"More than {MOST_FOR_THE_WEB}, so the embedded copy answers, in seconds: {WHY_EMBEDDED} "
        f"The web would take at least {takes}."
    )


def web_takes(vins: int) -> str:
    """How long vPIC needs for ``vins``, if it answers each request at once."""
    seconds = math.ceil(math.ceil(vins / A_REQUEST) / A_SECOND)
    if seconds < 90:
        return counted(seconds, "second", "seconds")
    minutes = round(seconds / 60)
    if minutes < 90:
        return counted(minutes, "minute", "minutes")
    hours, minutes = divmod(minutes, 60)
    rest = f" {counted(minutes, 'minute', 'minutes')}" if minutes else ""
    return f"{counted(hours, 'hour', 'hours')}{rest}"


def import_button(counts: Counts, *, reading: bool) -> str:
    """What the button says; the number only when it is known."""
    if reading or not counts.different:
        return "&Import"
    return f"&Import {counted(counts.different, 'VIN', 'VINs')}"
