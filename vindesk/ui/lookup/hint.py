"""What the hint line says while a VIN is typed; no widget in here."""

from enum import Enum, auto

from msgspec import Struct

from vindesk.domain.repair import repairs
from vindesk.domain.vin import LENGTH, Rule, Vin, clean, find_fault
from vindesk.domain.vin_text import read_vins
from vindesk.domain.words import grouped, say


class Tone(Enum):
    QUIET = auto()
    GOOD = auto()
    WARNING = auto()
    FAULT = auto()


class Hint(Struct, frozen=True):
    """A sentence, how grave it is, and a VIN to take instead."""

    text: str
    tone: Tone = Tone.QUIET
    offer: str = ""


def hint_for(typed: str) -> Hint:
    """What to say about ``typed``, before anybody is asked."""
    if not typed.strip():
        return Hint(say("17 letters and digits; blanks, dashes and lower case do not matter."))
    several = vins_in(typed)
    if len(several) > 1:
        return Hint(
            say(
                "{n} VINs: press Return to look all of them up.",
                n=grouped(len(several)),
            ),
            Tone.GOOD,
        )
    cleaned = clean(typed)
    fault = find_fault(cleaned)
    if fault is None:
        return _about_check_digit(Vin(cleaned))
    if fault.rule is Rule.SEVENTEEN_CHARACTERS and len(cleaned) < LENGTH:
        letters = _forbidden_so_far(cleaned)
        return letters or Hint(say("{n} of {most}", n=len(cleaned), most=LENGTH))
    if fault.rule is Rule.NO_I_O_Q:
        return _with_repair(cleaned, fault.explanation, Tone.WARNING)
    return Hint(fault.explanation, Tone.FAULT)


def refusal_of(typed: str) -> Hint:
    """Why ``typed`` was not looked up, when Return was pressed."""
    cleaned = clean(typed)
    fault = find_fault(cleaned)
    if fault is None:
        return hint_for(typed)
    if fault.rule is Rule.NO_I_O_Q:
        text = say(
            "{explanation} Press Return again to ask vPIC all the same.",
            explanation=fault.explanation,
        )
        return _with_repair(cleaned, text, Tone.WARNING)
    return Hint(
        say("{explanation} Nothing was looked up.", explanation=fault.explanation), Tone.FAULT
    )


def vins_in(typed: str) -> list[Vin]:
    """The VINs in a text that was typed, pasted or dropped; one VIN with blanks is one."""
    if find_fault(clean(typed)) is None:
        return [Vin(clean(typed))]
    return [found.vin for found in read_vins(typed.splitlines()).found]


def _forbidden_so_far(cleaned: str) -> Hint | None:
    for position, mark in enumerate(cleaned, 1):
        if mark in "IOQ":
            meant = {"I": "1", "O": "0", "Q": "0"}[mark]
            return Hint(
                say(
                    "{n} of {most}. {mark} at {position} is not used in VINs: "
                    "did you mean {meant}?",
                    n=len(cleaned),
                    most=LENGTH,
                    mark=mark,
                    position=position,
                    meant=meant,
                ),
                Tone.WARNING,
                cleaned[: position - 1] + meant + cleaned[position:],
            )
    return None


def _about_check_digit(vin: Vin) -> Hint:
    if vin.check_digit_ok:
        return Hint(say("The check digit is right."), Tone.GOOD)
    text = say(
        "The check digit is {check_digit}, should be {expected_check_digit}: "
        "mistyped, or not built for North America.",
        check_digit=vin.check_digit,
        expected_check_digit=vin.expected_check_digit,
    )
    return _with_repair(vin.text, text, Tone.WARNING)


def _with_repair(cleaned: str, text: str, tone: Tone) -> Hint:
    best = next(iter(repairs(cleaned)), None)
    if best is None:
        return Hint(text, tone)
    likely = say("Likely: {repair}.", repair=best.sentence)
    return Hint(f"{text} {likely}", tone, best.vin.text)
