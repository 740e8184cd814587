"""An import as one row: its state, its numbers, and what may be done with it."""

import math
from enum import Enum, auto
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QLocale

from vindesk.domain.import_job import ImportPlan, ImportRecord, ImportState
from vindesk.domain.shown_text import shown_line
from vindesk.domain.words import grouped, phrase, say, say_many
from vindesk.ui.wording import day_and_time, rows_in_words

LONGEST_NAME: Final = 80
_SEPARATOR: Final = " · "
_DIGITS: Final = 2


class Phase(Enum):
    """What this program does with an import at the moment."""

    NONE = auto()
    """Nothing: it is as its record says."""

    RESTING = auto()
    """Nothing, as somebody wanted, though its input has not been read yet."""

    QUEUED = auto()
    RETRY_QUEUED = auto()
    """As ``QUEUED``, to ask again about what got no answer."""

    READING = auto()
    RUNNING = auto()
    RETRYING = auto()
    PAUSING = auto()
    CANCELLING = auto()
    FORGETTING = auto()
    """The list is being deleted: nothing may be done with it any more."""


class Activity(Struct, frozen=True):
    """What is known of an import beside its record."""

    phase: Phase = Phase.NONE
    done: int = 0
    total: int = 0
    note: str = ""
    """Why it does not go on, or did not."""

    per_second: float | None = None
    left_s: float | None = None
    lost: bool = False
    """It was not read to its end, and what it was read from is not there."""

    @property
    def at_rest(self) -> bool:
        return self.phase in _AT_REST

    @property
    def asks_again(self) -> bool:
        """Whether only what got no answer is asked about, now or when it is its turn."""
        return self.phase in _ASKING_AGAIN


class Verb(Enum):
    PAUSE = phrase("Pause")
    RESUME = phrase("Resume")
    CANCEL = phrase("Cancel…")
    REPORT = phrase("Report")
    SHOW = phrase("Show Its Vehicles")
    FORGET = phrase("Forget List…")


class Tone(Enum):
    QUIET = auto()
    LIVELY = auto()
    GOOD = auto()
    WARNING = auto()


class JobRow(Struct, frozen=True):
    """What is drawn and said of an import."""

    name: str
    state: str
    detail: str
    tone: Tone
    share: float | None
    """How much is done; None where that is no question."""

    can: frozenset[Verb]

    @property
    def spoken(self) -> str:
        return ", ".join(filter(None, (self.name, self.state, self.detail.replace(" · ", ", "))))


_PHASES: Final = {
    Phase.RESTING: phrase("Paused"),
    Phase.QUEUED: phrase("Waiting for its turn"),
    Phase.RETRY_QUEUED: phrase("Waiting for its turn"),
    Phase.READING: phrase("Reading"),
    Phase.RUNNING: phrase("Running"),
    Phase.RETRYING: phrase("Asking again"),
    Phase.PAUSING: phrase("Pausing…"),
    Phase.CANCELLING: phrase("Cancelling…"),
    Phase.FORGETTING: phrase("Forgetting…"),
}
_AT_REST: Final = frozenset({Phase.NONE, Phase.RESTING})
_ASKING_AGAIN: Final = frozenset({Phase.RETRY_QUEUED, Phase.RETRYING})
_STATES: Final = {
    ImportState.READING: phrase("Not read to the end"),
    ImportState.WAITING: phrase("Not finished"),
    ImportState.PAUSED: phrase("Paused"),
    ImportState.DONE: phrase("Done"),
    ImportState.CANCELLED: phrase("Cancelled"),
}


def row_of(record: ImportRecord, activity: Activity) -> JobRow:
    return JobRow(
        name=name_of(record),
        state=_state(record, activity),
        detail=shown_line(_detail(record, activity)),
        tone=_tone(record, activity),
        share=_share(record, activity),
        can=_verbs(record, activity),
    )


def name_of(record: ImportRecord) -> str:
    return title_of(record.plan)


def title_of(plan: ImportPlan) -> str:
    return shown_line(plan.name, LONGEST_NAME) or say("Import")


def _state(record: ImportRecord, activity: Activity) -> str:
    if activity.phase is Phase.RUNNING and activity.note:
        return say("Waiting for vPIC")
    return say(_PHASES.get(activity.phase) or _STATES[record.state])


