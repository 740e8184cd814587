"""What the import dialog says; no widget in here."""

import math
from typing import Final

from vindesk.domain.import_job import Cached
from vindesk.domain.input_counts import Counts
from vindesk.domain.vehicle import MOST_FOR_THE_WEB, SourceChoice
from vindesk.domain.words import phrase, say, say_many
from vindesk.ui.importing.planning import Policy

A_REQUEST: Final = 50
A_SECOND: Final = 3

NO_VIN_COLUMN: Final = phrase("Choose the column that holds the VINs.")
WHY_EMBEDDED: Final = phrase("NHTSA asks who has many VINs to use its data instead of its service.")
_BUSY_HOURS: Final = phrase("Large lists are best run outside 6 am to 6 pm Eastern.")
_LARGE: Final = 10_000


def counts_line(counts: Counts, *, reading: bool) -> str:
    """All numbers on one line; those that are 0 and mean well are left out."""
    if counts == Counts() and not reading:
        return say("There is no VIN in this column.")
    parts = [say_many("{n} VIN", "{n} VINs", counts.vins)]
    parts += [
        said
        for number, said in (
            (counts.duplicates, say_many("{n} duplicate", "{n} duplicates", counts.duplicates)),
            (
                counts.cached,
                say_many("{n} is cached already", "{n} are cached already", counts.cached),
            ),
            (
                counts.check_digits,
                say_many(
                    "{n} has a wrong check digit",
                    "{n} have a wrong check digit",
                    counts.check_digits,
                ),
            ),
            (counts.mistyped, say_many("{n} is mistyped", "{n} are mistyped", counts.mistyped)),
            (counts.no_vins, say_many("{n} is no VIN", "{n} are no VINs", counts.no_vins)),
        )
        if number
    ]
    return (
        say("Reading… {parts} so far", parts=", ".join(parts))
        if reading
        else f"{', '.join(parts)}."
    )


def to_ask(counts: Counts, policy: Policy) -> int:
    """The most that may have to be asked about."""
    return counts.different - (counts.cached if policy.cached is Cached.KEEP else 0)


def who_answers(counts: Counts, policy: Policy) -> str:
    """Where the answers will come from, why, and how long the web takes."""
    number = to_ask(counts, policy)
    if policy.source is SourceChoice.EMBEDDED:
        return say("The embedded copy answers: seconds, and nothing leaves this machine.")
    takes = web_takes(number)
    if policy.source is SourceChoice.WEB:
        if number <= MOST_FOR_THE_WEB:
            return say("NHTSA's service answers, or nobody does.")
        answers = say(
            "NHTSA's service answers: {vins} VINs a request, {requests} requests a second, "
            "so at least {takes}.",
            vins=A_REQUEST,
            requests=A_SECOND,
            takes=takes,
        )
        late = [say(_BUSY_HOURS)] if number > _LARGE else []
        return " ".join((answers, say(WHY_EMBEDDED), *late))
    if number <= MOST_FOR_THE_WEB:
        return say("NHTSA's service answers; the embedded copy, where it cannot be reached.")
    return say(
        "More than {most}, so the embedded copy answers, in seconds: {why} "
        "The web would take at least {takes}.",
        most=MOST_FOR_THE_WEB,
        why=say(WHY_EMBEDDED),
        takes=takes,
    )


def web_takes(vins: int) -> str:
    """How long vPIC needs for ``vins``, if it answers each request at once."""
    seconds = math.ceil(math.ceil(vins / A_REQUEST) / A_SECOND)
    if seconds < 90:
        return say_many("{n} second", "{n} seconds", seconds)
    minutes = round(seconds / 60)
    if minutes < 90:
        return say_many("{n} minute", "{n} minutes", minutes)
    hours, minutes = divmod(minutes, 60)
    parts = [say_many("{n} hour", "{n} hours", hours)]
    if minutes:
        parts.append(say_many("{n} minute", "{n} minutes", minutes))
    return " ".join(parts)


def import_button(counts: Counts, *, reading: bool) -> str:
    """What the button says; the number only when it is known."""
    if reading or not counts.different:
        return say("&Import")
    return say_many("&Import {n} VIN", "&Import {n} VINs", counts.different)
