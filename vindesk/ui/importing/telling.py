"""What the import dialog says; no widget in here."""

from typing import Final

from msgspec import Struct

from vindesk.domain.import_job import Cached
from vindesk.domain.input_counts import Counts
from vindesk.domain.vehicle import MOST_FOR_THE_WEB, MOST_PER_REQUEST, SourceChoice
from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.ui.importing.planning import Policy, Taken
from vindesk.ui.web_time import A_REQUEST_S, web_takes

NO_VIN_COLUMN: Final = phrase("Choose the column that holds the VINs.")
WHY_EMBEDDED: Final = phrase(
    "NHTSA asks those who have many VINs to use its data instead of its service."
)
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
            (counts.no_vins, say_many("{n} not a VIN", "{n} not VINs", counts.no_vins)),
        )
        if number
    ]
    return (
        say("Reading… {parts} so far", parts=", ".join(parts))
        if reading
        else f"{', '.join(parts)}."
    )


class Between(Struct, frozen=True):
    """A number that is known within limits."""

    least: int
    most: int


def different(counts: Counts, taken: Taken) -> Between:
    """How many different VINs there are once the repairs are taken."""
    stay = counts.different - taken.goes
    return Between(max(stay, taken.comes), stay + taken.comes)


def to_ask(counts: Counts, policy: Policy, taken: Taken) -> Between:
    """How many may have to be asked about: what repairs bring in may be in the cache."""
    every = different(counts, taken)
    if policy.cached is Cached.REFRESH_ALL:
        return every
    unknown = counts.different - counts.cached
    least = max(unknown - taken.goes, 0)
    keeps = policy.cached is Cached.KEEP
    return Between(least, min(every.most, unknown + taken.comes) if keeps else every.most)


def who_answers(counts: Counts, policy: Policy, taken: Taken) -> str:
    """Where the answers will come from, why, and how long the web takes."""
    number = to_ask(counts, policy, taken)
    if policy.source is SourceChoice.EMBEDDED:
        return say("The embedded copy answers: seconds, and nothing leaves this machine.")
    takes = web_takes(number.most)
    if policy.source is SourceChoice.WEB:
        if number.most <= MOST_FOR_THE_WEB:
            return say("NHTSA's service answers, or nobody does.")
        answers = say(
            "NHTSA's service answers: {vins} VINs a request, each of about {seconds} seconds, "
            "so about {takes}.",
            vins=MOST_PER_REQUEST,
            seconds=A_REQUEST_S,
            takes=takes,
        )
        late = [say(_BUSY_HOURS)] if number.most > _LARGE else []
        return " ".join((answers, say(WHY_EMBEDDED), *late))
    if number.most <= MOST_FOR_THE_WEB:
        return say("NHTSA's service answers; the embedded copy, where it cannot be reached.")
    if number.least <= MOST_FOR_THE_WEB:
        return say(
            "Up to {number} VINs are asked about. If they are more than {most}, the embedded copy "
            "answers, in seconds: {why} If not, NHTSA's service answers.",
            number=grouped(number.most),
            most=MOST_FOR_THE_WEB,
            why=say(WHY_EMBEDDED),
        )
    return say(
        "More than {most}, so the embedded copy answers, in seconds: {why} "
        "The web would take about {takes}.",
        most=MOST_FOR_THE_WEB,
        why=say(WHY_EMBEDDED),
        takes=takes,
    )


def import_button(counts: Counts, taken: Taken, *, reading: bool) -> str:
    """What the button says; the number only when it is known, or the most that it may be."""
    number = different(counts, taken)
    if reading or not number.most:
        return say("&Import")
    if number.least < number.most:
        return say_many("&Import up to {n} VIN", "&Import up to {n} VINs", number.most)
    return say_many("&Import {n} VIN", "&Import {n} VINs", number.most)