def _detail(record: ImportRecord, activity: Activity) -> str:
    if activity.phase in {Phase.READING, Phase.FORGETTING}:
        return _of_the_list(activity)
    if activity.asks_again:
        return activity.note or say("About what got no answer")
    if activity.phase is Phase.RUNNING:
        return _SEPARATOR.join(filter(None, (so_far(record, activity), *_going(activity))))
    if activity.lost:
        return say("What it was read from is not there any more")
    if record.state is ImportState.READING:
        queued = activity.phase is Phase.QUEUED
        return activity.note or (
            say("It is read then") if queued else say("It is read again when it goes on")
        )
    return _SEPARATOR.join(filter(None, (_at_rest(record), activity.note)))


def _of_the_list(activity: Activity) -> str:
    """Of a list that comes into the cache, or goes."""
    if activity.phase is Phase.FORGETTING:
        return say("Its vehicles stay in the cache")
    read = say_many("{n} row so far", "{n} rows so far", activity.done)
    return read if activity.done else say("The list is read into the cache")


def so_far(record: ImportRecord, activity: Activity) -> str:
    """Within the numbers of the record, where the activity has none yet."""
    done, total = activity.done, activity.total
    return (
        say("{done} of {total}", done=grouped(done), total=grouped(total))
        if total
        else of_all(record)
    )


def of_all(record: ImportRecord) -> str:
    return say(
        "{position} of {items}", position=grouped(record.reached), items=grouped(record.items)
    )


def _going(activity: Activity) -> tuple[str, ...]:
    if activity.note:
        return (activity.note,)
    return rate(activity.per_second), time_left(activity.left_s)


def _at_rest(record: ImportRecord) -> str:
    begun = say("begun {moment}", moment=day_and_time(record.added_at))
    if record.state is ImportState.DONE:
        rows = rows_in_words(record.items)
        return _SEPARATOR.join((rows, say("{n} answered", n=grouped(record.answered)), begun))
    return _SEPARATOR.join((of_all(record), begun))


def _tone(record: ImportRecord, activity: Activity) -> Tone:
    if activity.note or activity.lost:
        return Tone.WARNING
    if not activity.at_rest:
        return Tone.LIVELY
    return Tone.GOOD if record.state is ImportState.DONE else Tone.QUIET


def _share(record: ImportRecord, activity: Activity) -> float | None:
    if activity.phase is Phase.READING or record.state is ImportState.READING:
        return 0.0
    if activity.phase is Phase.RUNNING and activity.total:
        return min(max(activity.done / activity.total, 0.0), 1.0)
    return record.progress if record.state.is_open else None


def _verbs(record: ImportRecord, activity: Activity) -> frozenset[Verb]:
    if activity.phase is Phase.FORGETTING:
        return frozenset()
    verbs = {Verb.SHOW, Verb.REPORT}
    if activity.phase in {Phase.QUEUED, Phase.READING, Phase.RUNNING}:
        verbs |= {Verb.PAUSE, Verb.CANCEL}
    elif activity.asks_again:
        verbs |= {Verb.CANCEL}
    elif activity.at_rest:
        verbs |= {Verb.FORGET}
        if record.state.is_open:
            verbs |= {Verb.CANCEL} if activity.lost else {Verb.CANCEL, Verb.RESUME}
    return frozenset(verbs)


# -- rate and time ---------------------------------------------------------------


def rate(per_second: float | None) -> str:
    """In two digits: ``8,100 a second``; what is slow by the minute, or by the hour."""
    if not per_second:
        return ""
    if per_second >= 1:
        return say("{n} a second", n=_rounded(per_second))
    if per_second * 60 >= 1:
        return say("{n} a minute", n=_rounded(per_second * 60))
    return say("{n} an hour", n=_rounded(per_second * 3600))


def time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    whole = max(math.ceil(seconds), 1)
    if whole < 60:
        return say("{n} s left", n=whole)
    minutes = math.ceil(whole / 60)
    if minutes < 60:
        return say("{n} min left", n=minutes)
    hours, rest = divmod(minutes, 60)
    return (
        say("{hours} h {rest} min left", hours=grouped(hours), rest=rest)
        if rest
        else say("{hours} h left", hours=grouped(hours))
    )


def _rounded(value: float) -> str:
    if value < 10:
        return QLocale().toString(value, "f", 1).removesuffix(f"{QLocale().decimalPoint()}0")
    place = 10 ** (math.floor(math.log10(value)) + 1 - _DIGITS)
    return grouped(round(value / place) * place)
